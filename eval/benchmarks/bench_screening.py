"""What the rules of a list cost for many people, and the same ten rules in NumPy and OpenFisca-Core.

`python -m eval.screening.speed` and `python -m eval.screening.scale` take the figures of docs/screening.md, with the
memory and from file to file.
"""

from collections.abc import Callable

import narwhals as nw
import polars as pl
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.screening.program import Program
from eval.cases import AS_OF, the_catalogue
from eval.screening.rivals import PLACE, random_facts
from eval.screening.rosters import typed_roster
from eval.screening.speed import SYSTEMS, Decided, ready

PEOPLE = 1_000_000
UNKNOWN = 0.2
GOAL = 1.5
"""Seconds that all benefits of a list may take for a million people."""


@pytest.mark.benchmark(group="ten rules")
@pytest.mark.parametrize("system", SYSTEMS)
def test_ten_rules(system: str, benchmark: BenchmarkFixture) -> None:
    program = Program.of(the_catalogue(), PLACE, AS_OF)
    prepare = ready(system, program, PEOPLE, random_facts(program, PEOPLE, UNKNOWN))

    def decide(run: Callable[[], Decided]) -> Decided:
        return run()

    # Everything that a system worked out is forgotten before each round.
    benchmark.pedantic(decide, setup=lambda: ((prepare(),), {}), rounds=5)  # type: ignore[no-untyped-call]


@pytest.mark.benchmark(group="all benefits of a list")
@pytest.mark.parametrize("document", sorted(the_catalogue().rulebooks))
def test_status_amounts_and_missing_facts_of_all_benefits(document: str, benchmark: BenchmarkFixture) -> None:
    program = Program.of(the_catalogue(), document, AS_OF)
    part = typed_roster(program, PEOPLE // 10)
    frame = nw.from_native(pl.concat([part] * 10, rechunk=True).lazy())
    judged = benchmark(lambda: program.judged(frame).to_native().collect())
    assert judged.height == PEOPLE
    if benchmark.stats is not None:  # with --benchmark-disable there are none
        assert benchmark.stats.stats.median <= GOAL
