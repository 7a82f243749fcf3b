"""The birth date that the match of a pattern says."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import regex
from dateutil import parser as dateparser
from dateutil.relativedelta import relativedelta

from assistant.language.numerals import HAN_DIGITS, number

OLDEST = 130
Birth = tuple[date, date]
"""The first and the last day on which somebody may have been born."""

_DAY_STATED = regex.compile(
    r"\d{1,2}(?:st|nd|rd|th)?(?: of)? [a-z]|[a-z.] \d{1,2}(?:st|nd|rd|th)?,? \d{4}|-\d+-"
)
_SLASHED = regex.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")


def birth_in(groups: Mapping[str, str | None], today: date) -> Birth | None:
    """When somebody was born; None where the words are no date, or none of a living person."""
    birth = _english(groups["e"]) if groups.get("e") else _chinese(groups)
    if birth is None or birth[0] > today or birth[0].year < today.year - OLDEST:
        return None
    return birth


def year_of_life(year: int) -> Birth:
    """Any day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def in_month(birth: Birth, month: int, day: int | None) -> Birth | None:
    """A year of birth narrowed by a month, or a month and a day; None where the year is not known as such."""
    first, last = birth
    if (first, last) != year_of_life(first.year):
        return None
    return _days(first.year, month, day)


def _chinese(groups: Mapping[str, str | None]) -> Birth | None:
    year = _year(groups)
    if year and groups.get("lunar"):
        return date(year, 1, 1), date(year + 1, 2, 20)  # no lunar year ends later
    month, day = groups.get("m"), groups.get("d")
    return _days(year, number(month) if month else None, number(day) if day else None) if year else None


def _year(groups: Mapping[str, str | None]) -> int | None:
    """The year in figures, in Chinese digits, of the Republic (民国元年 is 1912), or by its last two digits."""
    if year := groups.get("y"):
        return int(year)
    if han := groups.get("h"):
        return int("".join(HAN_DIGITS[c] for c in han))
    if republic := groups.get("r"):
        return 1911 + (1 if republic == "元" else number(republic))
    if short := groups.get("s"):
        return 1900 + int("".join(HAN_DIGITS.get(c, c) for c in short))
    return None


def _slashed(first: int, second: int, year: int) -> Birth | None:
    """14/03/1944; where both numbers may be the month, the day is one of two, and so is the range between them."""
    readings = [_days(year, month, day) for month, day in {(second, first), (first, second)} if month <= 12]
    days = sorted(day for reading in readings if reading for day in reading)
    return (days[0], days[-1]) if days else None


def _english(words: str | None) -> Birth | None:
    if numbers := _SLASHED.fullmatch(words or ""):
        return _slashed(*map(int, numbers.groups()))
    try:
        parsed = dateparser.parse(words or "", default=datetime(2000, 1, 1))
    except (ValueError, OverflowError):
        return None
    return _days(parsed.year, parsed.month, parsed.day if _DAY_STATED.search(words or "") else None)


def _days(year: int, month: int | None, day: int | None) -> Birth | None:
    """The first and the last day of a year, of a month, or a day alone; None where the calendar has none such."""
    try:
        if month is None:
            return year_of_life(year)
        first = date(year, month, day or 1)
    except ValueError:
        return None
    return first, first if day else first + relativedelta(months=1) - timedelta(days=1)
