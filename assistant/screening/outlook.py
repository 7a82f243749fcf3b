"""Who gains a benefit within some months by growing older: the same list, judged once more on the later day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import narwhals as nw
from dateutil.relativedelta import relativedelta

from assistant.screening.births import AGE, LATER
from assistant.screening.columns import Plan, plan
from assistant.screening.domains import column_of, high_of, interval, low_of
from assistant.screening.program import Program, levelled, weighted

GAINING = "gaining"
"""The benefits that are due on the later day and not yet, as bits in the order of the list."""
REACHING = "reaching"
"""The greatest age of the list's rules that is surely reached by the later day and is not yet; else null."""


@dataclass(frozen=True)
class Outlook:
    """A program, and the same list on a later day."""

    now: Program
    months: int

    @property
    def day(self) -> date:
        """The later day."""
        return later_day(self.now.as_of, self.months)

    @cached_property
    def thresholds(self) -> tuple[int, ...]:
        """The ages that the list's rules turn on."""
        cells = self.now.domains[AGE].cells if AGE in self.now.domains else ()
        return tuple(interval(cell).low for cell in cells[1:])

    def looked_ahead(self, typed: "nw.LazyFrame[Any]") -> "nw.LazyFrame[Any]":
        """REACHING, GAINING and `gains`, of a typed frame with the later ages."""
        low, high = low_of(AGE), high_of(AGE)
        later, before, after = self._later, self._plans[0], self._plans[1]
        due = [f"_{name}" for name in self.gains]
        frame = levelled(typed.with_columns(self._reaching().alias(REACHING)), before)
        frame = frame.with_columns(
            *(
                before.expression(one.eligible).alias(name)
                for one, name in zip(self.now.benefits, due, strict=True)
            )
        )
        frame = frame.select(*self.now.inputs, *LATER, REACHING, *due)
        frame = frame.with_columns(nw.col(LATER[0]).alias(low), nw.col(LATER[1]).alias(high))
        gained = [
            (after.expression(one.eligible) & ~nw.col(already)).alias(name)
            for one, already, name in zip(later.benefits, due, self.gains, strict=True)
        ]
        bits = [nw.col(name) for name in self.gains]
        mask = weighted(bits, [1 << place for place in range(len(bits))], nw.Int64()).alias(GAINING)
        return levelled(frame, after).with_columns(*gained).select(REACHING, *self.gains, mask)

    @cached_property
    def gains(self) -> tuple[str, ...]:
        """For each benefit the column that says who is due it on the later day and not yet."""
        return tuple(column_of(columns.benefit.key, "gains") for columns in self.now.benefits)

    @cached_property
    def _later(self) -> Program:
        return Program.of(self.now.catalogue, self.now.rulebook.document, self.day)

    @cached_property
    def _plans(self) -> tuple[Plan, Plan]:
        """How those who are due each benefit are found on the day, and on the later one."""
        before, after = (
            plan([columns.eligible for columns in program.benefits], program.domains)
            for program in (self.now, self._later)
        )
        return before, after

    def _reaching(self) -> nw.Expr:
        reached = nw.lit(None, dtype=nw.Int16())
        for age in self.thresholds:
            crosses = ((nw.col(high_of(AGE)) < age) & (nw.col(LATER[0]) >= age)).fill_null(False)
            reached = nw.when(crosses).then(nw.lit(age, dtype=nw.Int16())).otherwise(reached)
        return reached


def later_day(as_of: date, months: int) -> date:
    """The day so many months later."""
    return as_of + relativedelta(months=months)
