"""A made-up roster from file to file, as an office would run it, with its time and memory.

`python -m eval.screening.scale 1000000` makes a roster for each list, times the rules alone and then runs
`yanglao screen` on it; `--place sifangtai` takes one list.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import narwhals as nw
import polars as pl

from assistant.screening.program import Program
from assistant.screening.run import summary_path
from assistant.screening.summary import Summary
from eval.cases import AS_OF, the_catalogue
from eval.screening.rosters import typed_roster
from eval.screening.synthetic import write_roster

RULE_PEOPLE = 1_000_000
ROUNDS = 5


@dataclass(frozen=True)
class Cost:
    """What a program took: seconds by the clock and of the processors, and its greatest memory in MiB."""

    wall: float
    processor: float
    mebibytes: float

    def __str__(self) -> str:
        return f"{self.wall:6.1f} s ({self.processor:.1f} s of processor), {self.mebibytes:,.0f} MiB"


# Started from a small process: a child's greatest memory counts what its parent had when it was started.
LAUNCHER = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(done, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""


def cost_of(command: Sequence[str]) -> Cost:
    """Run a program to its end."""
    start = perf_counter()
    launched = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *command], stdout=subprocess.PIPE, text=True, check=True
    )
    status, processor, mebibytes = launched.stdout.split()
    if int(status):
        raise SystemExit(f"{' '.join(command)} failed")
    return Cost(perf_counter() - start, float(processor), float(mebibytes))


def rule_seconds(document: str) -> tuple[str, str]:
    """The best of a few rounds for a million typed people: the verdicts alone, and with totals and next question."""
    program = Program.of(the_catalogue(), document, AS_OF)
    part = typed_roster(program, RULE_PEOPLE // 10)
    frame = nw.from_native(pl.concat([part] * 10, rechunk=True).lazy())

    def best(work: Callable[["nw.LazyFrame[Any]"], "nw.LazyFrame[Any]"]) -> str:
        query = work(frame).to_native()
        rounds = []
        for _ in range(ROUNDS):
            wall, processor = perf_counter(), process_time()
            query.collect()
            rounds.append((perf_counter() - wall, process_time() - processor))
        wall, processor = map(min, zip(*rounds, strict=True))
        return f"{wall:.2f} s ({processor:.2f} s of processor)"

    return best(program.judged), best(program.screened)


def screen_files(people: int, document: str, folder: Path) -> tuple[Cost, Summary]:
    """Make a roster and screen it from file to file."""
    roster, output = folder / f"{document}.parquet", folder / f"{document}-result.parquet"
    write_roster(people, document, roster)
    program = [sys.executable, "-m", "assistant.cli", "screen", str(roster), "--place", document]
    cost = cost_of([*program, "--as-of", AS_OF.isoformat(), "-o", str(output)])
    return cost, Summary.model_validate_json(summary_path(output).read_text("utf-8"))


def told(summary: Summary) -> str:
    """What an office acts on, in one line for the whole list."""
    near = sum(sum(benefit.one_fact_away.values()) for benefit in summary.benefits)
    costs = [benefit.cost for benefit in summary.benefits if benefit.cost is not None]
    high, undecided = sum(cost.high for cost in costs), sum(cost.with_undecided for cost in costs)
    ages = ", ".join(f"{age}: {people:,}" for age, people in summary.thresholds.items() if people)
    return (
        f"{summary.entitled_to_something:,} eligible for something; {near:,} verdicts one fact away; "
        f"stated cash a year ¥{summary.guaranteed_cash:,.0f} at least, ¥{high:,.0f} by the highest open tiers, "
        f"¥{undecided:,.0f} with all undecided; in {summary.months} months reach {ages}"
    )


def main() -> None:
    """Measure and print every list that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("--place", choices=sorted(the_catalogue().rulebooks))
    asked = parser.parse_args()
    for document in [asked.place] if asked.place else sorted(the_catalogue().rulebooks):
        with TemporaryDirectory() as folder:
            cost, summary = screen_files(asked.people, document, Path(folder))
        verdicts, whole = rule_seconds(document)
        benefits = len(the_catalogue().rulebooks[document].benefits)
        print(
            f"{document:10} {benefits} benefits; rules for {RULE_PEOPLE:,} people {verdicts}, with totals and "
            f"next question {whole}; {asked.people:,} people file to file {cost}\n{'':10} {told(summary)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
