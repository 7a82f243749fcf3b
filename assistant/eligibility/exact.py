"""Exact outcomes over partial knowledge, also where unknowns are correlated.

Kleene bounds call `age >= 90 or age < 90` open when the age is unknown. Here the unknown facts are split into the
cells that the tests can tell apart, and the bounds are taken again in each cell, until every outcome that some
completion reaches has been found. Completions that break a constraint between facts do not count.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import assert_never

from assistant.eligibility.cells import Cells
from assistant.eligibility.expressions import (
    ALWAYS,
    LOCAL,
    NEVER,
    NO,
    YES,
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
    has_local,
    reduce,
    tests,
)
from assistant.eligibility.knowledge import Knowledge, Known

REMEMBERED = 16_384


@dataclass(frozen=True)
class Question:
    """An expression with the constraints that bear on its facts, ready to be asked of what is known."""

    expression: Expression
    constraints: tuple[Expression, ...]

    @classmethod
    def of(cls, expression: Expression, constraints: Iterable[Expression]) -> "Question":
        """Keep the constraints that touch the expression's facts, directly or through each other."""
        facts = {test.fact for test in tests(expression)}
        bearing = [cluster for cluster in clusters(constraints) if cluster.facts & facts]
        return cls(expression, tuple(constraint for cluster in bearing for constraint in cluster.constraints))

    @cached_property
    def clusters(self) -> "tuple[Cluster, ...]":
        return clusters(self.constraints)

    @cached_property
    def cells(self) -> "Cells":
        return Cells([self.expression, *self.constraints])

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts of the expression itself, in the order in which it tests them."""
        return tuple(dict.fromkeys(test.fact for test in tests(self.expression)))

    def outcomes(self, known: Known) -> frozenset[int]:
        """The outcomes that completions of `known` reach. `known` must keep the constraints (see `Consistency`)."""
        return self._remembered_outcomes(self.cells.signature(known))

    def deciding(self, known: Known) -> tuple[str, ...]:
        """The unknown facts that would decide: with everything else fixed somehow, two of its values differ."""
        return self._remembered_deciding(self.cells.signature(known))

    @cached_property
    def _remembered_outcomes(self) -> Callable[[tuple[Knowledge, ...]], frozenset[int]]:
        # People differ, but in few ways that a rule can tell apart: most questions have been asked before.
        return lru_cache(maxsize=REMEMBERED)(lambda values: self._outcomes(self.cells.known(values)))

    @cached_property
    def _remembered_deciding(self) -> Callable[[tuple[Knowledge, ...]], tuple[str, ...]]:
        return lru_cache(maxsize=REMEMBERED)(lambda values: self._deciding(self.cells.known(values)))

    def _outcomes(self, known: Known) -> frozenset[int]:
        rest = reduce(self.expression, known)
        if rest is ALWAYS or rest is NEVER:
            return frozenset({YES if rest is ALWAYS else NO})
        found: set[int] = set()
        most = 3 if has_local(rest) else 2
        for left, _ in self._untangled(rest, self._bearing(rest, known), known):
            found |= reach(left)
            if len(found) == most:
                break
        return frozenset(found)

    def _deciding(self, known: Known) -> tuple[str, ...]:
        rest = reduce(self.expression, known)
        bearing = self._bearing(rest, known)
        candidates = dict.fromkeys(test.fact for test in tests(rest))
        tangled = _tangled(rest, bearing)
        alone = tuple(
            fact
            for fact in candidates
            if (
                self._matters(fact, rest, bearing, known)
                if fact in tangled
                else self._sways(fact, rest, bearing, known)
            )
        )
        return alone or tuple(fact for fact in candidates if self._narrows(fact, known))

    def _narrows(self, fact: str, known: Known) -> bool:
        """Whether its values leave different outcomes open: of facts bound so closely that none can differ alone."""
        return len({found for valued in self._with_each(fact, known) if (found := self._reached(valued))}) > 1

    def _reached(self, known: Known) -> frozenset[int]:
        """The outcomes of completions of `known` that keep the constraints; none where `known` itself breaks them."""
        undecided = tuple(constraint for constraint in self.constraints if constraint.bounds(known)[0] == NO)
        rest = reduce(self.expression, known)
        return frozenset().union(*(reach(left) for left, _ in self._untangled(rest, undecided, known)))

    def _bearing(self, rest: Expression, known: Known) -> tuple[Expression, ...]:
        """The open constraints between two or more facts of what is left.

        A cluster of constraints that touches only one fact may be left out: in consistent knowledge each value of a
        single fact is possible.
        """
        facts = {test.fact for test in tests(rest)}
        return tuple(
            constraint
            for cluster in self.clusters
            if len(cluster.facts & facts) > 1
            for constraint in cluster.constraints
            if constraint.bounds(known)[0] == NO
        )

    def _untangled(
        self, rest: Expression, constraints: tuple[Expression, ...], known: Known
    ) -> Iterator[tuple[Expression, Known]]:
        """What is left in each possible case of the tangled facts: there every fact is independent of the others."""
        fact = next(iter(_tangled(rest, constraints)), None)
        if fact is None:
            if is_possible(constraints, known):
                yield rest, known
            return
        for cell in self.cells.split(fact, known[fact]):
            deeper = {**known, fact: cell}
            kept = [constraint.bounds(deeper) for constraint in constraints]
            if all(high != NO for _, high in kept):
                undecided = tuple(c for c, (low, _) in zip(constraints, kept, strict=True) if low == NO)
                yield from self._untangled(reduce(rest, deeper), undecided, deeper)

    def _sways(self, fact: str, rest: Expression, constraints: tuple[Expression, ...], known: Known) -> bool:
        """Whether a fact that is independent of the others can make a difference."""
        return any(sway(left, fact) - _NO_DIFFERENCE for left, _ in self._untangled(rest, constraints, known))

    def _matters(
        self, fact: str, rest: Expression, constraints: tuple[Expression, ...], known: Known
    ) -> bool:
        """Whether a fact that is tested twice, or bound to others by a constraint, can make a difference."""
        outcomes: set[int] = set()
        undecided: Expression | None = None
        for valued in self._with_each(fact, known):
            if any(constraint.bounds(valued)[1] == NO for constraint in constraints):
                continue
            left = reduce(rest, valued)
            low, high = left.bounds(valued)
            if low < high:
                undecided = left
            elif low not in outcomes and is_possible(constraints, valued):
                outcomes.add(low)
        if len(outcomes) > 1 or undecided is None:
            return len(outcomes) > 1
        other = tests(undecided)[0].fact
        branches = [(reduce(rest, deeper), deeper) for deeper in self._with_each(other, known)]
        # The branches first in which most still hangs on the fact: there a difference is soonest found.
        branches.sort(key=lambda branch: -sum(test.fact == fact for test in tests(branch[0])))
        return any(
            self._matters(fact, left, constraints, deeper)
            for left, deeper in branches
            if any(test.fact == fact for test in tests(left))
        )

    def _with_each(self, fact: str, known: Known) -> Iterator[Known]:
        for cell in self.cells.split(fact, known[fact]):
            yield {**known, fact: cell}


_NO_DIFFERENCE = frozenset({(NO, NO), (LOCAL, LOCAL), (YES, YES)})


@dataclass(frozen=True)
class Cluster:
    """Constraints that hang together through common facts."""

    constraints: tuple[Expression, ...]
    facts: frozenset[str]


def clusters(constraints: Iterable[Expression]) -> tuple[Cluster, ...]:
    """The constraints, grouped so that no two groups share a fact."""
    groups: list[Cluster] = []
    for constraint in constraints:
        facts = frozenset(test.fact for test in tests(constraint))
        touching = [group for group in groups if group.facts & facts]
        groups = [group for group in groups if group not in touching]
        joined = tuple(part for group in touching for part in group.constraints)
        groups.append(Cluster((*joined, constraint), facts.union(*(group.facts for group in touching))))
    return tuple(groups)


def _tangled(rest: Expression, constraints: tuple[Expression, ...]) -> dict[str, None]:
    """The facts of `rest` that are tested more than once or bound by a constraint, in order."""
    bound = {test.fact for constraint in constraints for test in tests(constraint)}
    seen: set[str] = set()
    found: dict[str, None] = {}
    for test in tests(rest):
        if test.fact in bound or test.fact in seen:
            found[test.fact] = None
        seen.add(test.fact)
    return found


def reach(expression: Expression) -> frozenset[int]:
    """The outcomes of an open expression in which every fact is independent of the others."""
    match expression:
        case NumberTest() | ValueTest() | PlaceTest():
            return _EITHER
        case Not(part):
            return frozenset(YES - outcome for outcome in reach(part))
        case Local(part):
            return frozenset(min(outcome, LOCAL) for outcome in reach(part))
        case Named(_, part):
            return reach(part)
        case And(parts):
            return _combined(min, YES, (reach(part) for part in parts))
        case Or(parts):
            return _combined(max, NO, (reach(part) for part in parts))
        case _:
            assert_never(expression)


def sway(expression: Expression, fact: str) -> frozenset[tuple[int, int]]:
    """The pairs of outcomes between which `fact` alone can decide, every fact being independent of the others."""
    match expression:
        case NumberTest() | ValueTest() | PlaceTest():
            return frozenset({(NO, YES)}) if expression.fact == fact else frozenset({(NO, NO), (YES, YES)})
        case Not(part):
            return frozenset((YES - one, YES - other) for one, other in sway(part, fact))
        case Local(part):
            return frozenset((min(one, LOCAL), min(other, LOCAL)) for one, other in sway(part, fact))
        case Named(_, part):
            return sway(part, fact)
        case And(parts) | Or(parts):
            pick = min if isinstance(expression, And) else max
            start = YES if isinstance(expression, And) else NO
            pairs = frozenset({(start, start)})
            for part in parts:
                pairs = frozenset((pick(a, c), pick(b, d)) for a, b in pairs for c, d in sway(part, fact))
            return pairs
        case _:
            assert_never(expression)


_EITHER = frozenset({NO, YES})


def _combined(pick: Callable[[int, int], int], start: int, parts: Iterable[frozenset[int]]) -> frozenset[int]:
    outcomes = frozenset({start})
    for part in parts:
        outcomes = frozenset(pick(one, other) for one in outcomes for other in part)
    return outcomes


def is_open(test: Test, known: Known) -> bool:
    """Whether what is known leaves the test undecided."""
    low, high = test.bounds(known)
    return low != high


def is_possible(constraints: tuple[Expression, ...], known: Known) -> bool:
    """Whether some completion of `known` keeps all constraints."""
    return not constraints or YES in _together(constraints).outcomes(known)


@lru_cache(maxsize=1024)
def _together(constraints: tuple[Expression, ...]) -> "Question":
    return Question(And(constraints), ())


def counterexample(
    first: Expression, second: Expression, constraints: Iterable[Expression], known: Known
) -> dict[str, Knowledge] | None:
    """Facts within `known` for which the two expressions come out differently, or None where they never do."""
    question = Question.of(And((first, second)), constraints)
    compared: set[tuple[Expression, Expression, tuple[Expression, ...]]] = set()

    def search(
        one: Expression, other: Expression, laws: tuple[Expression, ...], known: Known
    ) -> dict[str, Knowledge] | None:
        one, other = reduce(one, known), reduce(other, known)
        laws = tuple(rest for law in laws if (rest := reduce(law, known)) != ALWAYS)
        if one == other or NEVER in laws or (one, other, laws) in compared:
            return None
        compared.add((one, other, laws))
        fact = next((test.fact for rest in (one, other) for test in tests(rest)), None)
        if fact is None:
            differ = one.bounds(known) != other.bounds(known)
            return dict(known) if differ and is_possible(laws, known) else None
        cells = question.cells.split(fact, known[fact])
        return next(
            (found for cell in cells if (found := search(one, other, laws, {**known, fact: cell}))), None
        )

    return search(first, second, question.constraints, {fact: known[fact] for fact in question.cells.facts})
