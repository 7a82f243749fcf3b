"""The rules of a list, compiled from `list.yaml`: what each benefit asks, gives and excludes, with its words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

from assistant.eligibility.cells import Cells
from assistant.eligibility.consistency import Consistency
from assistant.eligibility.exact import Question
from assistant.eligibility.expressions import ALWAYS, NEVER, Expression, Not, all_of, any_of
from assistant.policies.bilingual import Bilingual
from assistant.policies.spans import Span

Grant = Literal["cash", "service", "priority", "discount", "goods", "insurance", "training", "support", "aid"]
Payee = Literal["elder", "family"]
Unit = Literal["CNY", "%", "times"]
Period = Literal["month", "year", "meal", "once"]
Bound = Literal["exact", "at_least", "at_most", "about"]
AmountKind = Literal["cash", "relief", "deduction", "price", "in_kind", "fee"]
RelationKind = Literal["either", "higher_of", "not_together", "paid_through"]


@dataclass(frozen=True)
class Leaf:
    """One tested thing with the words that ask for it."""

    expression: Expression
    quotes: tuple[Span, ...]


@dataclass(frozen=True)
class Group:
    """Conditions of which one (`any`) or each (`all`) must hold."""

    kind: Literal["any", "all"]
    parts: tuple["Condition", ...]

    @cached_property
    def expression(self) -> Expression:
        parts = tuple(part.expression for part in self.parts)
        return any_of(parts) if self.kind == "any" else all_of(parts)


Condition = Leaf | Group


def leaves(condition: Condition) -> Iterator[Leaf]:
    """The single conditions inside a condition."""
    if isinstance(condition, Leaf):
        yield condition
    else:
        for part in condition.parts:
            yield from leaves(part)


@dataclass(frozen=True)
class Amount:
    """What the text says is given: a sum, a share or a multiple of a standard; never inferred."""

    value: int | float | str
    unit: Unit
    bound: Bound
    quote: Span
    per: Period | None = None
    of: str | None = None
    kind: AmountKind = "cash"


@dataclass(frozen=True)
class Tier:
    """One alternative of a benefit: whom it is for and what it gives."""

    when: Leaf | None
    amounts: tuple[Amount, ...]
    text: Bilingual | None


@dataclass(frozen=True)
class Validity:
    """The days on which a benefit is in force, as far as the text dates it."""

    start: date | None
    end: date | None
    quote: Span


@dataclass(frozen=True)
class Requirement:
    """A condition that must hold whatever else does, with the exact question whether it does."""

    condition: Condition
    question: Question


@dataclass(frozen=True)
class Benefit:
    """One thing that one list item grants. `key` is "item.benefit", as relations write it."""

    document: str
    item: str
    number: int
    name: Bilingual
    row: int
    grants: Grant
    payee: Payee
    conditions: tuple[Condition, ...]
    unless: tuple[Leaf, ...]
    choice: Leaf | None
    tiers: tuple[Tier, ...]
    steps: tuple[Span, ...]
    encouraged: Span | None
    valid: Validity | None
    notes: str | None
    constraints: tuple[Expression, ...] = field(repr=False)

    @property
    def key(self) -> str:
        return f"{self.item}.{self.number}"

    @cached_property
    def requirements(self) -> "tuple[Requirement, ...]":
        """What must all hold, exclusions and the own choice aside: the conditions, and one of the tiers."""
        required = list(self.conditions)
        alternatives = tuple(tier.when for tier in self.tiers if tier.when is not None)
        if alternatives and len(alternatives) == len(self.tiers):
            required.append(alternatives[0] if len(alternatives) == 1 else Group("any", alternatives))
        return tuple(Requirement(one, Question.of(one.expression, self.constraints)) for one in required)

    @cached_property
    def due(self) -> Question:
        """Whether the benefit is due: every condition, no exclusion, the choice, and one of the tiers."""
        parts: list[Expression] = [requirement.condition.expression for requirement in self.requirements]
        parts += [Not(leaf.expression) for leaf in self.unless]
        if self.choice is not None:
            parts.append(self.choice.expression)
        return Question.of(all_of(tuple(parts)), self.constraints)

    @cached_property
    def tier_questions(self) -> tuple[Question, ...]:
        """For each tier, whether the benefit is due and the tier applies."""
        return tuple(
            self._due_and(ALWAYS if tier.when is None else tier.when.expression) for tier in self.tiers
        )

    @cached_property
    def tier_gaps(self) -> tuple[Question, ...]:
        """For each tier, whether the benefit is due and the tier does not apply."""
        return tuple(
            self._due_and(NEVER if tier.when is None else Not(tier.when.expression)) for tier in self.tiers
        )

    def _due_and(self, further: Expression) -> Question:
        if further == ALWAYS:
            return self.due
        return Question.of(all_of((self.due.expression, further)), self.constraints)


@dataclass(frozen=True)
class Relation:
    """What the text says of benefits among each other, by their keys."""

    kind: RelationKind
    benefits: tuple[str, ...]
    quote: Span


@dataclass(frozen=True)
class Rulebook:
    """All rules of one document's list, and the constraints under which they are read."""

    document: str
    place: str
    benefits: tuple[Benefit, ...]
    relations: tuple[Relation, ...]
    constraints: tuple[Expression, ...]

    @cached_property
    def consistency(self) -> Consistency:
        return Consistency(self.constraints)

    @cached_property
    def by_key(self) -> Mapping[str, Benefit]:
        return {benefit.key: benefit for benefit in self.benefits}

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact that some benefit of the list turns on."""
        return tuple(dict.fromkeys(fact for benefit in self.benefits for fact in benefit.due.facts))

    @cached_property
    def cells(self) -> Cells:
        """The parts of each fact's domain that any rule of the list can tell apart."""
        return Cells(
            [
                question.expression
                for benefit in self.benefits
                for question in (benefit.due, *benefit.tier_questions)
            ]
        )
