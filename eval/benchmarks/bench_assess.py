"""What one person costs: all items of a list, with trace, missing facts, totals and the next question."""

from collections.abc import Iterator
from random import Random
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.eligibility.catalogue import Assessment
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Knowledge
from assistant.eligibility.stating import read_fact
from eval.cases import AS_OF, the_catalogue

PEOPLE = 300
GOAL = 0.005
"""Seconds of this process for one person and one list; what else a busy machine does is no part of it."""


@pytest.mark.benchmark(timer=process_time)
def test_one_person_and_all_items_of_a_list(document: str, benchmark: BenchmarkFixture) -> None:
    catalogue, people = the_catalogue(), strangers(document)

    def assess(known: dict[str, Knowledge]) -> Assessment:
        return catalogue.assess(document, known, AS_OF)

    def next_person() -> tuple[tuple[dict[str, Knowledge]], dict[str, object]]:
        return (next(people),), {}

    # Somebody else each time: what the engine remembers helps only as far as people are alike.
    assessment = benchmark.pedantic(assess, setup=next_person, rounds=PEOPLE)  # type: ignore[no-untyped-call]
    assert assessment.verdicts
    if benchmark.stats is not None:  # with --benchmark-disable there are none
        assert benchmark.stats.stats.median <= GOAL


@pytest.fixture(params=sorted(the_catalogue().rulebooks))
def document(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def strangers(document: str) -> Iterator[dict[str, Knowledge]]:
    """People of whom this and that has been said, always the same ones in the same order."""
    catalogue, chance = the_catalogue(), Random(1)
    vocabulary, rulebook = catalogue.vocabulary, catalogue.rulebooks[document]
    while True:
        said = [fact for fact in vocabulary.facts.values() if chance.random() < 0.2]
        known = dict(vocabulary.unknown) | {
            fact.name: read_fact(fact.name, anything(fact, chance), vocabulary, catalogue.place_code)
            for fact in said
        }
        try:
            rulebook.consistency.kept(known)
        except ContradictionError:
            continue
        yield known


def anything(fact: Fact, chance: Random) -> object:
    """Some value of the fact; ages are those of people who ask."""
    match fact.type:
        case "number":
            return chance.randint(55, 105)
        case "choice":
            return chance.choice(list(fact.values or ()))
        case "flag":
            return chance.choice([True, False])
        case "place":
            return chance.choice(list(the_catalogue().rulebooks))
