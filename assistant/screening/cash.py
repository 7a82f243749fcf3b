"""The cash that verdicts fix for each person, and what the tiers still open may cost a year.

What one benefit guarantees is asked of `eligibility.totals`, once for each set of tiers that may be open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce as fold
from itertools import combinations
from operator import add, or_

import narwhals as nw

from assistant.eligibility.judge import OpenTier, Verdict
from assistant.eligibility.questions import YEARLY
from assistant.eligibility.rules import Benefit, Bound, Period, Rulebook
from assistant.eligibility.totals import Total, totals
from assistant.screening.domains import column_of

BOUNDS: tuple[Bound, ...] = ("exact", "at_least", "about")
"""The bits of a bound column: which bounds the parts of a sum have."""

Sums = Mapping[int, Total]
"""By the mask of the tiers still open, the cash that is then guaranteed; masks without any are left out."""


@dataclass(frozen=True)
class Cost:
    """What an eligible person's open tiers cost a year in CNY; `stated` is false where one of them names no sum."""

    low: float
    high: float
    open_ended: bool
    stated: bool


def sums_of(rulebook: Rulebook, benefit: Benefit) -> Sums:
    """What the benefit guarantees an eligible person, by the tiers that are open."""
    found = {}
    for mask in range(1, 1 << len(benefit.tiers)):
        open_tiers = tuple(
            OpenTier(tier, certain=False) for place, tier in enumerate(benefit.tiers) if mask >> place & 1
        )
        for total in totals(rulebook, (Verdict(benefit, "eligible", (), open_tiers),)):
            found[mask] = total
    return found


def cost_of(benefit: Benefit, mask: int) -> Cost:
    """The yearly cost of a benefit whose open tiers are those of the mask."""
    open_tiers = [tier for place, tier in enumerate(benefit.tiers) if mask >> place & 1]
    offers = [
        [
            (float(amount.value) * YEARLY[amount.per], amount.bound)
            for amount in tier.amounts
            if amount.unit == "CNY" and amount.kind == "cash" and amount.per in YEARLY
        ]
        for tier in open_tiers
    ]
    sums = [sum_a_year for offer in offers for sum_a_year, _ in offer]
    stated = bool(offers) and all(offers)
    floors = [min((s for s, bound in offer if bound != "at_most"), default=0.0) for offer in offers]
    return Cost(
        low=min(floors) if stated else 0.0,
        high=max(sums, default=0.0),
        open_ended=any(bound in ("at_least", "about") for offer in offers for _, bound in offer),
        stated=stated,
    )


@dataclass(frozen=True)
class Payment:
    """One benefit that can guarantee cash: its columns of status and open tiers, and what they guarantee."""

    key: str
    status: str
    tiers: str
    sums: Sums

    @property
    def per(self) -> Period:
        [period] = {total.per for total in self.sums.values()}
        return period

    @property
    def column(self) -> str:
        return column_of(self.key, "paid")

    def paid(self, eligible: int) -> nw.Expr:
        """The CNY that are guaranteed, in their own period; 0 for nothing."""
        by_mask = {mask: float(total.value) for mask, total in self.sums.items()}
        worth = _by_mask(self.tiers, by_mask, 0.0)
        return nw.when(nw.col(self.status) == eligible).then(worth).otherwise(nw.lit(0.0)).alias(self.column)

    def bounded(self, bound: Bound) -> nw.Expr:
        """Whether what is paid has that bound."""
        masks = [mask for mask, total in self.sums.items() if total.bound == bound]
        return (nw.col(self.column) > 0) & nw.col(self.tiers).is_in(masks)


