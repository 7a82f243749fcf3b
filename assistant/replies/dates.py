"""Days in words."""

from datetime import date

from assistant.eligibility.prospects import DateRange
from assistant.replies.words import Speech


def day_words(day: date, speech: Speech) -> str:
    """2025年1月1日, 1 January 2025."""
    month = speech.wording.lists["months"][day.month - 1]
    return speech.say("date", year=day.year, month=day.month, day=day.day, month_name=month)


def range_words(days: DateRange, speech: Speech) -> str:
    """A day, or the two days between which it must lie."""
    if days.start == days.end:
        return day_words(days.start, speech)
    return speech.say("date_range", start=day_words(days.start, speech), end=day_words(days.end, speech))
