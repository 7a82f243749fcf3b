"""Rosters in Parquet: columns of any plain type, read as the text that a spreadsheet would show."""

import io
from collections.abc import Iterator

import polars as pl

from assistant.screening.faults import ROW
from assistant.screening.sources import FIRST_ROW, Batch, Content, unlike


class ParquetSource:
    """A Parquet file, of which never more than a few batches are in memory."""

    def __init__(self, content: Content) -> None:
        self._content = content
        schema = self._scan().collect_schema()
        self._columns = [name for name, kind in schema.items() if not kind.is_nested()]
        self.headings = unlike(self._columns)
        self.rows: int = self._scan().select(pl.len()).collect().item()

    def batches(self, size: int) -> Iterator[Batch]:
        """The rows, `size` at a time."""
        text = self._scan().select(
            pl.col(name).cast(pl.String).alias(heading)
            for name, heading in zip(self._columns, self.headings, strict=True)
        )
        # The engine's own batches are read ahead of whoever takes them, up to half a gigabyte.
        for start in range(0, self.rows, size):
            frame = text.slice(start, size).collect()
            numbers = pl.int_range(frame.height, dtype=pl.Int64, eager=True) + start + FIRST_ROW
            yield Batch(frame.with_columns(numbers.alias(ROW)))

    def _scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(
            io.BytesIO(self._content) if isinstance(self._content, bytes) else self._content
        )
