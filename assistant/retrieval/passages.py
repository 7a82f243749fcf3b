"""The documents cut the way they are written: small to find, large to read.

A passage is a list item with its rows (inherited cells included) or a numbered part of the body with its heading trail;
its units are the cells and sentences in it. Every unit is a span of the source.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.policies.policy import Policy
from assistant.policies.sections import Section, split_sentences
from assistant.policies.service_list import ListItem, Role, ServiceList
from assistant.policies.spans import Source, Span

Kind = Literal["item", "measure"]
_STOPS = "。；;：:！？"


@dataclass(frozen=True)
class Unit:
    """One sentence of a passage; `role` names the cell of a list item that it stands in."""

    span: Span
    role: Role | Literal["sentence", "responsible"]
    row: int = 0
    """Which row of a list item it stands in first; an item that has several grants several things."""


@dataclass(frozen=True)
class Passage:
    """A stretch of a document that is read as one."""

    document: str
    kind: Kind
    item: str | None
    section: str | None
    trail: tuple[str, ...]
    """The headings above it and its own name, from the outside in."""
    units: tuple[Unit, ...]
    source: Source

    @property
    def id(self) -> str:
        """`sifangtai/item/3` or `tianjin/body/二(一)`; what stands around the numbered parts ends in its offset."""
        number = self.item or self.section or f"@{self.units[0].span.start}"
        return f"{self.document}/{'item' if self.kind == 'item' else 'body'}/{number}"

    @property
    def name(self) -> str:
        """What it is about: the name of the item, or the heading of the measure."""
        if self.kind == "item":
            return " ".join(self.quote(unit) for unit in self.units if unit.role == "name")
        return self.trail[-1] if self.trail else ""

    @cached_property
    def text(self) -> str:
        """What is read and searched: the trail and every unit, once."""
        return "\n".join([*self.trail, *(self.quote(unit) for unit in self.units)])

    def quote(self, unit: Unit) -> str:
        """The verbatim words of a unit."""
        return self.source.quote(unit.span)

    def told(self, unit: Unit) -> str:
        """The words of a unit, and for whom it is where the item says different things to several."""
        objects = {other.row: other for other in self.units if other.role == "object"}
        whom = objects.get(unit.row)
        if len(objects) < 2 or whom is None or whom == unit:
            return self.quote(unit)
        return f"{self.quote(whom)} {self.quote(unit)}"


def passages_of(policy: Policy, services: ServiceList | None) -> Iterator[Passage]:
    """All passages of a document, the body's first."""
    headings = {section.path: section.heading for section in policy.sections if section.path}
    for section in policy.sections:
        if _says_something(policy, section):
            yield _measure(policy, section, headings)
    if services is not None:
        for item in services.items.values():
            yield _item(policy, services, item)


def _says_something(policy: Policy, section: Section) -> bool:
    """A mere heading says nothing that the sections below it do not."""
    has_parts = section.span != section.own
    return not has_parts or len(section.sentences) > 1


def _measure(policy: Policy, section: Section, headings: Mapping[str, str | None]) -> Passage:
    trail: list[str] = []
    path: str | None = section.path
    by_path = {entry.path: entry for entry in policy.sections}
    while path is not None:
        if heading := headings.get(path):
            trail.insert(0, heading)
        path = by_path[path].parent
    units = tuple(
        Unit(
            span,
            "responsible"
            if section.departments is not None and span.start in section.departments
            else "sentence",
        )
        for span in section.sentences
    )
    return Passage(policy.id, "measure", None, section.path, tuple(trail), units, policy.source)


def _item(policy: Policy, services: ServiceList, item: ListItem) -> Passage:
    units: dict[Span, Unit] = {}
    for number, row in enumerate(item.rows):
        for role, cell in row.cells.items():
            if role in ("number", "category", "kind"):
                continue
            parts = (
                (cell.span,)
                if role in ("name", "departments", "object")
                else _sentences(policy.source, cell.span)
            )
            for span in parts:
                units.setdefault(span, Unit(span, role, number))
    title = policy.source.quote(services.title)
    return Passage(policy.id, "item", item.number, None, (title,), tuple(units.values()), policy.source)


def _sentences(source: Source, cell: Span) -> Sequence[Span]:
    """The sentences of a cell; what a line break cuts off before a stop goes on in the next line."""
    found: list[Span] = []
    for sentence in split_sentences(source, cell):
        if found and source.quote(found[-1])[-1] not in _STOPS:
            found[-1] = Span(found[-1].start, sentence.end)
        else:
            found.append(sentence)
    return found
