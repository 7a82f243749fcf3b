"""A stated birth: the days that it leaves, and the ages that go with them."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from assistant.eligibility.knowledge import Interval
from assistant.eligibility.prospects import DateRange, age_on
from assistant.eligibility.stating import FactError

BORN = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")


def born(words: str, as_of: date) -> DateRange:
    """The days on which somebody may be born who says 1941, 1941-03 or 1941-03-02; raises FactError."""
    match = BORN.fullmatch(words.strip())
    try:
        year, month, day = (int(part) if part else None for part in match.groups()) if match else (None,) * 3
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        raise FactError(
            f"a birth is a year, a month or a day such as 1941, 1941-03 or 1941-03-02, not {words!r}"
        ) from None
    if first > as_of:
        raise FactError(f"a birth in {words} lies after {as_of}, the day of judgement")
    length = relativedelta(days=1) if day else relativedelta(months=1) if month else relativedelta(years=1)
    return DateRange(first, min(first + length - timedelta(days=1), as_of))


def aged(birth: DateRange, age: Interval, as_of: date) -> Interval:
    """The ages that both the birth and the age leave; raises FactError where there are none."""
    reckoned = age_on(birth, as_of)
    low, high = max(reckoned.low, age.low), min(reckoned.high, age.high)
    if low > high:
        years, stated = (
            f"{span.low}-{span.high}" if span.low < span.high else f"{span.low}" for span in (reckoned, age)
        )
        raise FactError(
            f"somebody born from {birth.start} to {birth.end} is {years} on {as_of}, not {stated}"
        )
    return Interval(low, high)
