"""The engine against trying everything, over every benefit of the four lists and people for whom it is close."""

from collections.abc import Iterator

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from assistant.eligibility.judge import Criterion
from eval.cases import AS_OF, the_catalogue
from tests.eligibility.brute_force import LOCAL, NO, YES, Reading, meaning, worlds
from tests.eligibility.list_people import DOCUMENTS, reading_of, somebody


@pytest.mark.parametrize("document", DOCUMENTS)
@settings(max_examples=150)
@given(data=st.data())
def test_verdicts_are_what_trying_everything_finds(document: str, data: st.DataObject) -> None:
    key, known = data.draw(somebody(document))
    assessment = the_catalogue().assess(document, known, AS_OF, presume=False)
    verdict = next(verdict for verdict in assessment.verdicts if verdict.benefit.key == key)
    reading: Reading = reading_of((document, key))
    truth = reading.judged(known)
    event(verdict.status)
    assert verdict.status == truth.status
    assert [verdict.benefit.tiers.index(entry.tier) for entry in verdict.tiers] == truth.open_tiers
    assert [
        verdict.benefit.tiers.index(entry.tier) for entry in verdict.tiers if entry.certain
    ] == truth.certain_tiers
    truth.check_missing(verdict.missing)
    truth.check_amount_missing(verdict.amount_missing)


def every_part(criteria: tuple[Criterion, ...]) -> Iterator[Criterion]:
    for criterion in criteria:
        yield criterion
        yield from every_part(criterion.parts)


@pytest.mark.parametrize("document", DOCUMENTS)
@settings(max_examples=80)
@given(data=st.data())
def test_the_trace_says_nothing_that_some_completion_belies(document: str, data: st.DataObject) -> None:
    key, known = data.draw(somebody(document))
    assessment = the_catalogue().assess(document, known, AS_OF, presume=False)
    verdict = next(verdict for verdict in assessment.verdicts if verdict.benefit.key == key)
    reading = reading_of((document, key))
    benefit = reading.benefit
    possible = list(worlds(reading.taken(known), reading.facts, benefit.constraints, reading.expressions))
    for criterion in every_part(verdict.criteria):
        assert criterion.expression is not None
        outcomes = {meaning(criterion.expression)(world) for world in possible}
        if criterion.met is not None:
            assert outcomes == {YES if criterion.met != (criterion.role == "exclusion") else NO}
        if criterion.local:
            assert outcomes == {LOCAL}
    if verdict.status == "eligible":
        assert all(criterion.met for criterion in verdict.criteria)
    if verdict.status == "not_eligible":
        assert any(criterion.met is False for criterion in verdict.criteria)
    if verdict.status == "local_decision":
        assert any(criterion.local or criterion.met is None for criterion in verdict.criteria)
        assert all(criterion.met is not False for criterion in verdict.criteria)
