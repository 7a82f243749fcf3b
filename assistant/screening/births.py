"""Ages reckoned from births, for whole columns: completed years (周岁), as `eligibility.prospects.age_on` counts."""

from calendar import isleap
from datetime import date

import polars as pl

from assistant.screening.domains import high_of, low_of

AGE = "age"
BORN = ("_born_first", "_born_last")
"""The first and the last day on which somebody may be born, as YYYYMMDD."""
LATER = (f"later_{low_of(AGE)}", f"later_{high_of(AGE)}")
"""The ages on the later day to which thresholds are looked ahead."""
CLASH = "_clash"
"""Whether a stated age does not fit the birth."""
YEAR = 10_000
LEAP_DAY, DAY_BEFORE = 229, 228


def day_number(day: date) -> int:
    """A day as YYYYMMDD."""
    return day.year * YEAR + day.month * 100 + day.day


def with_ages(frame: pl.DataFrame, as_of: date, later: date, months: int) -> pl.DataFrame:
    """Add the ages on both days to a frame with BORN and stated ages, and whether the two clash."""
    low, high = low_of(AGE), high_of(AGE)
    first, last = BORN
    frame = frame.with_columns(
        _age_on(as_of, last).alias("_low"),
        _age_on(as_of, first).alias("_high"),
        # Of whom only an age is stated, it is not known when the year is completed.
        pl.coalesce(_age_on(later, last), pl.col(low) + months // 12).alias(LATER[0]),
        pl.coalesce(_age_on(later, first), pl.col(high) - -months // 12).alias(LATER[1]),
    )
    least, most = pl.max_horizontal(low, "_low"), pl.min_horizontal(high, "_high")
    frame = frame.with_columns((least > most).fill_null(False).alias(CLASH))
    clash = pl.when(CLASH)
    return frame.with_columns(
        clash.then("_low").otherwise(least).alias(low), clash.then("_high").otherwise(most).alias(high)
    )


def _age_on(day: date, born: str) -> pl.Expr:
    birth = pl.col(born)
    if not isleap(day.year):
        # Somebody born on 29 February completes a year on the 28th where there is no 29th.
        birth = pl.when(birth % YEAR == LEAP_DAY).then(birth - (LEAP_DAY - DAY_BEFORE)).otherwise(birth)
    return (pl.lit(day_number(day)) - birth) // YEAR
