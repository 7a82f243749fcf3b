"""Rosters as they come, opened by what is in them and read as text, batch by batch."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from zipfile import BadZipFile

import polars as pl
from polars.exceptions import PolarsError

from assistant.screening.errors import RosterError
from assistant.screening.limits import Limits

FIRST_ROW = 2
"""The number of the first row of data: a spreadsheet shows the headings in row 1."""
Content = Path | bytes


@dataclass(frozen=True)
class Ragged:
    """A row with more cells than there are headings (`extra` holds them) or with fewer."""

    row: int
    extra: str | None


@dataclass(frozen=True)
class Batch:
    """Some rows of a roster as text, numbered in the column `faults.ROW`."""

    frame: pl.DataFrame
    ragged: tuple[Ragged, ...] = ()


class Source(Protocol):
    """A roster that has been opened. Its own faults are RosterErrors; the library's are turned into those."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, no two alike."""

    @property
    def rows(self) -> int | None:
        """How many rows of data there are, where that is known beforehand."""

    def batches(self, size: int) -> Iterator[Batch]:
        """The rows, `size` at a time."""


@dataclass(frozen=True)
class Roster:
    """A source under its name and within its limits."""

    name: str
    source: Source
    limits: Limits

    def batches(self, size: int) -> Iterator[Batch]:
        """The rows, `size` at a time; raises RosterError."""
        done = 0
        with _one_line(f"{self.name}: cannot be read to its end"):
            for batch in self.source.batches(size):
                done += batch.frame.height
                self.limits.check_rows(self.name, done)
                yield batch


def open_roster(content: Content, name: str, limits: Limits) -> Roster:
    """Open a roster; raises RosterError for what is none or is too large."""
    from assistant.screening.csv_files import CsvSource
    from assistant.screening.excel_files import ExcelSource
    from assistant.screening.parquet_files import ParquetSource

    try:
        size = content.stat().st_size if isinstance(content, Path) else len(content)
        start = _start(content)
    except OSError as error:
        raise RosterError(f"{name}: cannot be opened: {error.strerror or error}") from error
    limits.check_bytes(name, size)
    if not start:
        raise RosterError(f"{name}: the file is empty; `yanglao screen --template` writes one to fill in")
    source: Source
    with _one_line(f"{name}: cannot be read"):
        if start.startswith(b"PAR1"):
            source = ParquetSource(content)
        elif start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            source = ExcelSource(content, limits)
        else:
            source = CsvSource(content)
    if not any(heading.strip() for heading in source.headings):
        raise RosterError(f"{name}: the first row has no headings; `yanglao screen --template` writes them")
    limits.check_columns(name, len(source.headings))
    if source.rows is not None:
        limits.check_rows(name, source.rows)
    return Roster(name, source, limits)


def unlike(headings: Sequence[str | None]) -> tuple[str, ...]:
    """The headings, those that are empty or alike told apart by their place."""
    found: list[str] = []
    for place, heading in enumerate(headings, 1):
        plain = (heading or "").strip() or f"column {place}"
        found.append(plain if plain not in found else f"{plain} ({place})")
    return tuple(found)


def _start(content: Content) -> bytes:
    if isinstance(content, bytes):
        return content[:8]
    with content.open("rb") as file:
        return file.read(8)


@contextmanager
def _one_line(what: str) -> Iterator[None]:
    """Turn what a library says of a file into a RosterError of one line."""
    from csv import Error as CsvError

    from fastexcel import FastExcelError

    try:
        yield
    except (PolarsError, CsvError, FastExcelError, BadZipFile, UnicodeError, OSError) as error:
        said = " ".join(str(error).split("Context:")[0].split())
        raise RosterError(f"{what}: {said}") from error
