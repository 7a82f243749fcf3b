"""Formulas as dataframe expressions: Narwhals runs them on Polars, on Spark, or on whatever else it knows.

What several formulas share is worked out once, as a column of its own; the columns are added level by level, each
from those before it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce as fold
from operator import and_, or_

import narwhals as nw

from assistant.screening.domains import Domain, high_of, interval, low_of
from assistant.screening.formulas import FALSE, TRUE, Cell, Formula


@dataclass(frozen=True)
class Plan:
    """The columns that are worked out on the way, level by level, and how to read any formula after them."""

    levels: tuple[tuple[nw.Expr, ...], ...]
    expression: Callable[[Formula], nw.Expr]
    helpers: frozenset[str]


def plan(roots: Iterable[Formula], domains: Mapping[str, Domain]) -> Plan:
    """How to work out every one of `roots`."""
    wanted = list(dict.fromkeys(roots))
    uses = _uses(wanted)
    # A formula that is used once stands where it is used.
    named = {
        formula: f"_{number}"
        for number, formula in enumerate(uses)
        if uses[formula] > 1 and formula is not TRUE and formula is not FALSE
    }
    planner = _Planner(domains, named)
    levels: dict[int, list[nw.Expr]] = {}
    for formula, name in named.items():
        levels.setdefault(planner.level(formula), []).append(planner.build(formula).alias(name))
    return Plan(
        tuple(tuple(levels[level]) for level in sorted(levels)),
        planner.expression,
        frozenset(named.values()),
    )


def _uses(roots: Iterable[Formula]) -> Counter[Formula]:
    """How often each formula is used, counting what uses it once however often that is used itself."""
    uses: Counter[Formula] = Counter()
    waiting = list(roots)
    while waiting:
        formula = waiting.pop()
        uses[formula] += 1
        if uses[formula] == 1:
            waiting.extend(formula.parts)
    return uses


class _Planner:
    def __init__(self, domains: Mapping[str, Domain], named: Mapping[Formula, str]) -> None:
        self.domains = domains
        self.named = named
        self._levels: dict[Formula, int] = {}

    def level(self, formula: Formula) -> int:
        """How many named columns stand before it, one upon the other."""
        if formula not in self._levels:
            below = max((self.level(part) for part in formula.parts), default=0)
            self._levels[formula] = below + (formula in self.named)
        return self._levels[formula]

    def expression(self, formula: Formula) -> nw.Expr:
        """The formula, by name where it has one."""
        name = self.named.get(formula)
        return self.build(formula) if name is None else nw.col(name)

    def build(self, formula: Formula) -> nw.Expr:
        """The formula from its parts."""
        if formula is TRUE or formula is FALSE:
            return nw.lit(formula is TRUE)
        match formula.kind:
            case "all":
                return fold(and_, map(self.expression, formula.parts))
            case "any":
                return fold(or_, map(self.expression, formula.parts))
            case "not":
                return ~self.expression(formula.parts[0])
            case "cell":
                assert formula.cell is not None
                return may_lie_in(formula.cell, self.domains[formula.cell.fact])


def may_lie_in(cell: Cell, domain: Domain) -> nw.Expr:
    """Whether what the roster says leaves the fact in that cell; null says nothing."""
    if not domain.is_number:
        code, without = nw.col(domain.fact.name), domain.codes_without(cell.index)
        # Of two cells only one code leaves one out: comparing takes half the time of looking up.
        possible = code != without[0] if len(without) == 1 else ~code.is_in(without)
        return possible.fill_null(bool(domain.unknown >> cell.index & 1))
    span = interval(domain.cells[cell.index])
    from_below = (nw.col(low_of(domain.fact.name)) <= span.high).fill_null(True)
    return from_below & (nw.col(high_of(domain.fact.name)) >= span.low).fill_null(True)
