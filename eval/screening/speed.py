"""The same ten rules for a million people, by the columns, plain NumPy and OpenFisca-Core, in one run.

`python -m eval.screening.speed` prints decisions a second and memory, with and without unknowns. Each system runs in
a process of its own, so that its memory is its own. All must come to the same decisions; where Kleene's tables
leave open what is sure (`age >= 90 or age < 90`), the columns may decide more.
"""

import argparse
import resource
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from time import perf_counter
from typing import Any

import narwhals as nw

from assistant.screening.benefits import benefit_columns
from assistant.screening.columns import plan
from assistant.screening.diagrams import Diagrams, Reading
from assistant.screening.formulas import Cell, Formulas
from assistant.screening.program import Program, levelled
from eval.cases import AS_OF, the_catalogue
from eval.screening.rivals import PLACE, TEN, Facts, OpenFisca, in_numpy, random_facts, typed

ROUNDS = 10
SYSTEMS = ("columns", "NumPy", "OpenFisca-Core")
Decided = Mapping[str, tuple[Any, Any]]
"""For each rule whom it surely, and whom it may hold for: arrays or series of truth values."""


@dataclass(frozen=True)
class Measured:
    """The best of a few rounds, the growth of the process meanwhile, and a count that tells decisions apart."""

    seconds: float
    mebibytes: float
    sure: tuple[int, ...]
    may: tuple[int, ...]


def measured(system: str, people: int, unknown: float) -> Measured:
    """One system on the same facts."""
    program = Program.of(the_catalogue(), PLACE, AS_OF)
    facts = random_facts(program, people, unknown)
    prepare = ready(system, program, people, facts)
    before = _resident()
    seconds = []
    decided: Decided = {}
    for _ in range(ROUNDS):
        decide = prepare()
        start = perf_counter()
        decided = decide()
        seconds.append(perf_counter() - start)
    counts = ((int(sure.sum()), int(may.sum())) for sure, may in decided.values())
    sure, may = zip(*counts, strict=True)
    return Measured(min(seconds), _resident() - before, sure, may)


def ready(system: str, program: Program, people: int, facts: Facts) -> Callable[[], Callable[[], Decided]]:
    """What a round begins with: the facts as the system holds them, and everything forgotten that it worked out."""
    if system == "columns":
        decide = _columns(program, facts)
        return lambda: decide
    if system == "NumPy":
        return lambda: lambda: in_numpy(program, facts)
    openfisca = OpenFisca(program)

    def simulated() -> Callable[[], Decided]:
        simulation = openfisca.simulation(facts, people)
        return lambda: openfisca.decided(simulation)

    return simulated


def _columns(program: Program, facts: Facts) -> Callable[[], Decided]:
    """The ten rules alone, as the others have them: without constraints between facts and presumptions."""
    formulas, diagrams = Formulas(), Diagrams(program.domains)
    possible = {
        name: tuple(formulas.cell(Cell(name, index)) for index in range(len(domain.cells)))
        for name, domain in program.domains.items()
    }
    reading = Reading(formulas, diagrams, possible)
    judged = {key: benefit_columns(program.rulebook.by_key[key], reading, AS_OF) for key in TEN}
    sides = [
        (f"{side}{place}", formula)
        for place, one in enumerate(judged.values())
        for side, formula in (("sure", one.eligible), ("may", formulas.negated(one.not_eligible)))
    ]
    made = plan([formula for _, formula in sides], program.domains)
    query = levelled(nw.from_native(typed(program, facts).lazy()), made).select(
        **{name: made.expression(formula) for name, formula in sides}
    )

    def decide() -> Decided:
        frame = query.to_native().collect()
        return {key: (frame[f"sure{place}"], frame[f"may{place}"]) for place, key in enumerate(TEN)}

    return decide


def _resident() -> float:
    """The most memory that the process has had, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print every system, and the ratio that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    asked = parser.parse_args()
    print(f"{asked.people:,} people, {len(TEN)} rules of {PLACE}, best of {ROUNDS} rounds")
    for unknown in (0.0, 0.2):
        found = {}
        for system in SYSTEMS:
            with get_context("spawn").Pool(1) as pool:
                found[system] = pool.apply(measured, (system, asked.people, unknown))
            one = found[system]
            print(
                f"{unknown:4.0%} unknown  {system:15} {one.seconds * 1000:7.1f} ms  "
                f"{asked.people * len(TEN) / one.seconds / 1e6:7.1f} M decisions/s  +{one.mebibytes:5.0f} MiB"
            )
        columns, numpy, openfisca = (found[system] for system in SYSTEMS)
        if (numpy.sure, numpy.may) != (openfisca.sure, openfisca.may):
            raise SystemExit("NumPy and OpenFisca-Core came to different decisions")
        more = sum(columns.sure) - sum(numpy.sure), sum(numpy.may) - sum(columns.may)
        if min(more) < 0 or (not unknown and max(more)):
            raise SystemExit("the columns came to different decisions")
        ratio = found["OpenFisca-Core"].seconds / found["columns"].seconds
        print(
            f"{unknown:4.0%} unknown  {ratio:.1f} times OpenFisca-Core's decisions a second; all agree, but that "
            f"{sum(more):,} decisions that Kleene's tables leave open are made exactly"
        )


if __name__ == "__main__":
    main()
