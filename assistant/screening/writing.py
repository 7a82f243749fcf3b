"""Results as files, written whole or not at all: first beside the place where they belong, then renamed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

import polars as pl
from polars.io.plugins import register_io_source

from assistant.screening.errors import RosterError

Frames = Iterator[pl.DataFrame]
MOST_EXCEL_ROWS = 100_000
"""A workbook of more rows takes longer to write, and to open, than anybody waits."""
MARK = "\ufeff"
"""Spreadsheets take a CSV file for UTF-8 only where it begins with this."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A file to write to, which becomes `path` when all went well and is removed when not."""
    try:
        with NamedTemporaryFile(
            dir=path.parent, prefix=f".{path.name}.", suffix=path.suffix, delete=False
        ) as file:
            unfinished = Path(file.name)
    except OSError as error:
        raise RosterError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        yield unfinished
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def check_format(path: Path) -> None:
    """Raises RosterError for an ending that names no format, or a folder that does not exist."""
    if path.suffix.lower() not in WRITERS:
        raise RosterError(f"{path}: end the name in one of {', '.join(WRITERS)}")
    if not path.parent.is_dir():
        raise RosterError(f"{path}: there is no folder {path.parent}; make it first")


def write(frames: Frames, schema: Mapping[str, pl.DataType], path: Path, kind: str) -> None:
    """Write frames of one schema, one after the other; no more than a few are in memory at once."""
    WRITERS[kind.lower()](frames, schema, path)


def _write_parquet(frames: Frames, schema: Mapping[str, pl.DataType], path: Path) -> None:
    failed: list[BaseException] = []

    def source(
        with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, batch_size: int | None
    ) -> Frames:
        try:
            yield from frames
        except BaseException as error:
            failed.append(error)
            raise

    try:
        register_io_source(source, schema=dict(schema)).sink_parquet(path, statistics=False)
    except BaseException as error:
        # The engine wraps what is raised in here; who waits outside wants the thing itself.
        raise (failed[0] if failed else error) from None


def _write_csv(frames: Frames, schema: Mapping[str, pl.DataType], path: Path) -> None:
    with path.open("wb") as file:
        file.write(MARK.encode())
        pl.DataFrame(schema=dict(schema)).write_csv(file)
        for frame in frames:
            frame.write_csv(file, include_header=False)


def _write_excel(frames: Frames, schema: Mapping[str, pl.DataType], path: Path) -> None:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it has no types

    with Workbook(
        path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(schema))
        sheet.freeze_panes(1, 0)
        row = 1
        for frame in frames:
            if row + frame.height > MOST_EXCEL_ROWS + 1:
                raise RosterError(
                    f"a workbook is written for at most {MOST_EXCEL_ROWS:,} people; name a .csv or .parquet file"
                )
            for line in frame.iter_rows():
                sheet.write_row(row, 0, line)
                row += 1


WRITERS: Mapping[str, Callable[[Frames, Mapping[str, pl.DataType], Path], None]] = {
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".xlsx": _write_excel,
}
