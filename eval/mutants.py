"""Rules with one slip in them: what somebody who encodes a text by hand may get wrong."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar, get_args

from assistant.eligibility.expressions import (
    And,
    Expression,
    Local,
    Named,
    Not,
    NumberTest,
    Or,
    PlaceTest,
    ValueTest,
)
from assistant.eligibility.facts import Fact
from assistant.eligibility.rules import Amount, Benefit, Bound, Condition, Group, Leaf, Period, Tier

T = TypeVar("T")
Slips = Iterator[tuple[T, str]]
"""Each way to get it wrong, with words for it."""


@dataclass(frozen=True)
class Mutant:
    """A benefit with one slip."""

    benefit: Benefit
    slip: str


class Mutator:
    """Makes every slip that a rule allows, one at a time."""

    def __init__(self, facts: Callable[[str], Fact]) -> None:
        self._fact = facts

    def mutants(self, benefit: Benefit) -> Iterator[Mutant]:
        """Every benefit that differs from this one by one slip."""
        for conditions, slip in _one_changed(benefit.conditions, self._condition, "condition"):
            yield Mutant(_changed(benefit, conditions=conditions), slip)
        for unless, slip in _one_changed(benefit.unless, self._leaf, "exclusion"):
            yield Mutant(_changed(benefit, unless=unless), slip)
        if benefit.choice is not None:
            yield Mutant(_changed(benefit, choice=None), "choice dropped")
            for choice, slip in self._leaf(benefit.choice):
                yield Mutant(_changed(benefit, choice=choice), f"choice: {slip}")
        for tiers, slip in _one_changed(benefit.tiers, self._tier, "tier"):
            yield Mutant(_changed(benefit, tiers=tiers), slip)

    def _condition(self, condition: Condition) -> "Slips[Condition]":
        if isinstance(condition, Leaf):
            yield from self._leaf(condition)
            return
        if len(condition.parts) > 1:
            group = Group("all" if condition.kind == "any" else "any", condition.parts)
            yield group, f"{condition.kind} -> {group.kind}"
        for parts, slip in _one_changed(condition.parts, self._condition, "part"):
            if parts:
                yield Group(condition.kind, parts), slip

    def _leaf(self, leaf: Leaf) -> "Slips[Leaf]":
        for expression, slip in self._expression(leaf.expression):
            yield replace(leaf, expression=expression), slip

    def _tier(self, tier: Tier) -> "Slips[Tier]":
        if tier.when is not None:
            yield replace(tier, when=None), "condition dropped"
            for when, slip in self._leaf(tier.when):
                yield replace(tier, when=when), slip
        for amounts, slip in _one_changed(tier.amounts, _amount, "amount"):
            yield replace(tier, amounts=amounts), slip

    def _expression(self, expression: Expression) -> "Slips[Expression]":
        match expression:
            case NumberTest() | ValueTest() | PlaceTest():
                yield Not(expression), f"not {said(expression)}"
                for other in self._test(expression):
                    yield other, f"{said(expression)} -> {said(other)}"
            case Not(part):
                yield part, "not dropped"
                yield from ((replace(expression, part=other), slip) for other, slip in self._expression(part))
            case Local(part):
                yield part, "local dropped"
                yield from ((replace(expression, part=other), slip) for other, slip in self._expression(part))
            case Named(name, part):
                for other, slip in self._expression(part):
                    yield replace(expression, part=other), f"{name}: {slip}"
            case And(parts) | Or(parts):
                yield (Or(parts), "and -> or") if isinstance(expression, And) else (And(parts), "or -> and")
                for others, slip in _one_changed(parts, self._expression, "part"):
                    yield replace(expression, parts=others), slip

    def _test(self, test: NumberTest | ValueTest | PlaceTest) -> Iterator[Expression]:
        match test:
            case NumberTest(fact, low, high):
                for step in (-1, 1):
                    if low is not None:
                        yield NumberTest(fact, low + step, high)
                    if high is not None:
                        yield NumberTest(fact, low, high + step)
            case ValueTest(fact, values):
                if self._fact(fact).type == "choice":
                    for value in self._fact(fact).values or ():
                        yield ValueTest(fact, values ^ {value})
            case PlaceTest(fact, place):
                if len(place) > 2:
                    yield PlaceTest(fact, place[:-2])


def _changed(benefit: Benefit, **changes: object) -> Benefit:
    return replace(benefit, **changes)  # type: ignore[arg-type]


def _one_changed(parts: tuple[T, ...], slips: "Callable[[T], Slips[T]]", name: str) -> "Slips[tuple[T, ...]]":
    """The tuple with one part left out or with a slip in it."""
    for place, part in enumerate(parts):
        before, after = parts[:place], parts[place + 1 :]
        yield (*before, *after), f"{name} {place + 1} dropped"
        for other, slip in slips(part):
            yield (*before, other, *after), f"{name} {place + 1}: {slip}"


def _amount(amount: Amount) -> "Slips[Amount]":
    values = ["1/2"] if isinstance(amount.value, str) else [amount.value - 1, amount.value + 1]
    for value in values:
        yield replace(amount, value=value), f"{amount.value} -> {value}"
    for bound in get_args(Bound):
        if bound != amount.bound:
            yield replace(amount, bound=bound), f"{amount.bound} -> {bound}"
    for per in (*get_args(Period), None):
        if per != amount.per:
            yield replace(amount, per=per), f"per {amount.per} -> {per}"


def said(expression: Expression) -> str:
    """A test as a rule writes it."""
    match expression:
        case NumberTest(fact, None, high):
            return f"{fact} <= {high}"
        case NumberTest(fact, low, None):
            return f"{fact} >= {low}"
        case NumberTest(fact, low, high):
            return f"{low} <= {fact} <= {high}"
        case ValueTest(fact, values):
            return f"{fact} in ({', '.join(sorted(map(str, values)))})"
        case PlaceTest(fact, place):
            return f"{fact} in {place}"
        case _:
            return type(expression).__name__
