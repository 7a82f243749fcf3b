"""Rosters in CSV: UTF-8 with or without a byte-order mark, UTF-16 with one, or GB18030, as spreadsheets save it."""

import codecs
import csv
import io
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO

import polars as pl

from assistant.screening.faults import ROW
from assistant.screening.sources import FIRST_ROW, Batch, Content, Ragged, unlike
from assistant.screening.values import NO_CHARACTER

PIECE = 1 << 20
SEPARATORS = (",", "\t", ";", "|")
MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class CsvSource:
    """A CSV file; how many rows it has is known when it has been read."""

    rows = None

    def __init__(self, content: Content) -> None:
        self._content = content

    @cached_property
    def headings(self) -> tuple[str, ...]:
        with self._opened() as file:
            return unlike(next(csv.reader(file, delimiter=self._separator), []))

    def batches(self, size: int) -> Iterator[Batch]:
        """The rows, `size` at a time; rows without any cell are passed over, and counted."""
        with self._opened() as file:
            reader = csv.reader(file, delimiter=self._separator)
            next(reader, None)
            row = FIRST_ROW
            while lines := list(islice(reader, size)):
                yield _batch(lines, row, self.headings)
                row += len(lines)

    def _opened(self) -> IO[str]:
        raw = self._content.open("rb") if isinstance(self._content, Path) else io.BytesIO(self._content)
        # What is no character of the encoding is kept as a sign that the cell's reader will not know.
        return io.TextIOWrapper(raw, encoding=self._encoding, errors="replace", newline="")

    @cached_property
    def _separator(self) -> str:
        with self._opened() as file:
            first = file.readline(PIECE)
        return max(SEPARATORS, key=first.count)

    @cached_property
    def _encoding(self) -> str:
        raw = self._content.open("rb") if isinstance(self._content, Path) else io.BytesIO(self._content)
        with raw:
            start = raw.read(4)
            for mark, encoding in MARKS.items():
                if start.startswith(mark):
                    return encoding
            raw.seek(0)
            decoder = codecs.getincrementaldecoder("utf-8")()
            try:
                while piece := raw.read(PIECE):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                raw.seek(0)
                return _likelier(raw.read(PIECE))
            return "utf-8"


def _likelier(start: bytes) -> str:
    """UTF-8 in which a few bytes are spoilt, or GB18030, hardly a character of which is one of UTF-8 by chance."""
    foreign = [character for character in start.decode("utf-8", errors="replace") if not character.isascii()]
    return "utf-8" if len(foreign) > 2 * foreign.count(NO_CHARACTER) else "gb18030"


def _batch(lines: list[list[str]], first: int, headings: tuple[str, ...]) -> Batch:
    width = len(headings)
    ragged: list[Ragged] = []
    numbers = list(range(first, first + len(lines)))
    if any(len(line) != width for line in lines):
        full = [(number, line) for number, line in zip(numbers, lines, strict=True) if line]
        numbers = [number for number, _ in full]
        lines = [_fitted(number, line, width, ragged) for number, line in full]
    columns = zip(*lines, strict=True) if lines else ([] for _ in headings)
    frame = pl.DataFrame(
        {
            heading: pl.Series(column, dtype=pl.String)
            for heading, column in zip(headings, columns, strict=True)
        }
    )
    return Batch(frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64)), tuple(ragged))


def _fitted(number: int, line: list[str], width: int, ragged: list[Ragged]) -> list[str]:
    if len(line) > width:
        if any(line[width:]):
            ragged.append(Ragged(number, ",".join(line[width:])))
        return line[:width]
    if len(line) < width:
        ragged.append(Ragged(number, None))
    return line + [""] * (width - len(line))