@dataclass(frozen=True)
class CashColumns:
    """The totals of everybody: for each period the sum of the best lawful combination, and its bounds as bits."""

    payments: tuple[Payment, ...]
    exclusive: tuple[frozenset[str], ...]

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(dict.fromkeys(payment.per for payment in self.payments))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for per in self.periods for name in (f"cash_{per}", f"cash_{per}_bounds"))

    def levels(self, eligible: int) -> Iterator[tuple[nw.Expr, ...]]:
        """What is worked out, level by level; `eligible` is the code of that status."""
        yield tuple(payment.paid(eligible) for payment in self.payments)
        choices = tuple(_choices(self._tied, self.exclusive))
        if self._tied:
            yield (nw.max_horizontal(*map(self._worth, choices)).alias("_best"),)
            # Of equals the first that `totals` tries.
            chosen = nw.lit(len(choices) - 1)
            for place, choice in reversed(tuple(enumerate(choices))):
                chosen = nw.when(self._worth(choice) == nw.col("_best")).then(nw.lit(place)).otherwise(chosen)
            yield (chosen.alias("_chosen"),)
        yield tuple(expression for per in self.periods for expression in self._totals(per, choices))

    @property
    def _tied(self) -> frozenset[str]:
        return frozenset(key for keys in self.exclusive for key in keys)

    def _worth(self, choice: frozenset[str]) -> nw.Expr:
        """The CNY a year of a choice among the tied benefits."""
        weights = (
            (one.column, 12.0 if one.per == "month" else 1.0) for one in self.payments if one.key in choice
        )
        return fold(add, (nw.col(column) * weight for column, weight in weights), nw.lit(0.0))

    def _totals(self, per: Period, choices: Sequence[frozenset[str]]) -> Iterator[nw.Expr]:
        paying = [
            (payment, self._counts(payment.key, choices)) for payment in self.payments if payment.per == per
        ]
        yield fold(
            add, (nw.when(counts).then(nw.col(one.column)).otherwise(nw.lit(0.0)) for one, counts in paying)
        ).alias(f"cash_{per}")
        yield fold(
            add,
            (
                fold(or_, (one.bounded(bound) & counts for one, counts in paying)).cast(nw.Int8)
                * (1 << place)
                for place, bound in enumerate(BOUNDS)
            ),
        ).alias(f"cash_{per}_bounds")

    def _counts(self, key: str, choices: Sequence[frozenset[str]]) -> nw.Expr:
        """Whether the benefit is in the combination that counts."""
        if key not in self._tied:
            return nw.lit(True)
        return nw.col("_chosen").is_in([place for place, choice in enumerate(choices) if key in choice])


def cash_columns(rulebook: Rulebook, columns: Mapping[str, tuple[str, str]]) -> CashColumns:
    """The totals of a list; `columns` holds the status and the tier column of each benefit by its key."""
    payments = tuple(
        Payment(benefit.key, *columns[benefit.key], sums)
        for benefit in rulebook.benefits
        if (sums := sums_of(rulebook, benefit))
    )
    paying = {payment.key for payment in payments}
    exclusive = (frozenset(relation.benefits) & paying for relation in rulebook.relations)
    return CashColumns(payments, tuple(keys for keys in exclusive if len(keys) > 1))


def bound_of(mask: int) -> Bound:
    """How the parts' bounds join: the rule of `eligibility.totals`."""
    found = [bound for place, bound in enumerate(BOUNDS) if mask >> place & 1]
    return found[0] if len(found) == 1 else "about" if "about" in found else "at_least"


def _by_mask(column: str, values: Mapping[int, float], otherwise: float) -> nw.Expr:
    worth = nw.lit(otherwise)
    for mask, value in values.items():
        worth = nw.when(nw.col(column) == mask).then(nw.lit(value)).otherwise(worth)
    return worth


def _choices(tied: frozenset[str], exclusive: Sequence[frozenset[str]]) -> Iterator[frozenset[str]]:
    """The lawful choices among benefits that exclude each other, in the order in which `totals` tries them."""
    for size in range(len(tied) + 1):
        for some in combinations(sorted(tied), size):
            if all(len(keys & set(some)) <= 1 for keys in exclusive):
                yield frozenset(some)
