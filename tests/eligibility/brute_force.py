"""Judgement by trying everything: the reference that the engine is held against.

A world gives every fact one value. Whatever is asked is computed in each world that what is known allows and that
keeps the constraints. Nothing here uses the engine's bounds, cells or questions.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import assert_never

from assistant.eligibility.expressions import (
    And,
    Expression,
    Local,
    Named,
    Not,
    NumberTest,
    Or,
    PlaceTest,
    Test,
    ValueTest,
)
from assistant.eligibility.knowledge import Interval, Knowledge, Options, Whereabouts
from assistant.eligibility.rules import Benefit, Condition, Leaf

NO, LOCAL, YES = 0, 1, 2
STATUS = {NO: "not_eligible", LOCAL: "local_decision", YES: "eligible"}

Point = int | str | bool
World = Mapping[str, Point]
Meaning = Callable[[World], int]


def meaning(expression: Expression) -> Meaning:
    """The expression as a function from worlds to NO, LOCAL or YES."""
    match expression:
        case NumberTest(fact, low, high):
            least, most = -1_000_000 if low is None else low, 1_000_000 if high is None else high
            return lambda world: YES if least <= int(world[fact]) <= most else NO
        case ValueTest(fact, values):
            return lambda world: YES if world[fact] in values else NO
        case PlaceTest(fact, place):
            return lambda world: YES if str(world[fact]).startswith(place) else NO
        case Not(part):
            inner = meaning(part)
            return lambda world: 2 - inner(world)
        case Local(part):
            inner = meaning(part)
            return lambda world: min(LOCAL, inner(world))
        case Named(_, part):
            return meaning(part)
        case And(parts):
            return least_of([meaning(part) for part in parts])
        case Or(parts):
            return most_of([meaning(part) for part in parts])
        case _:
            assert_never(expression)


def least_of(parts: list[Meaning]) -> Meaning:
    return lambda world: min((part(world) for part in parts), default=YES)


def most_of(parts: list[Meaning]) -> Meaning:
    return lambda world: max((part(world) for part in parts), default=NO)


def leaf_tests(expression: Expression) -> Iterator[Test]:
    match expression:
        case Not(part) | Local(part) | Named(_, part):
            yield from leaf_tests(part)
        case And(parts) | Or(parts):
            for part in parts:
                yield from leaf_tests(part)
        case NumberTest() | ValueTest() | PlaceTest():
            yield expression


def facts_of(*expressions: Expression) -> list[str]:
    return list(dict.fromkeys(test.fact for expression in expressions for test in leaf_tests(expression)))


def points(fact: str, knowledge: Knowledge, expressions: Iterable[Expression]) -> list[Point]:
    """Enough values of one fact to show everything that the expressions can tell apart within `knowledge`."""
    about = [test for expression in expressions for test in leaf_tests(expression) if test.fact == fact]
    match knowledge:
        case Interval(low, high):
            near = {low, high}
            for test in about:
                assert isinstance(test, NumberTest)
                near |= {
                    edge + step for edge in (test.low, test.high) if edge is not None for step in (-1, 0, 1)
                }
            return sorted(number for number in near if low <= number <= high)
        case Options(values):
            return sorted(values, key=str)
        case Whereabouts(within, outside):
            # "12~" is a spot in 12 that lies in none of the divisions that have a code.
            spots = {f"{place}~" for place in ("", within, *outside)}
            spots |= {f"{test.place}~" for test in about if isinstance(test, PlaceTest)}
            return sorted(spot for spot in spots if lies_in(spot, knowledge))
        case _:
            assert_never(knowledge)


def lies_in(spot: str, knowledge: Whereabouts) -> bool:
    return spot.startswith(knowledge.within) and not any(spot.startswith(out) for out in knowledge.outside)


def allows(knowledge: Knowledge, point: Point) -> bool:
    """Whether what is known of a fact leaves this value possible."""
    match knowledge:
        case Interval(low, high):
            return low <= int(point) <= high
        case Options(values):
            return point in values
        case Whereabouts():
            return lies_in(str(point), knowledge)
        case _:
            assert_never(knowledge)


def bearing(facts: Iterable[str], constraints: Iterable[Expression]) -> list[Expression]:
    """The constraints that touch the facts, directly or through each other."""
    facts, chosen, waiting = set(facts), [], list(constraints)
    while touching := [one for one in waiting if facts & set(facts_of(one))]:
        chosen += touching
        waiting = [one for one in waiting if one not in touching]
        facts |= {fact for one in touching for fact in facts_of(one)}
    return chosen


def worlds(
    known: Mapping[str, Knowledge],
    facts: Iterable[str],
    constraints: Iterable[Expression],
    telling: Iterable[Expression] = (),
) -> Iterator[dict[str, Point]]:
    """Every world within `known` that keeps the constraints, as far as `telling` and they can tell worlds apart."""
    laws = bearing(facts, constraints)
    order = list(dict.fromkeys([*facts, *facts_of(*laws)]))
    choices = [points(fact, known[fact], [*telling, *laws]) for fact in order]
    # Each law is looked at as soon as its last fact has a value.
    due: list[list[Meaning]] = [[] for _ in order]
    for law in laws:
        due[max(order.index(fact) for fact in facts_of(law))].append(meaning(law))
    world: dict[str, Point] = {}

    def fill(depth: int) -> Iterator[dict[str, Point]]:
        if depth == len(order):
            yield dict(world)
            return
        for point in choices[depth]:
            world[order[depth]] = point
            if all(law(world) == YES for law in due[depth]):
                yield from fill(depth + 1)

    return fill(0)


def condition_meaning(condition: Condition) -> Meaning:
    if isinstance(condition, Leaf):
        return meaning(condition.expression)
    parts = [condition_meaning(part) for part in condition.parts]
    return most_of(parts) if condition.kind == "any" else least_of(parts)


def condition_leaves(condition: Condition) -> list[Expression]:
    if isinstance(condition, Leaf):
        return [condition.expression]
    return [leaf for part in condition.parts for leaf in condition_leaves(part)]


@dataclass(frozen=True)
class Results:
    """What one question comes to in each possible world, by the facts that the benefit tests."""

    facts: list[str]
    rows: list[tuple[tuple[Point, ...], int]]

    def outcomes(self) -> set[int]:
        return {outcome for _, outcome in self.rows}

    def decides_alone(self, fact: str) -> bool:
        """Whether two of its values come out differently while all the other facts stay the same."""
        return self.decides(fact, [other for other in self.facts if other != fact])

    def may_decide(self, fact: str) -> bool:
        """Whether some other facts could be learned such that two of its values then settle it differently."""
        others = [other for other in self.facts if other != fact]
        return any(
            self.decides(fact, some) for size in range(len(others) + 1) for some in combinations(others, size)
        )

    def decides(self, fact: str, learned: Collection[str]) -> bool:
        told = [self.facts.index(other) for other in learned]
        asked = self.facts.index(fact)
        reached: dict[tuple[Point, ...], dict[Point, set[int]]] = {}
        for values, outcome in self.rows:
            answers = reached.setdefault(tuple(values[place] for place in told), {})
            answers.setdefault(values[asked], set()).add(outcome)
        return any(
            len({next(iter(outcomes)) for outcomes in answers.values() if len(outcomes) == 1}) > 1
            for answers in reached.values()
        )


@dataclass(frozen=True)
class Reference:
    """What trying everything says of one benefit and one person."""

    due: Results
    tiers: list[Results]
    told: list[bool]
    """Whether the tier has a condition of its own."""

    @property
    def status(self) -> str:
        outcomes = self.due.outcomes()
        return STATUS[next(iter(outcomes))] if len(outcomes) == 1 else "needs_info"

    @property
    def open_tiers(self) -> list[int]:
        """The tiers that apply in some world in which the benefit is due or left to the locality."""
        return [number for number, tier in enumerate(self.tiers) if max(tier.outcomes()) >= LOCAL]

    @property
    def certain_tiers(self) -> list[int]:
        """Those of them that apply in every such world."""
        due = [number for number, (_, outcome) in enumerate(self.due.rows) if outcome >= LOCAL]
        return [
            number
            for number in self.open_tiers
            if all(self.tiers[number].rows[row][1] >= LOCAL for row in due)
        ]

    def check_missing(self, named: Collection[str]) -> None:
        """The facts named would decide an open status, and none that would decide it is left out."""
        self._check(named, [self.due] if self.status == "needs_info" else [])
        assert bool(named) == (self.status == "needs_info")

    def check_amount_missing(self, named: Collection[str]) -> None:
        """The like for the question which tiers apply, once the status is settled and not a no."""
        settled = self.status in ("eligible", "local_decision")
        self._check(
            named, [tier for tier, told in zip(self.tiers, self.told, strict=True) if told and settled]
        )

    def _check(self, named: Collection[str], asked: list[Results]) -> None:
        alone = {fact for results in asked for fact in results.facts if results.decides_alone(fact)}
        assert alone <= set(named)
        # Facts that constraints bind to each other can decide though they cannot differ alone.
        for fact in set(named) - alone:
            assert any(results.may_decide(fact) for results in asked), fact


class Reading:
    """One benefit, read from its parts."""

    def __init__(self, benefit: Benefit) -> None:
        self.benefit = benefit
        due = [condition_meaning(condition) for condition in benefit.conditions]
        own = [leaf for condition in benefit.conditions for leaf in condition_leaves(condition)]
        for leaf in benefit.unless:
            due.append(meaning(Not(leaf.expression)))
        if benefit.choice is not None:
            due.append(meaning(benefit.choice.expression))
        whens = [None if tier.when is None else tier.when.expression for tier in benefit.tiers]
        stated = [when for when in whens if when is not None]
        if whens and len(stated) == len(whens):
            due.append(most_of([meaning(when) for when in stated]))
        self.due = least_of(due)
        self.tiers = [self.due if when is None else least_of([self.due, meaning(when)]) for when in whens]
        self.expressions = [
            *own,
            *(leaf.expression for leaf in benefit.unless),
            *([benefit.choice.expression] if benefit.choice else []),
            *stated,
        ]
        self.facts = facts_of(*self.expressions)

    def taken(self, known: Mapping[str, Knowledge]) -> dict[str, Knowledge]:
        """Exclusions that nobody mentioned are absent, and an unknown own wish is the one that the item asks for."""
        taken = dict(known)
        wishes = [meaning(Not(leaf.expression)) for leaf in self.benefit.unless]
        facts = [facts_of(leaf.expression) for leaf in self.benefit.unless]
        if self.benefit.choice is not None:
            wishes.append(meaning(self.benefit.choice.expression))
            facts.append(facts_of(self.benefit.choice.expression))
        for wish, [fact] in zip(wishes, facts, strict=True):
            value = taken[fact]
            assert isinstance(value, Options)
            fitting = {option for option in value.values if wish({fact: option}) == YES}
            taken[fact] = Options(frozenset(fitting)) if fitting else value
        return taken

    def judged(self, known: Mapping[str, Knowledge]) -> Reference:
        possible = list(worlds(self.taken(known), self.facts, self.benefit.constraints, self.expressions))
        assert possible, "what is known keeps the constraints"
        values = [tuple(world[fact] for fact in self.facts) for world in possible]

        def results(asked: Meaning) -> Results:
            return Results(self.facts, list(zip(values, map(asked, possible), strict=True)))

        return Reference(
            results(self.due),
            [results(tier) for tier in self.tiers],
            [tier.when is not None for tier in self.benefit.tiers],
        )
