"""The passages that a reply rests on: verbatim, to the character, each once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.judge import Criterion, Verdict
from assistant.eligibility.rules import Benefit
from assistant.policies.policy import Policy
from assistant.policies.sections import split_sentences
from assistant.policies.service_list import Cell, ServiceList
from assistant.policies.spans import Span
from assistant.replies.contract import Citation


@dataclass(frozen=True)
class Passage:
    """A stretch of a document, with the list item or the section of the body that it stands in."""

    document: str
    item: str | None
    section: str | None
    span: Span


@dataclass
class Citations:
    """Collects the citations of one reply; `cite` answers with the index that verdicts refer by."""

    catalogue: Catalogue
    _indexes: dict[Passage, int] = field(default_factory=dict)

    def cite(self, passage: Passage) -> int:
        """The index of the passage, which is added unless it is cited already."""
        return self._indexes.setdefault(passage, len(self._indexes))

    def verdict(self, verdict: Verdict) -> tuple[int, ...]:
        """Cite what a verdict rests on: its object cell, and each sentence that a condition or an amount stands in."""
        return tuple(dict.fromkeys(self.cite(passage) for passage in passages(self.catalogue, verdict)))

    @property
    def all(self) -> tuple[Citation, ...]:
        """Every citation so far, in the order of their indexes."""
        return tuple(self._citation(passage) for passage in self._indexes)

    def _citation(self, passage: Passage) -> Citation:
        policy = self.catalogue.policies[passage.document]
        return Citation(
            document=passage.document,
            title=(policy.list_title if passage.item else None) or policy.title,
            item=passage.item,
            section=passage.section,
            quote=policy.source.quote(passage.span),
            start=passage.span.start,
            end=passage.span.end,
        )


def passages(catalogue: Catalogue, verdict: Verdict) -> Iterator[Passage]:
    """What a verdict rests on, the object of the item first."""
    benefit = verdict.benefit
    policy, services = catalogue.policies[benefit.document], catalogue.lists[benefit.document]
    object_cell = services.items[benefit.item].rows[benefit.row - 1].cells.get("object")
    if object_cell is not None:
        yield Passage(policy.id, benefit.item, None, object_cell.span)
    for span in sorted(set(_quotes(verdict, policy))):
        if object_cell is None or span not in object_cell.span:
            yield passage_of(policy, services, span, benefit.item)


def passage_of(policy: Policy, services: ServiceList, span: Span, item: str | None = None) -> Passage:
    """The sentence around a quote, and where it stands; a cell that `item` has, inherited or not, is its own."""
    for number, cell in _cells(services, item):
        if span in cell.span:
            return Passage(policy.id, number, None, _sentence(policy, span, cell.span))
    section = policy.section_at(span.start)
    whole = section.own if section is not None and span in section.own else span
    return Passage(policy.id, None, section.path if section else None, _sentence(policy, span, whole))


def _cells(services: ServiceList, first: str | None) -> Iterator[tuple[str, Cell]]:
    for number in sorted(services.items, key=lambda number: number != first):
        for row in services.items[number].rows:
            yield from ((number, cell) for role, cell in row.cells.items() if role != "departments")


def _sentence(policy: Policy, span: Span, within: Span) -> Span:
    """The sentence of the cell or section that holds the span; all sentences where the span crosses their border."""
    touched = [
        one for one in split_sentences(policy.source, within) if one.start < span.end and span.start < one.end
    ]
    return Span(touched[0].start, touched[-1].end) if touched else span


def _quotes(verdict: Verdict, policy: Policy) -> Iterator[Span]:
    benefit = verdict.benefit
    for criterion in verdict.criteria:
        yield from _criterion_quotes(criterion)
    for entry in verdict.tiers:
        yield from entry.tier.when.quotes if entry.tier.when is not None else ()
        yield from (amount.quote for amount in entry.tier.amounts)
    if verdict.status != "not_eligible":
        yield from benefit.steps
        yield from (benefit.encouraged,) if benefit.encouraged is not None else ()
    if is_dated(benefit, policy) and benefit.valid is not None:
        yield benefit.valid.quote


def _criterion_quotes(criterion: Criterion) -> Iterable[Span]:
    yield from criterion.quotes
    for part in criterion.parts:
        yield from _criterion_quotes(part)


def is_dated(benefit: Benefit, policy: Policy) -> bool:
    """Whether the text dates the benefit itself, apart from the document's own day."""
    return benefit.valid is not None and benefit.valid.start != policy.in_force_from
