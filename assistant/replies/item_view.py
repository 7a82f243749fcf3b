"""One list item as data: its printed cells, and each rule with the words that it rests on."""

import re
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.entries import BenefitEntry, ConditionEntry, DefinitionEntry, GroupEntry
from assistant.eligibility.rules import Amount, Benefit, Condition, Group, Relation
from assistant.policies.service_list import Cell, ListItem
from assistant.policies.spans import Span

NAME = re.compile(r"[a-z_]+")


class View(BaseModel):
    """What `--json` prints and the table shows."""

    model_config = ConfigDict(frozen=True)


class QuoteView(View):
    """Verbatim words with their offsets in the source, in code points."""

    quote: str
    start: int
    end: int


class CellView(QuoteView):
    """One printed cell under its column's heading; `inherited_from` where a merged cell reaches down."""

    role: str
    heading: str | None
    inherited_from: str | None


class RuleView(View):
    """One line of a rule: a condition, a group of them, an exclusion, a choice, a tier, a step or a date."""

    role: str
    rule: str | None
    quotes: tuple[QuoteView, ...] = ()
    parts: tuple["RuleView", ...] = ()


class BenefitView(View):
    """One benefit of the item with all that its rule says."""

    key: str
    name: dict[str, str]
    grants: str
    payee: str
    rules: tuple[RuleView, ...]
    notes: str | None


class ItemView(View):
    """One numbered item."""

    document: str
    list_title: str
    status: str
    item: str
    rows: tuple[tuple[CellView, ...], ...]
    benefits: tuple[BenefitView, ...]
    definitions: tuple[RuleView, ...]
    relations: tuple[RuleView, ...]


def view_item(catalogue: Catalogue, item: ListItem) -> ItemView:
    """The item with everything that is encoded under it."""
    return _Viewer(catalogue, item).item_view()


class _Viewer:
    def __init__(self, catalogue: Catalogue, item: ListItem) -> None:
        self.item = item
        self.policy = catalogue.policies[item.document]
        self.services = catalogue.lists[item.document]
        self.rulebook = catalogue.rulebooks[item.document]
        self.criteria = catalogue.vocabulary.criteria

    def item_view(self) -> ItemView:
        benefits = [benefit for benefit in self.rulebook.benefits if benefit.item == self.item.number]
        keys = {benefit.key for benefit in benefits}
        views = tuple(self._benefit(benefit) for benefit in benefits)
        return ItemView(
            document=self.item.document,
            list_title=self.policy.list_title or self.policy.title,
            status=self.policy.status,
            item=self.item.number,
            rows=tuple(tuple(self._cells(row.cells.values())) for row in self.item.rows),
            benefits=views,
            definitions=tuple(self._definitions({name for view in views for name in _names(view.rules)})),
            relations=tuple(
                self._relation(relation)
                for relation in self.rulebook.relations
                if keys & set(relation.benefits)
            ),
        )

    def _cells(self, cells: Iterable[Cell]) -> Iterator[CellView]:
        headings = {column.role: column.heading for column in self.services.columns}
        for cell in sorted(cells, key=lambda cell: list(headings).index(cell.role)):
            words = self._quote(cell.span)
            yield CellView(
                **dict(words), role=cell.role, heading=headings[cell.role], inherited_from=cell.inherited_from
            )

    def _benefit(self, benefit: Benefit) -> BenefitView:
        entry = BenefitEntry.model_validate(self.item.entry.benefits[benefit.number - 1])
        return BenefitView(
            key=benefit.key,
            name=benefit.name.model_dump(),
            grants=benefit.grants,
            payee=benefit.payee,
            rules=tuple(self._rules(entry, benefit)),
            notes=benefit.notes,
        )

    def _rules(self, entry: BenefitEntry, benefit: Benefit) -> Iterator[RuleView]:
        for condition, compiled in zip(entry.conditions, benefit.conditions, strict=True):
            yield self._condition("requires", condition, compiled)
        for leaf, exclusion in zip(entry.unless, benefit.unless, strict=True):
            yield self._condition("unless", leaf, exclusion)
        if entry.choice is not None and benefit.choice is not None:
            yield self._condition("own choice", entry.choice, benefit.choice)
        for written, tier in zip(entry.tiers, benefit.tiers, strict=True):
            yield RuleView(
                role="tier",
                rule=written.when or "always",
                quotes=self._quotes(tier.when.quotes if tier.when else ()),
                parts=tuple(self._amount(amount) for amount in tier.amounts)
                + (() if tier.text is None else (RuleView(role="gives", rule=tier.text.en),)),
            )
        for step in benefit.steps:
            yield RuleView(role="step", rule=None, quotes=self._quotes([step]))
        if benefit.encouraged is not None:
            yield RuleView(role="only encouraged", rule=None, quotes=self._quotes([benefit.encouraged]))
        if benefit.valid is not None:
            days = f"from {benefit.valid.start or 'the beginning'}" + (
                f" until {benefit.valid.end}" if benefit.valid.end else ""
            )
            yield RuleView(role="in force", rule=days, quotes=self._quotes([benefit.valid.quote]))

    def _condition(self, role: str, entry: ConditionEntry, compiled: Condition) -> RuleView:
        if isinstance(entry, GroupEntry):
            assert isinstance(compiled, Group)
            written = entry.any or entry.all or ()
            parts = zip(written, compiled.parts, strict=True)
            return RuleView(
                role=role,
                rule=f"{compiled.kind} of",
                parts=tuple(self._condition("", part, leaf) for part, leaf in parts),
            )
        assert not isinstance(compiled, Group)
        return RuleView(role=role, rule=entry.when, quotes=self._quotes(compiled.quotes))

    def _amount(self, amount: Amount) -> RuleView:
        words = f"{amount.value} {amount.unit}"
        words += f" of {amount.of}" if amount.of else ""
        words += f" per {amount.per}" if amount.per else ""
        kind = "" if amount.kind == "cash" else f" ({amount.kind})"
        return RuleView(
            role="amount", rule=f"{words} {amount.bound}{kind}", quotes=self._quotes([amount.quote])
        )

    def _definitions(self, names: set[str]) -> Iterator[RuleView]:
        """What the rules call by a name: the list's own definitions, and the criteria that all lists share."""
        for name, raw in self.services.entry.definitions.items():
            if name in names:
                entry = DefinitionEntry.model_validate(raw)
                span = self.policy.source.locate(entry.quote)
                yield RuleView(role=name, rule=entry.when, quotes=self._quotes([span]))
        for name, criterion in self.criteria.items():
            if name in names:
                yield RuleView(role=name, rule=criterion.when)

    def _relation(self, relation: Relation) -> RuleView:
        return RuleView(
            role=relation.kind, rule=" and ".join(relation.benefits), quotes=self._quotes([relation.quote])
        )

    def _quotes(self, spans: Iterable[Span]) -> tuple[QuoteView, ...]:
        return tuple(self._quote(span) for span in spans)

    def _quote(self, span: Span) -> QuoteView:
        return QuoteView(quote=self.policy.source.quote(span), start=span.start, end=span.end)


def _names(rules: Iterable[RuleView]) -> Iterator[str]:
    for rule in rules:
        yield from NAME.findall(rule.rule or "")
        yield from _names(rule.parts)
