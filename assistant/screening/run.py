"""Screening a file into a file: whole or not at all, with progress, and by parts that outlast an interruption."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import polars as pl

from assistant.screening.faults import FAULTS
from assistant.screening.parts import Parts
from assistant.screening.screening import BATCH, Page, Screening
from assistant.screening.summary import PEOPLE, Summary
from assistant.screening.writing import MARK, check_format, whole, write

Progress = Callable[[int, int | None], None]
"""Told the rows that are done, and how many there are where that is known."""

Seen = Callable[[Page], None]
"""Shown every page that is done."""


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    summary: Summary
    fault_count: int
    faults_by_column: Counter[str]


def faults_path(output: Path) -> Path:
    """Where the faulty cells of a run are listed."""
    return output.with_name(f"{output.stem}.faults.csv")


def summary_path(output: Path) -> Path:
    """Where the summary of a run is written, as JSON."""
    return output.with_name(f"{output.stem}.summary.json")


def run(
    screening: Screening,
    output: Path,
    *,
    seen: Seen = lambda page: None,
    progress: Progress = lambda done, total: None,
    size: int = BATCH,
    parts: Parts | None = None,
) -> Outcome:
    """Screen a roster into `output`, with its faulty cells and the summary beside; raises RosterError."""
    check_format(output)
    tally = _Tally(screening.roster.source.rows, seen, progress)
    pages = screening.pages(size) if parts is None else parts.pages(screening, size)
    with whole(output) as results, whole(faults_path(output)) as faults, whole(summary_path(output)) as told:
        with faults.open("wb") as lines:
            _write(screening, pages, tally, results, lines)
        outcome = tally.outcome(screening)
        told.write_text(outcome.summary.model_dump_json(indent=2), "utf-8")
    if parts is not None:
        parts.remove()
    return outcome


def _write(
    screening: Screening, pages: Iterator[Page], tally: "_Tally", path: Path, lines: IO[bytes]
) -> None:
    lines.write(MARK.encode())
    pl.DataFrame(schema=FAULTS).write_csv(lines)

    def frames() -> Iterator[pl.DataFrame]:
        for page in pages:
            page.faults.write_csv(lines, include_header=False)
            tally.add(page)
            yield page.results

    write(frames(), screening.schema, path, path.suffix)


def count(screening: Screening, *, seen: Seen = lambda page: None, size: int = BATCH) -> Outcome:
    """Screen a roster for its summary alone; raises RosterError."""
    tally = _Tally(screening.roster.source.rows, seen, lambda done, total: None)
    for page in screening.pages(size):
        tally.add(page)
    return tally.outcome(screening)


@dataclass
class _Tally:
    rows: int | None
    seen: Seen
    progress: Progress
    counts: Counter[str] = field(default_factory=Counter)
    by_column: Counter[str] = field(default_factory=Counter)

    def add(self, page: Page) -> None:
        self.counts.update(page.counts)
        self.by_column.update(dict(page.faults["column"].value_counts().iter_rows()))
        self.seen(page)
        self.progress(self.counts[PEOPLE], self.rows)

    def outcome(self, screening: Screening) -> Outcome:
        return Outcome(screening.summary(self.counts), sum(self.by_column.values()), self.by_column)
