"""What the match of an age pattern says: the readings that corpus/vocabulary/ages.yaml names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import regex
from dateutil.relativedelta import relativedelta

from assistant.eligibility.knowledge import Interval
from assistant.language.births import OLDEST, Birth, birth_in, year_of_life
from assistant.language.lexicon import Words
from assistant.language.numerals import number

Bounds = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AgeFound:
    """An age, or a birth date from which it follows, at `[start, end)` of the plain text."""

    start: int
    end: int
    age: Interval
    birth: Birth | None = None
    bare: bool = False
    """Whether it is a number or a date and nothing else, which is an age only where a person is spoken of."""


def age_on(day: date, birth: Birth) -> Interval:
    """The ages that somebody born between two days may have on a day."""
    oldest = relativedelta(day, birth[0]).years
    youngest = relativedelta(day, birth[1]).years
    return Interval(max(youngest, 0), max(oldest, 0))


class Readings:
    """Reads a match by the name of its reading."""

    def __init__(self, words: Words) -> None:
        self._words = words
        ages = words.ages
        nearly, about = int(ages["nearly_reaches_back"]), ages["about_reaches"]
        self.units: Mapping[str, int] = ages["english_numbers"]["units"]
        self.tens: Mapping[str, int] = ages["english_numbers"]["tens"]
        self.decades: Mapping[str, int] = ages["english_numbers"]["decades"]
        self.named: Mapping[str, Bounds] = ages["named"]
        self._years: Mapping[str, int] = ages["year_words"]
        self._of_number: Mapping[str, Callable[[int], Bounds]] = {
            "exactly": lambda n: (n, n),
            "nominal": lambda n: (max(n - 2, 0), n - 1),
            "below": lambda n: (0, n - 1),
            "nearly_at": lambda n: (max(n - nearly, 0), n - 1),
            "one_short": lambda n: (n - 1, n - 1),
            "decade": lambda n: (n, n // 10 * 10 + 9),
            "just_past": lambda n: (n, min(n + 4, n // 10 * 10 + 9)),
            "at_least": lambda n: (n, OLDEST),
            "roughly": lambda n: (n - about[_roundness(n)], min(n + about[_roundness(n)], OLDEST)),
        }
        self._of_match: Mapping[str, Callable[[regex.Match[str]], Bounds | None]] = {
            "years_short": self._years_short,
            "two_decades": _two_decades,
            "neighbours": _neighbours,
            "range": lambda m: (number(m["a"]), number(m["b"])),
            "xun": _xun,
            "towards": lambda m: (number(m["a"]) * 10 - nearly, number(m["a"]) * 10 - 1),
            "birthday": lambda m: (int(m["n"]) - bool(m["b"]),) * 2,
            "named": lambda m: (self.named[m["w"]][0], self.named[m["w"]][1]),
            "nearly_named": lambda m: (self.named[m["w"]][0] - nearly, self.named[m["w"]][0] - 1),
            "decade_of": self._decade_of,
        }

    def read(self, reading: str, match: "regex.Match[str]", today: date) -> AgeFound | None:
        """The age that a match says, None where it is none after all."""
        start, end = match.span()
        match reading:
            case "birth" | "birth_alone":
                birth = birth_in(match.groupdict(), today)
                alone = reading == "birth_alone"
                return AgeFound(start, end, age_on(today, birth), birth, bare=alone) if birth else None
            case "by_year":
                return self._by_year(match, today)
            case "alone":
                n = self._number(match["n"])
                return (
                    AgeFound(start, end, Interval(n, n), bare=True) if self._may_be_an_age(match, n) else None
                )
        if reading in self._of_number:
            bounds: Bounds | None = self._of_number[reading](self._number(match["n"]))
        else:
            bounds = self._of_match[reading](match)
        # An age that nobody reaches is read all the same: the conversation says that it cannot be.
        if bounds is None or not 0 <= bounds[0] <= bounds[1]:
            return None
        return AgeFound(start, end, Interval(*bounds))

    def knows(self, reading: str) -> bool:
        """Whether there is a reading of this name."""
        return (
            reading in self._of_number
            or reading in self._of_match
            or reading in ("birth", "birth_alone", "by_year", "alone")
        )

    def _number(self, words: str) -> int:
        if not (words[0].isascii() and words[0].isalpha()):
            return number(words)
        parts = words.replace("-", " ").split()
        if "hundred" in parts:
            parts = ["hundred", *parts[parts.index("hundred") + 1 :]]
        return sum(100 if w == "hundred" else self.tens.get(w, 0) + self.units.get(w, 0) for w in parts)

    def _may_be_an_age(self, match: "regex.Match[str]", n: int) -> bool:
        before = match.string[max(match.start() - 12, 0) : match.start()]
        after = match.string[match.end() : match.end() + 16]
        unit = self._words.pattern("not_an_age").match(after)
        return 30 <= n <= 119 and not unit and not self._words.pattern("not_an_age_before").search(before)

    def _years_short(self, match: "regex.Match[str]") -> Bounds:
        words = match["k"]
        short = 1 if words == "a" else self.units.get(words) or number(words)
        return (self._number(match["n"]) - short,) * 2

    def _decade_of(self, match: "regex.Match[str]") -> Bounds:
        first = self.decades.get(match["x"]) or int(match["x"][:2])
        low, high = {"early": (0, 4), "mid": (3, 7), "middle": (3, 7), "late": (5, 9)}.get(match["p"], (0, 9))
        return first + low, first + high

    def _by_year(self, match: "regex.Match[str]", today: date) -> AgeFound | None:
        """今年80, 后年满七十, will turn 70 in 2028: who becomes n within a year was born n years before it."""
        groups, n = match.groupdict(), self._number(match["n"])
        year = int(groups["y"]) if groups.get("y") else today.year + self._years[match["w"]]
        start, end = match.span()
        if year == today.year and groups.get("f") == "虚":
            return AgeFound(start, end, Interval(n - 2, n - 1))
        reached = groups.get("l") == "了" or not groups.get("f") or groups.get("v") in ("刚", "已", "已经")
        if year == today.year and reached:
            return AgeFound(start, end, Interval(n, n))
        birth = year_of_life(year - n)
        return AgeFound(start, end, age_on(today, birth), birth)


def _roundness(n: int) -> str:
    return "tens" if n % 10 == 0 else "fives" if n % 5 == 0 else "others"


def _two_decades(match: "regex.Match[str]") -> Bounds | None:
    """七八十岁; 三九十 is none."""
    low, high = number(match["a"]), number(match["b"])
    return (low * 10, high * 10 + 9) if high == low + 1 else None


def _neighbours(match: "regex.Match[str]") -> Bounds:
    """八十七八岁, 87、8岁."""
    low = number(match["a"])
    return low, low // 10 * 10 + number(match["b"])


def _xun(match: "regex.Match[str]") -> Bounds:
    """八旬, 八旬有三."""
    tens = number(match["a"]) * 10
    return (tens + number(match["b"]),) * 2 if match["b"] else (tens, tens + 9)
