"""A person's facts as people and programs write them: read, refused, and written back."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Interval, Knowledge, Options, Whereabouts
from assistant.eligibility.stating import FactError, read_fact, read_facts, write_facts
from eval.cases import the_catalogue


def read(name: str, value: Any) -> Knowledge:
    catalogue = the_catalogue()
    return read_fact(name, value, catalogue.vocabulary, catalogue.place_code)


@pytest.mark.parametrize(
    ("name", "value", "knowledge"),
    [
        ("age", 92, Interval(92, 92)),
        ("age", {"min": 80, "max": 89}, Interval(80, 89)),
        ("age", {"min": 80}, Interval(80, 130)),
        ("age", {"max": 79}, Interval(0, 79)),
        ("welfare", "dibao", Options(frozenset({"dibao"}))),
        ("welfare", "DIBAO", Options(frozenset({"dibao"}))),
        ("welfare", ["dibao", "none"], Options(frozenset({"dibao", "none"}))),
        ("disability_grade", 2, Options(frozenset({2}))),
        ("disability_grade", "2", Options(frozenset({2}))),
        ("disability_grade", [1, 2], Options(frozenset({1, 2}))),
        ("lives_alone", True, Options(frozenset({True}))),
        ("lives_alone", "false", Options(frozenset({False}))),
        ("hukou", "sifangtai", Whereabouts("230505")),
        ("hukou", "230505", Whereabouts("230505")),
        ("hukou", "四方台", Whereabouts("230505")),
        ("hukou", "tianjin", Whereabouts("12")),
        ("hukou", "双鸭山市", Whereabouts("2305")),
        ("hukou", {"not": "sifangtai"}, Whereabouts(outside=frozenset({"230505"}))),
        ("hukou", {"not": ["ninghe", "panjin"]}, Whereabouts(outside=frozenset({"120117", "2111"}))),
    ],
)
def test_a_fact_is_read_as_far_as_it_is_known(name: str, value: Any, knowledge: Knowledge) -> None:
    assert read(name, value) == knowledge


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("wealth", 3, "there is no fact `wealth`"),
        ("age", -3, "whole number from 0 to 130"),
        ("age", 131, "whole number from 0 to 130"),
        ("age", "92", "whole number"),
        ("age", 92.5, "whole number"),
        ("age", True, "whole number"),
        ("age", {"min": 90, "max": 80}, "whole number"),
        ("age", {"from": 80}, "a number or {min, max}"),
        ("welfare", "rich", "dibao or dibao_marginal or tekun"),
        ("welfare", [], "at least one of"),
        ("disability_grade", 5, "1 or 2 or 3 or 4 or none"),
        ("disability_grade", True, "1 or 2 or 3 or 4 or none"),
        ("lives_alone", "maybe", "true or false"),
        ("lives_alone", 1, "true or false"),
        ("hukou", "Atlantis", "is a place"),
        ("hukou", 230505, "is a place"),
        ("hukou", {"not": "Atlantis"}, "is a place"),
    ],
)
def test_what_a_fact_cannot_be_is_refused_and_the_message_says_what_it_can(
    name: str, value: Any, fault: str
) -> None:
    with pytest.raises(FactError) as caught:
        read(name, value)
    assert fault in str(caught.value)
    assert name in str(caught.value)


def test_what_nobody_said_is_the_whole_domain() -> None:
    catalogue = the_catalogue()
    known = read_facts({}, catalogue.vocabulary, catalogue.place_code)
    assert set(known) == set(catalogue.vocabulary.facts)
    assert known["age"] == Interval(0, 130)
    # Being well off is presumed absent without a word (READING-NOTES: anybody else is the locality's).
    assert known["comfortable"] == Options(frozenset({False}))


def stated(fact: Fact) -> st.SearchStrategy[Any]:
    """Any way to write the fact."""
    match fact.type:
        case "number":
            least, most = fact.range or (0, 0)
            numbers = st.integers(least, most)
            pairs = st.tuples(numbers, numbers).map(sorted)
            return numbers | pairs.map(lambda pair: {"min": pair[0], "max": pair[1]})
        case "choice":
            values = st.sampled_from(list(fact.values or ()))
            return values | st.lists(values, min_size=1, unique_by=str)
        case "flag":
            return st.booleans()
        case _:
            places = st.sampled_from(["ninghe", "tianjin", "panjin", "120101", "双台子区", "北京"])
            return places | places.map(lambda place: {"not": place})


@st.composite
def statements(draw: st.DrawFn) -> Mapping[str, Any]:
    facts = the_catalogue().vocabulary.facts
    names = draw(st.lists(st.sampled_from(sorted(facts)), unique=True, max_size=6))
    return {name: draw(stated(facts[name])) for name in names}


@given(statements())
def test_what_was_read_is_written_back_and_reads_the_same(statement: Mapping[str, Any]) -> None:
    catalogue = the_catalogue()
    known = read_facts(statement, catalogue.vocabulary, catalogue.place_code)
    back = write_facts(known, catalogue.vocabulary, catalogue.place_id)
    assert set(back) <= set(statement)
    assert read_facts(back, catalogue.vocabulary, catalogue.place_code) == known
