"""How long something has lasted, in months."""

from collections.abc import Iterator

from assistant.eligibility.knowledge import Interval
from assistant.language.lexicon import Words
from assistant.language.numerals import number


def duration(words: Words, text: str) -> Interval | None:
    """How many months words such as 三年了 or half a year are, None where they are no length of time."""
    for name in ("chinese", "english"):
        match = words.pattern("durations", name).fullmatch(text)
        if match:
            return _months(words, match["n"], match.groupdict().get("h"), match["u"])
    return None


def durations_in(words: Words, plain: str, start: int, end: int) -> Iterator[tuple[int, int, Interval]]:
    """The lengths of time in a stretch; 三年前 is none."""
    for name in ("chinese", "english"):
        for match in words.pattern("durations", name).finditer(plain, start, end):
            if words.pattern("durations", "not_before").match(plain[match.end() : match.end() + 5]):
                continue
            if words.pattern("durations", "not_behind").search(
                plain[max(0, match.start() - 8) : match.start()]
            ):
                continue
            months = _months(words, match["n"], match.groupdict().get("h"), match["u"])
            if months is not None:
                yield match.start(), match.end(), months


def _months(words: Words, count: str, more: str | None, unit: str) -> Interval | None:
    """Years are reached and not yet the next: 三年 is 36 to 47 months; 三个多月 at least three."""
    years = "年" in unit or unit.startswith(("year", "yr"))
    if count in ("半", "half a"):
        return Interval(6, 6) if years else None
    numbers: dict[str, int] = words.grammar["durations"]["numbers"]
    try:
        whole = numbers.get(count) or number(count.replace("半", ""))
    except ValueError:
        return None
    if years:
        return Interval(whole * 12, whole * 12 + 11)
    return Interval(whole, whole + 1) if more in ("多", "来") or "多" in unit else Interval(whole, whole)
