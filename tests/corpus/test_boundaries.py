"""Generated cases: both sides of every number, every branch of every rule, in a world in which it decides.

For each test that a rule makes there is a person for whom that test alone turns the answer (`list_people.turns`). That
person is judged with every value of the fact in question, with the fact unknown, and with it and one more unknown.
"""

from collections.abc import Iterator

import pytest

from assistant.eligibility.judge import judge
from assistant.eligibility.knowledge import Knowledge
from eval.cases import AS_OF, the_catalogue
from tests.eligibility.brute_force import NO, Reading, World, worlds
from tests.eligibility.list_people import DOCUMENTS, Turn, reading_of, told, turns


@pytest.mark.parametrize("document", DOCUMENTS)
def test_at_every_boundary_the_engine_says_what_trying_everything_says(document: str) -> None:
    count = 0
    for turn in turns(document):
        reading = reading_of(turn.benefit)
        for known in people_at(turn, reading):
            check(reading, known)
            count += 1
    assert count > 500


def people_at(turn: Turn, reading: Reading) -> Iterator[dict[str, Knowledge]]:
    unknown = the_catalogue().vocabulary.unknown
    free = {turn.fact: unknown[turn.fact]}
    for world in sides(turn, reading):
        yield told(world, {})
    yield told(turn.world, free)
    for other in reading.facts:
        if other != turn.fact:
            yield told(turn.world, {**free, other: unknown[other]})


def sides(turn: Turn, reading: Reading) -> Iterator[World]:
    """The person with each value of the fact that decides, numbers on both sides of each of their limits."""
    free = told(turn.world, {turn.fact: the_catalogue().vocabulary.unknown[turn.fact]})
    return worlds(free, reading.facts, reading.benefit.constraints, reading.expressions)


def check(reading: Reading, known: dict[str, Knowledge]) -> None:
    rulebook = the_catalogue().rulebooks[reading.benefit.document]
    verdict = judge(reading.benefit, rulebook.consistency.kept(known), AS_OF)
    truth = reading.judged(known)
    assert verdict.status == truth.status, known
    assert [reading.benefit.tiers.index(entry.tier) for entry in verdict.tiers] == truth.open_tiers, known
    truth.check_missing(verdict.missing)
    truth.check_amount_missing(verdict.amount_missing)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_fact_that_a_rule_tests_decides_for_somebody(document: str) -> None:
    """One that decides for nobody, whoever is looked at, would be a slip."""
    turned = {(turn.benefit[1], turn.fact) for turn in turns(document)}
    benefits = the_catalogue().rulebooks[document].benefits
    tested = {
        (benefit.key, fact) for benefit in benefits for fact in reading_of((document, benefit.key)).facts
    }
    assert tested - turned == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_tier_is_somebodys_and_one_with_a_condition_not_everybodys(document: str) -> None:
    seen: dict[tuple[str, int], set[bool]] = {}
    for turn in turns(document):
        reading = reading_of(turn.benefit)
        for world in sides(turn, reading):
            for number, applies in enumerate(reading.tiers):
                seen.setdefault((turn.benefit[1], number), set()).add(applies(world) != NO)
    for benefit in the_catalogue().rulebooks[document].benefits:
        for number in range(len(benefit.tiers)):
            assert seen[benefit.key, number] == {True, False}, benefit.key
