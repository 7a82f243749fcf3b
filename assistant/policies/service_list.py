"""The service list of a document: its table as rows of cells, each cell a verbatim span of the source.

The flattened table prints a merged cell once; the rows below it leave the cell out and say from which item they
inherit it. Cells tile the table: between two cells, and behind the last, there is nothing but white space (and the
separators of a department cell), so no cell and no row can be lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.policies.spans import QuoteNotFound, Source, Span
from assistant.policies.yaml_files import read_yaml

Role = Literal[
    "category", "object", "number", "name", "content", "standard", "funding", "departments", "kind"
]
SEPARATORS = "、"


class ListError(ValueError):
    """`list.yaml` and the printed table differ; the message names document, item and cell."""


class Column(BaseModel):
    """One column of the printed table; some tables print no heading over the number."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    heading: str | None = None


class RowEntry(BaseModel):
    """One row as `list.yaml` writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str | None = None
    object: str | None = None
    name: str | None = None
    content: str | None = None
    standard: str | None = None
    funding: str | None = None
    departments: tuple[str, ...] = ()
    kind: str | None = None
    inherits: Mapping[Role, str] = {}


class ItemEntry(BaseModel):
    """One numbered item as `list.yaml` writes it; its benefits are rules and are read by the engine."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    rows: tuple[RowEntry, ...]
    benefits: tuple[dict[str, Any], ...] = ()
    notes: str | None = None


class ListEntry(BaseModel):
    """The whole of `list.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starts_after: str
    ends_before: str | None = None
    columns: tuple[Column, ...]
    definitions: Mapping[str, dict[str, Any]] = {}
    constraints: tuple[dict[str, Any], ...] = ()
    relations: tuple[dict[str, Any], ...] = ()
    items: tuple[ItemEntry, ...]


@dataclass(frozen=True)
class Cell:
    """One cell; `inherited_from` is the number of the item whose merged cell this is."""

    role: Role
    span: Span
    inherited_from: str | None = None


@dataclass(frozen=True)
class Row:
    """One printed row of an item, with the merged cells that reach down to it."""

    cells: Mapping[Role, Cell]
    departments: tuple[Span, ...]


@dataclass(frozen=True)
class ListItem:
    """A numbered item of the list."""

    document: str
    number: str
    rows: tuple[Row, ...]
    entry: ItemEntry = field(repr=False)

    @property
    def name(self) -> Span:
        """The printed name of the item."""
        return self.rows[0].cells["name"].span


@dataclass(frozen=True)
class ServiceList:
    """The list of one document."""

    document: str
    title: Span
    span: Span
    columns: tuple[Column, ...]
    items: Mapping[str, ListItem]
    entry: ListEntry = field(repr=False)


def load_service_list(path: Path, source: Source) -> ServiceList:
    """Read `list.yaml` against its source; raises ListError when they differ anywhere."""
    try:
        entry = ListEntry.model_validate(read_yaml(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ListError(f"{source.document_id} list.yaml, {where}: {first['msg']}") from None
    title, region = _region(entry, source)
    reader = _TableReader(source, region)
    reader.take_headings(entry.columns)
    items: dict[str, ListItem] = {}
    for item in entry.items:
        if item.number in items:
            raise ListError(
                f"{source.document_id} list.yaml: item {item.number} stands twice; number each item once"
            )
        rows = tuple(_read_row(reader, entry.columns, item, row, items) for row in item.rows)
        items[item.number] = ListItem(source.document_id, item.number, rows, item)
    reader.expect_end()
    return ServiceList(source.document_id, title, region, entry.columns, items, entry)


def _region(entry: ListEntry, source: Source) -> tuple[Span, Span]:
    titles = source.occurrences(entry.starts_after)
    if not titles:
        raise ListError(
            f'{source.document_id} list.yaml: starts_after "{entry.starts_after}" is not in the source'
        )
    start = titles[-1].end
    end = len(source.text)
    if entry.ends_before is not None:
        try:
            end = source.locate(entry.ends_before, Span(start, end)).start
        except QuoteNotFound as error:
            raise ListError(f"{source.document_id} list.yaml, ends_before: {error}") from None
    return titles[-1], Span(start, end)


def _read_row(
    reader: "_TableReader",
    columns: tuple[Column, ...],
    item: ItemEntry,
    row: RowEntry,
    earlier: Mapping[str, ListItem],
) -> Row:
    cells: dict[Role, Cell] = {}
    departments: tuple[Span, ...] = ()
    first = row is item.rows[0]
    for column in columns:
        where = f"item {item.number}, cell {column.role}"
        if column.role == "number":
            if first:
                cells["number"] = Cell("number", reader.take(item.number, where))
        elif column.role == "departments":
            departments = tuple(reader.take(name, where) for name in row.departments)
            if departments:
                cells["departments"] = Cell("departments", Span(departments[0].start, departments[-1].end))
        elif words := getattr(row, column.role):
            cells[column.role] = Cell(column.role, reader.take(words, where))
    for role, number in row.inherits.items():
        if number not in earlier or role not in earlier[number].rows[0].cells or role in cells:
            raise ListError(
                f"{reader.source.document_id} list.yaml, item {item.number}: it cannot inherit the {role} of item "
                f"{number}; name an earlier item that has that cell, and leave the own cell out"
            )
        cells[role] = Cell(role, earlier[number].rows[0].cells[role].span, inherited_from=number)
    return Row(cells, departments)


class _TableReader:
    """Walks through the table's text, cell by cell."""

    def __init__(self, source: Source, region: Span) -> None:
        self.source = source
        self._at = region.start
        self._end = region.end

    def take(self, words: str, where: str) -> Span:
        """The next cell, which must hold exactly `words`."""
        try:
            span = self.source.locate(words, Span(self._at, self._end))
        except QuoteNotFound:
            span = None
        if span is None or self._gap(self._at, span.start):
            raise ListError(
                f'{self.source.document_id} list.yaml, {where}: "{words}" is not what the table prints next, which is '
                f'"{self._preview()}"; copy the cell as printed'
            )
        self._at = span.end
        return span

    def take_headings(self, columns: tuple[Column, ...]) -> None:
        for column in columns:
            if column.heading is not None:
                self.take(column.heading, f"heading of {column.role}")

    def expect_end(self) -> None:
        if self._gap(self._at, self._end):
            raise ListError(
                f'{self.source.document_id} list.yaml: the table goes on with "{self._preview()}" behind the last cell'
            )

    def _gap(self, start: int, end: int) -> str:
        return "".join(
            character for character in self.source.text[start:end].strip() if character not in SEPARATORS
        )

    def _preview(self) -> str:
        return "".join(self.source.text[self._at : self._end].split())[:24]
