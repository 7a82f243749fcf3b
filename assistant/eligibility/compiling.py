"""`list.yaml` -> rules. Every quote is found in the source, every number in its quote, every fact in facts.yaml."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from assistant.eligibility.entries import (
    AmountEntry,
    BenefitEntry,
    ConditionEntry,
    Defined,
    DefinitionEntry,
    LeafEntry,
    RelationEntry,
    TierEntry,
    ValidityEntry,
    Where,
)
from assistant.eligibility.expressions import Expression, ExpressionError, Language
from assistant.eligibility.facts import Constraint
from assistant.eligibility.rules import (
    Amount,
    Benefit,
    Condition,
    Group,
    Leaf,
    Relation,
    Rulebook,
    Tier,
    Validity,
)
from assistant.policies.numerals import numbers_in
from assistant.policies.policy import Policy
from assistant.policies.service_list import ListItem, ServiceList
from assistant.policies.spans import QuoteNotFound, Span


class RuleError(ValueError):
    """A rule that does not stand in the text or is not well formed; says file, item, benefit and what to do."""


def compile_rules(
    policy: Policy, services: ServiceList, language: Language, constraints: Iterable[Expression]
) -> Rulebook:
    """Compile the rules of one list; raises RuleError at the first fault."""
    return _Compiler(policy, services, language, tuple(constraints)).rulebook()


def list_language(services: ServiceList, base: Language) -> Language:
    """The base language and the definitions of the list."""
    named = dict(base.named)
    for name, raw in services.entry.definitions.items():
        with _located(f"{services.document} list.yaml, definition {name}"):
            named[name] = base.parse(DefinitionEntry.model_validate(raw).when)
    return Language(base.facts, named, base.place_code)


class _Compiler:
    def __init__(
        self,
        policy: Policy,
        services: ServiceList,
        base: Language,
        constraints: tuple[Expression, ...],
    ) -> None:
        self.source = policy.source
        self.services = services
        self.place = policy.place
        self.in_force = _document_validity(policy)
        self.language = list_language(services, base)
        self.constraints = constraints + tuple(self._constraint(raw) for raw in services.entry.constraints)

    def rulebook(self) -> Rulebook:
        for name, raw in self.services.entry.definitions.items():
            self._check_definition(name, raw)
        benefits = tuple(benefit for item in self.services.items.values() for benefit in self._benefits(item))
        keys = {benefit.key for benefit in benefits}
        relations = tuple(self._relation(raw, keys) for raw in self.services.entry.relations)
        return Rulebook(self.services.document, self.place, benefits, relations, self.constraints)

    def _check_definition(self, name: str, raw: Mapping[str, Any]) -> None:
        where = f"{self.services.document} list.yaml, definition {name}"
        with _located(where):
            entry = DefinitionEntry.model_validate(raw)
            span = self.source.locate(entry.quote)
            _require_numbers(_numbers_of(entry.when), [self.source.quote(span)])

    def _constraint(self, raw: Mapping[str, Any]) -> Expression:
        with _located(f"{self.services.document} list.yaml, constraints"):
            entry = Constraint.model_validate(raw)
            if entry.quote is not None:
                self.source.locate(entry.quote)
            return self.language.parse_implication(entry.when)

    def _relation(self, raw: Mapping[str, Any], keys: set[str]) -> Relation:
        with _located(f"{self.services.document} list.yaml, relations {raw.get('benefits')}"):
            entry = RelationEntry.model_validate(raw)
            missing = [key for key in entry.benefits if key not in keys]
            if missing:
                raise RuleError(f"there is no benefit {missing[0]}; write relations as item.benefit")
            span = self.source.locate(entry.quote, self._region(entry.where, None))
            return Relation(entry.kind, entry.benefits, span)

    def _benefits(self, item: ListItem) -> Iterator[Benefit]:
        if not item.entry.benefits:
            raise RuleError(
                f"{item.document} list.yaml, item {item.number}: it has no benefits; encode every item"
            )
        for number, raw in enumerate(item.entry.benefits, start=1):
            with _located(f"{item.document} list.yaml, item {item.number}, benefit {number}"):
                yield self._benefit(item, number, BenefitEntry.model_validate(raw))

    def _benefit(self, item: ListItem, number: int, entry: BenefitEntry) -> Benefit:
        if not 1 <= entry.row <= len(item.rows):
            raise RuleError(f"there is no row {entry.row}; the item has {len(item.rows)}")
        return Benefit(
            document=item.document,
            item=item.number,
            number=number,
            name=entry.name,
            row=entry.row,
            grants=entry.grants,
            payee=entry.payee,
            conditions=tuple(self._condition(item, entry.row, condition) for condition in entry.conditions),
            unless=tuple(self._leaf(item, entry.row, leaf) for leaf in entry.unless),
            choice=None if entry.choice is None else self._leaf(item, entry.row, entry.choice),
            tiers=tuple(
                self._tier(item, entry.row, index, tier) for index, tier in enumerate(entry.tiers, 1)
            ),
            steps=tuple(self._find(item, entry.row, step, "row") for step in entry.steps),
            encouraged=None
            if entry.encouraged is None
            else self._find(item, entry.row, entry.encouraged, "row"),
            valid=self.in_force if entry.valid is None else self._validity(item, entry.row, entry.valid),
            notes=entry.notes,
            constraints=self.constraints,
        )

    def _condition(self, item: ListItem, row: int, entry: ConditionEntry) -> Condition:
        if isinstance(entry, LeafEntry):
            return self._leaf(item, row, entry)
        if entry.any is not None:
            return Group("any", tuple(self._condition(item, row, part) for part in entry.any))
        return Group("all", tuple(self._condition(item, row, part) for part in entry.all or ()))

    def _leaf(self, item: ListItem, row: int, entry: LeafEntry) -> Leaf:
        expression = self.language.parse(entry.when)
        quotes = self._quotes(item, row, entry.quote, entry.where, entry.row, entry.defined)
        _require_numbers(_numbers_of(entry.when), [self.source.quote(span) for span in quotes])
        return Leaf(expression, quotes)

    def _tier(self, item: ListItem, row: int, index: int, entry: TierEntry) -> Tier:
        with _located(f"tier {index}"):
            when = None
            if entry.when is not None and entry.quote is not None:
                leaf = LeafEntry.model_validate(
                    {"when": entry.when, "quote": entry.quote, "in": entry.where, "row": entry.row}
                    | ({"defined": entry.defined} if entry.defined else {})
                )
                when = self._leaf(item, row, leaf)
            amounts = tuple(self._amount(item, entry.row or row, amount) for amount in entry.amounts)
            return Tier(when, amounts, entry.text)

    def _amount(self, item: ListItem, row: int, entry: AmountEntry) -> Amount:
        quotes = self._quotes(item, row, entry.quote, entry.where, entry.row, entry.defined)
        words = [self.source.quote(span) for span in quotes]
        try:
            _require_numbers([Fraction(str(entry.value))], words)
        except RuleError:
            raise RuleError(f'the amount {entry.value} does not stand in the quote "{entry.quote}"') from None
        return Amount(entry.value, entry.unit, entry.bound, quotes[0], entry.per, entry.of, entry.kind)

    def _validity(self, item: ListItem, row: int, entry: ValidityEntry) -> Validity:
        span = self._find(item, row, entry.quote, entry.where)
        days = [day for day in (entry.start, entry.end) if day is not None]
        # 自2024年起 is from its first day: a month or a day of 1 may go unsaid.
        parts = [number for day in days for number in (day.year, day.month, day.day) if number > 1]
        _require_numbers(parts, [self.source.quote(span)])
        return Validity(entry.start, entry.end, span)

    def _quotes(
        self,
        item: ListItem,
        row: int,
        words: str,
        where: Where,
        other_row: int | None,
        defined: Defined | None,
    ) -> tuple[Span, ...]:
        spans = [self._find(item, other_row or row, words, where)]
        if defined is not None:
            spans.append(self._find(item, row, defined.quote, defined.where))
        return tuple(spans)

    def _find(self, item: ListItem, row: int, words: str, where: Where) -> Span:
        if where != "row":
            return self.source.locate(words, self._region(where, item))
        for cell in item.rows[row - 1].cells.values():
            try:
                return self.source.locate(words, cell.span)
            except QuoteNotFound:
                continue
        raise RuleError(f'the quote "{words}" stands in no cell of the row; copy the words from it')

    def _region(self, where: Where, item: ListItem | None) -> Span:
        del item
        title = self.services.title
        return Span(0, title.start) if where == "body" else Span(title.start, self.services.span.end)


def _document_validity(policy: Policy) -> Validity | None:
    """A benefit that the text does not date is in force from the day the document is."""
    stated = policy.dates.effective or policy.dates.issued
    if policy.in_force_from is None or stated is None:
        return None
    return Validity(policy.in_force_from, None, policy.source.locate(stated.quote))


@contextmanager
def _located(where: str) -> Iterator[None]:
    """Put `where` in front of whatever goes wrong inside."""
    try:
        yield
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise RuleError(f"{where}: {place}: {first['msg']}") from None
    except (RuleError, ExpressionError, QuoteNotFound) as error:
        raise RuleError(f"{where}: {error}") from None


def _numbers_of(when: str) -> list[int]:
    tree = ast.parse(" ".join(when.replace("->", "or").split()), mode="eval")
    return [
        node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and type(node.value) is int
    ]


def _require_numbers(numbers: Iterable[int | Fraction], words: list[str]) -> None:
    standing = frozenset(number for text in words for number in numbers_in(text))
    for number in numbers:
        if Fraction(number) not in standing:
            raise RuleError(f'the number {number} does not stand in the quote "{"… ".join(words)}"')
