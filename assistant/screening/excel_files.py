"""Rosters in Excel: the first sheet, its first row the headings."""

import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import fastexcel
import polars as pl

from assistant.screening.errors import RosterError
from assistant.screening.faults import ROW
from assistant.screening.limits import Limits
from assistant.screening.sources import FIRST_ROW, Batch, Content, unlike

MOST_UNPACKED = 50
"""How many times its own size a workbook may unpack to: sheets do ten times, bombs thousands."""


class ExcelSource:
    """A workbook, read whole: the format has at most a million rows."""

    def __init__(self, content: Content, limits: Limits) -> None:
        if limits.bytes is not None:
            _check_unpacked(content, limits.bytes)
        workbook = fastexcel.read_excel(content)
        sheet = workbook.load_sheet(0, dtypes="string", n_rows=limits.rows and limits.rows + 1)
        self._frame = sheet.to_polars()
        self.headings = unlike(self._frame.columns)
        self.rows = self._frame.height

    def batches(self, size: int) -> Iterator[Batch]:
        """The rows, `size` at a time."""
        frame = self._frame.rename(dict(zip(self._frame.columns, self.headings, strict=True)))
        numbered = frame.with_row_index(ROW, FIRST_ROW).cast({ROW: pl.Int64})
        for start in range(0, numbered.height, size):
            yield Batch(numbered.slice(start, size))


def _check_unpacked(content: Content, most: int) -> None:
    file = content if isinstance(content, Path) else io.BytesIO(content)
    if not is_zipfile(file):
        return
    with ZipFile(file) as packed:
        unpacked = sum(part.file_size for part in packed.infolist())
    if unpacked > most * MOST_UNPACKED:
        raise RosterError(f"the workbook unpacks to {unpacked:,} bytes, which is too many")
