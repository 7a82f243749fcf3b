"""Numbers as an answer may write them: 1,200, 1.8万, 一千二, twelve hundred, 百分之十五, one third."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal

import cn2an
import regex

from assistant.conversation.verifying.signs import Signs

Unit = Literal["percent", "fraction"]
ARABIC = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
LARGEST_UNDER = 100  # 1/3 is a fraction, 2024/12 is none


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at [start, end); `spelled` where it stands in words."""

    start: int
    end: int
    value: Fraction
    spelled: bool
    unit: Unit | None = None


@dataclass(frozen=True, eq=False)
class Figures:
    """Finds the numbers of a folded text."""

    signs: Signs

    def of(self, text: str) -> Iterator[Figure]:
        """Every number, in order; vague ones (几百, 十几) are none."""
        for match in self._pattern.finditer(text):
            figure = self._read(match)
            if figure is not None and not self._vague.search(text[max(0, figure.start - 1) : figure.start]):
                yield figure

    def _read(self, match: "regex.Match[str]") -> Figure | None:
        groups = match.groupdict()
        start, end = match.span()
        if groups["percent"] is not None:
            value = self._number(groups["percent"])
            return None if value is None else Figure(start, end, value, True, "percent")
        if groups["lower"] is not None:
            upper, lower = self._number(groups["upper"]), self._number(groups["lower"])
            return None if not upper or not lower else Figure(start, end, upper / lower, True, "fraction")
        if groups["arabic"] is not None:
            return self._arabic(match)
        if groups["part"] is not None:
            upper, lower = (
                Fraction(1) if groups["parts"] == "a" else self._number(groups["parts"]),
                self.signs.words("figures.english_parts")[groups["part"]],
            )
            return None if upper is None else Figure(start, end, upper / lower, True, "fraction")
        value = self._number(match.group())
        return None if value is None else Figure(start, end, value, True)

    def _arabic(self, match: "regex.Match[str]") -> Figure | None:
        groups = match.groupdict()
        value = Fraction(groups["arabic"].replace(",", ""))
        if groups["under"] is not None and 0 < value < int(groups["under"]) < LARGEST_UNDER:
            return Figure(*match.span(), value / int(groups["under"]), False, "fraction")
        end = match.end("arabic")
        if groups["scale"]:
            value, end = value * self.signs.words("figures.scales")[groups["scale"]], match.end("scale")
        return Figure(match.start(), end, value, False)

    def _number(self, words: str) -> Fraction | None:
        if words.isascii() and words[:1].isdigit():
            return Fraction(words.replace(",", ""))
        return (
            _english(words, self._english)
            if words.isascii()
            else _chinese(words, self.signs.words("figures.one"))
        )

    @cached_property
    def _english(self) -> tuple[tuple[str, int], ...]:
        return tuple(self.signs.english.items())

    @cached_property
    def _vague(self) -> "regex.Pattern[str]":
        return self.signs.pattern("figures.vague")

    @cached_property
    def _pattern(self) -> "regex.Pattern[str]":
        words = self.signs.words("figures")
        han = rf"{words['han']}+(?:{words['point']}{words['han']}+)?"
        word = "|".join(self.signs.english)
        scales = "|".join(words["english_scales"])
        # "eighty and ninety" are two, "one hundred and fifty" is one.
        decimals = rf"(?: point(?: (?:{word}))+)?"
        english = rf"(?:\ba (?={scales})|\b)(?:{word})(?:(?:[ -]|(?<={scales}) and )(?:{word}))*{decimals}\b"
        return regex.compile(
            rf"{words['percent']}(?P<percent>{ARABIC}|{han})"
            rf"|(?P<lower>{han}){words['of']}(?P<upper>{han})"
            rf"|(?P<arabic>{ARABIC})(?:/(?P<under>\d{{1,2}})(?![\d/])|(?P<scale>[{''.join(words['scales'])}]))?"
            rf"|{han}"
            rf"|(?P<parts>\ba|{english})[ -](?P<part>{'|'.join(words['english_parts'])})s?\b"
            rf"|{english}"
        )


@lru_cache(maxsize=4096)
def _chinese(words: str, one: str) -> Fraction | None:
    for tried in (words, one + words):  # 百岁 is 一百
        try:
            return Fraction(str(cn2an.cn2an(tried, "smart")))
        except ValueError:
            continue
    return None


@lru_cache(maxsize=1024)
def _english(words: str, numbers: tuple[tuple[str, int], ...]) -> Fraction | None:
    values = dict(numbers)
    whole, _, decimals = words.partition(" point ")
    total = part = 0
    for word in regex.split(r"[ -]", whole):
        value = values.get(word)
        if value is None:
            continue
        if value < 100:
            part += value
        elif value == 100:
            part = (part or 1) * value
        else:
            total, part = total + (part or 1) * value, 0
    digits = "".join(str(values[word]) for word in decimals.split())
    return total + part + (Fraction(int(digits), 10 ** len(digits)) if digits else Fraction(0))
