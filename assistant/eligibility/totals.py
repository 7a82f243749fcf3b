"""The cash that verdicts fix: the best lawful combination, by period, with bounds; nothing unstated is added."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.eligibility.judge import Verdict
from assistant.eligibility.rules import Bound, Period, Rulebook

MONTHS = 12
"""Of a year."""


@dataclass(frozen=True)
class Total:
    """Cash in CNY by period; `at_least` as soon as one part is a floor or one tier is open."""

    value: int | float
    per: Period
    bound: Bound


@dataclass(frozen=True)
class Sure:
    """The cash that one verdict guarantees."""

    value: int | float
    per: Period
    bound: Bound


def totals(rulebook: Rulebook, verdicts: Iterable[Verdict]) -> tuple[Total, ...]:
    """Add what eligible verdicts guarantee; of benefits that exclude each other only the best choice counts."""
    sure = {verdict.benefit.key: _guaranteed(verdict) for verdict in verdicts if verdict.status == "eligible"}
    paid = {key: cash for key, cash in sure.items() if cash}
    best = _best_lawful(rulebook, paid)
    sums: dict[Period, list[Sure]] = defaultdict(list)
    for key in best:
        for cash in paid[key]:
            sums[cash.per].append(cash)
    return tuple(Total(sum(cash.value for cash in parts), per, _joined(parts)) for per, parts in sums.items())


def by_the_year(sums: Iterable[Total]) -> Total | None:
    """What sums by the month and by the year come to in a year; None where there is none by the month."""
    parts = [total for total in sums if total.per in ("month", "year")]
    if not any(total.per == "month" for total in parts):
        return None
    value = sum(total.value * (MONTHS if total.per == "month" else 1) for total in parts)
    return Total(value, "year", _joined([Sure(total.value, total.per, total.bound) for total in parts]))


def _guaranteed(verdict: Verdict) -> tuple[Sure, ...]:
    """The least that any tier still possible pays, where every one of them states a sum for the same period."""
    if verdict.benefit.payee != "elder":
        return ()
    offers = [
        [
            amount
            for amount in entry.tier.amounts
            if amount.unit == "CNY" and amount.kind == "cash" and amount.per
        ]
        for entry in verdict.tiers
    ]
    if not offers or not all(offers):
        return ()
    amounts = [amount for offer in offers for amount in offer]
    bounds = {amount.bound for amount in amounts}
    if len({amount.per for amount in amounts}) > 1 or "at_most" in bounds:
        return ()
    least = min(amounts, key=lambda amount: float(amount.value))
    assert least.per is not None
    assert not isinstance(least.value, str)
    same = len({(amount.value, amount.bound) for amount in amounts}) == 1
    bound: Bound = least.bound if same else "about" if "about" in bounds else "at_least"
    return (Sure(least.value, least.per, bound),)


def _best_lawful(rulebook: Rulebook, paid: dict[str, tuple[Sure, ...]]) -> Sequence[str]:
    exclusive = [set(relation.benefits) & set(paid) for relation in rulebook.relations]
    tied = sorted({key for keys in exclusive if len(keys) > 1 for key in keys})
    choices = [set(some) for size in range(len(tied) + 1) for some in combinations(tied, size)]
    lawful = [choice for choice in choices if all(len(choice & keys) <= 1 for keys in exclusive)]
    best = max(lawful, key=lambda choice: sum(_yearly(paid[key]) for key in choice))
    return [key for key in paid if key not in tied or key in best]


def _yearly(cash: tuple[Sure, ...]) -> float:
    return sum(part.value * (MONTHS if part.per == "month" else 1) for part in cash)


def _joined(parts: list[Sure]) -> Bound:
    bounds = {part.bound for part in parts}
    if len(bounds) == 1:
        return parts[0].bound
    return "about" if "about" in bounds else "at_least"
