"""How one benefit stands for one person, as an answer may tell it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from assistant.conversation.verifying.literals import Key, dense
from assistant.eligibility.judge import Criterion, Verdict
from assistant.eligibility.rules import Amount
from assistant.policies.spans import Source
from assistant.replies.names import PersonAssessment

Change = Literal["gained", "lost", "opened", "closed"]

MONTHS_A_YEAR = 12
PAID = ("cash", "training", "support", "insurance")  # a change of these is told in a line of its own
CHOICE = "any: "
"""Before the first quote of a choice, which tells it from the one condition that the quote asks for."""
UNITS = {"CNY": "money", "%": "percent", "times": "times"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum, a share or a multiple, as the text states it."""

    value: Fraction
    unit: str
    per: str | None
    bound: str
    standard: str | None = None
    """The local standard that a share is of."""

    @classmethod
    def of(cls, amount: Amount) -> "Sum":
        """The amount of a rule."""
        unit = "fraction" if isinstance(amount.value, str) else UNITS[amount.unit]
        return cls(Fraction(str(amount.value)), unit, amount.per, amount.bound, amount.of)

    @property
    def is_monthly(self) -> bool:
        return (self.unit, self.per) == ("money", "month")

    @property
    def by_the_year(self) -> "Sum":
        """A monthly sum reckoned to the year, as lists are compared."""
        return Sum(self.value * MONTHS_A_YEAR, self.unit, "year", self.bound)


def sums_of(verdict: Verdict | None) -> frozenset[Sum]:
    """The sums of every tier that is still possible."""
    return frozenset(Sum.of(amount) for amount in verdict.amounts) if verdict is not None else frozenset()


@dataclass(frozen=True, eq=False)
class Stand:
    """One benefit for one person, now and, after a correction, before it."""

    key: Key
    person: PersonAssessment
    verdict: Verdict
    before: Verdict | None
    source: Source

    @property
    def status(self) -> str:
        return self.verdict.status

    @property
    def is_encouraged(self) -> bool:
        """Whether the text only encourages somebody to give it."""
        return self.verdict.benefit.encouraged is not None

    @property
    def is_unsettled(self) -> bool:
        """Whether more would have to be known to say how much it is, or which of two is chosen."""
        return bool(self.verdict.amount_missing or self.verdict.wish)

    @property
    def open_facts(self) -> frozenset[str]:
        """The facts on which it still turns; of what is not due all that would have to be otherwise."""
        if self.status == "not_eligible":
            return frozenset(self.verdict.benefit.due.facts)
        return frozenset((*self.verdict.missing, *self.verdict.amount_missing))

    @cached_property
    def sums(self) -> frozenset[Sum]:
        """What it gives now, as far as that is open."""
        return sums_of(self.verdict)

    @cached_property
    def change(self) -> Change | None:
        """How its status changed, None where it did not."""
        if self.before is None or self.before.status == self.status:
            return None
        if self.status == "eligible":
            return "gained"
        if self.before.status == "eligible":
            return "lost"
        return "closed" if self.status == "not_eligible" else "opened"

    @property
    def changes_in_a_line(self) -> bool:
        """Whether its change is told for itself, and not counted among others."""
        before = self.before
        own = before is not None and (bool(before.amounts) or before.benefit.grants in PAID)
        return own and self.change in ("gained", "lost")

    @cached_property
    def marks(self) -> frozenset[tuple[str, bool | None]]:
        """How each condition stands, by its first quote; a choice between several by the first quote in it."""
        return frozenset(mark for criterion in self.verdict.criteria for mark in self._marks(criterion))

    def _marks(self, criterion: Criterion) -> Iterator[tuple[str, bool | None]]:
        met = None if criterion.local else criterion.met
        first = self._first_quote(criterion)
        if first is not None and criterion.kind != "all":
            yield f"{CHOICE if criterion.kind == 'any' else ''}{first}", met
        for part in criterion.parts:
            yield from self._marks(part)

    def _first_quote(self, criterion: Criterion) -> str | None:
        if criterion.quotes:
            return dense(self.source.quote(criterion.quotes[0]))
        return next((quote for part in criterion.parts if (quote := self._first_quote(part))), None)
