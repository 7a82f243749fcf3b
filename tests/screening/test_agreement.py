"""The columns against the single judgement, person by person, over every benefit of the four lists."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import YES_NO, Interval, Knowledge, Options, Whereabouts, region
from assistant.eligibility.stating import read_facts
from eval.cases import item_files, read_cases, the_catalogue
from tests.eligibility.list_people import DOCUMENTS, somebody
from tests.screening.both_paths import Known, by_columns, one_by_one

# A frame costs much more than the people in it, so there are few frames and many people in each.
ROSTERS, PEOPLE, CLOSE = 4, 60, 10


def knowledge_of(fact: Fact, chance: Random) -> Knowledge:
    """Anything that may be known of a fact: one value, several, or nothing."""
    match fact.type:
        case "number":
            low = chance.randint(50, 105) if fact.name == "age" else chance.randint(0, 20)
            return chance.choice([Interval(low, low), Interval(low, low + 9), fact.domain])
        case "choice":
            values = sorted(fact.values or (), key=str)
            return Options(frozenset(chance.sample(values, chance.choice([1, 1, 1, 2, len(values)]))))
        case "flag":
            return chance.choice([YES_NO, *(Options(frozenset({value})) for value in (True, False))])
        case "place":
            here = [region(the_catalogue().place_code(document)) for document in DOCUMENTS]
            inside = [Whereabouts(one) for one in (*here, "12", "211103")]
            outside = [Whereabouts("", frozenset({one})) for one in here]
            return chance.choice([*inside, *outside, Whereabouts()])


def anybody(chance: Random) -> Known:
    """Somebody of whom more or less has been said, whether it can all be true or not."""
    unknown, talkative = the_catalogue().vocabulary.unknown, chance.choice([0.2, 0.5, 0.8, 0.95])
    facts = the_catalogue().vocabulary.facts.items()
    said = {name: knowledge_of(fact, chance) for name, fact in facts if chance.random() < talkative}
    return dict(unknown) | said


def assert_same(people: Sequence[Known], document: str) -> None:
    for columnar, single in zip(by_columns(people, document), one_by_one(people, document), strict=True):
        assert columnar == single


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
@settings(max_examples=ROSTERS)
@given(chance=st.randoms(use_true_random=True))
def test_everybody_of_a_random_roster_comes_out_the_same_by_both_paths(document: str, chance: Random) -> None:
    assert_same([anybody(chance) for _ in range(PEOPLE)], document)


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
@settings(max_examples=ROSTERS)
@given(data=st.data())
def test_people_for_whom_it_is_close_come_out_the_same_by_both_paths(
    document: str, data: st.DataObject
) -> None:
    assert_same([data.draw(somebody(document))[1] for _ in range(CLOSE)], document)


@pytest.mark.slow
@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_people_of_every_case_of_the_corpus_come_out_the_same_by_both_paths(document: str) -> None:
    catalogue = the_catalogue()
    stated = [
        case.facts for file in item_files() if file.parent.name == document for case in read_cases(file)
    ]
    assert len(stated) > 200
    assert_same([read_facts(facts, catalogue.vocabulary, catalogue.place_code) for facts in stated], document)
