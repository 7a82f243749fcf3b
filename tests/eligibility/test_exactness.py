"""The engine against trying everything, over vocabularies, rules and people made up by chance."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import assume, event, example, given, settings
from hypothesis import strategies as st

from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.exact import counterexample
from assistant.eligibility.expressions import And, Expression, Local, Not, Or, ValueTest
from assistant.eligibility.judge import Verdict, judge
from assistant.eligibility.knowledge import Knowledge
from assistant.eligibility.rules import Rulebook
from tests.eligibility.brute_force import Reading, allows, facts_of, meaning, points, worlds
from tests.eligibility.made_up import (
    UNKNOWN,
    benefit,
    constraints,
    expressions,
    leaf,
    learned,
    people,
    rulebooks,
)

TODAY = date(2026, 11, 24)
A = ValueTest("left", frozenset({True}))
B = ValueTest("right", frozenset({True}))
C = ValueTest("lonely", frozenset({True}))
AS_ONE = (Or((Not(A), B)), Or((Not(B), A)))
"""Whoever is A is B, and the other way round."""


def verdict_of(rulebook: Rulebook, known: Mapping[str, Knowledge]) -> tuple[Verdict, dict[str, Knowledge]]:
    try:
        kept = rulebook.consistency.kept(known)
    except ContradictionError:
        assume(False)
        raise
    return judge(rulebook.benefits[0], kept, TODAY), kept


def tiers_of(verdict: Verdict) -> list[int]:
    return [verdict.benefit.tiers.index(entry.tier) for entry in verdict.tiers]


@settings(max_examples=250)
@given(rulebooks(), people())
def test_status_tiers_and_missing_facts_are_what_trying_everything_finds(
    rulebook: Rulebook, known: dict[str, Knowledge]
) -> None:
    [benefit] = rulebook.benefits
    verdict, _ = verdict_of(rulebook, known)
    truth = Reading(benefit).judged(known)
    event(verdict.status)
    assert verdict.status == truth.status
    assert tiers_of(verdict) == [benefit.tiers.index(benefit.tiers[number]) for number in truth.open_tiers]
    sure = [entry.certain for entry in verdict.tiers]
    assert sure == [number in truth.certain_tiers for number in truth.open_tiers]
    truth.check_missing(verdict.missing)
    truth.check_amount_missing(verdict.amount_missing)


@settings(max_examples=120)
@given(constraints, people())
def test_facts_are_contradictory_exactly_when_no_world_has_them_all(
    laws: tuple[Expression, ...], known: dict[str, Knowledge]
) -> None:
    rulebook = Rulebook("madeup", "110000", (), (), laws)
    possible = list(worlds(known, known, laws))
    if not possible:
        with pytest.raises(ContradictionError) as caught:
            rulebook.consistency.kept(known)
        assert set(caught.value.facts) <= set(facts_of(*laws))
        return
    kept = rulebook.consistency.kept(known)
    # What follows is kept: values that no world has are gone, values that some world has are there.
    for fact, value in known.items():
        reached = {world[fact] for world in possible}
        for point in points(fact, value, laws):
            assert allows(kept[fact], point) == (point in reached), fact


@settings(max_examples=120)
@given(expressions, expressions, constraints)
@example(And((A, Local(B))), And((B, Local(A))), ())
@example(Local(Local(A)), Local(A), ())
@example(And((A, B)), A, AS_ONE)
def test_a_counterexample_is_found_exactly_when_two_expressions_differ(
    first: Expression, second: Expression, laws: tuple[Expression, ...]
) -> None:
    facts = facts_of(first, second)
    one, other = meaning(first), meaning(second)
    differing = [
        world for world in worlds(UNKNOWN, facts, laws, [first, second]) if one(world) != other(world)
    ]
    found = counterexample(first, second, laws, UNKNOWN)
    assert (found is not None) == bool(differing)
    if found is not None:
        inside = worlds({**UNKNOWN, **found}, facts, laws, [first, second])
        assert any(one(world) != other(world) for world in inside)


@settings(max_examples=120)
@given(st.data(), rulebooks(), people())
def test_learning_more_never_turns_a_settled_status_into_another(
    data: st.DataObject, rulebook: Rulebook, known: dict[str, Knowledge]
) -> None:
    before, _ = verdict_of(rulebook, known)
    # An exclusion presumed absent and a wish presumed to fit are taken back by one sentence, in the open.
    more = data.draw(learned(known)) | {fact: known[fact] for fact in ("held", "wish")}
    after, _ = verdict_of(rulebook, more)
    if before.status != "needs_info":
        assert after.status == before.status
    assert {id(entry.tier) for entry in after.tiers} <= {id(entry.tier) for entry in before.tiers}


@pytest.mark.parametrize(
    ("due", "missing"),
    [
        pytest.param(And((A, B)), {"left", "right"}, id="both"),
        pytest.param(Or((A, B)), {"left", "right"}, id="either"),
        pytest.param(And((A, B, C)), {"lonely"}, id="with a third"),
    ],
)
def test_of_facts_that_go_together_always_some_are_missing(due: Expression, missing: set[str]) -> None:
    """Neither can differ alone, and still each of them would decide."""
    rulebook = Rulebook("madeup", "110000", (benefit(1, AS_ONE, conditions=[leaf(due)]),), (), AS_ONE)
    verdict, _ = verdict_of(rulebook, UNKNOWN)
    assert verdict.status == "needs_info"
    assert set(verdict.missing) == missing
