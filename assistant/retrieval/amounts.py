"""Sums in quoted sentences, brought to one period so that they can be set side by side."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from assistant.policies.folding import fold
from assistant.policies.numerals import numbers_in
from assistant.policies.spans import Source, Span

Period = Literal["month", "year", "meal", "household"]
Bound = Literal["at_least", "about", "at_most"]
_IN_A_YEAR: Mapping[Period | None, int] = {"month": 12, "year": 1}
Name = TypeVar("Name", bound=str)
_AROUND = 4
"""How far behind a sum a word may stand that says how firm it is (70% 左右)."""


class AmountWords(BaseModel):
    """How sentences state sums: regular expressions over folded text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sum: str
    per: Mapping[Period, str]
    bound: Mapping[Bound, str]


@dataclass(frozen=True)
class Amount:
    """A sum as a sentence states it."""

    value: Fraction
    unit: Literal["CNY", "%", "times"]
    per: Period | None
    bound: Bound | None
    span: Span
    """Where the sum itself stands in the source."""

    @property
    def per_year(self) -> Fraction | None:
        """In yuan a year; None for what is no sum of money for a stretch of time."""
        return self.value * _IN_A_YEAR[self.per] if self.unit == "CNY" and self.per in _IN_A_YEAR else None

    @property
    def per_month(self) -> Fraction | None:
        """In yuan a month."""
        return None if self.per_year is None else self.per_year / 12


def amounts_in(source: Source, sentence: Span, words: AmountWords) -> Iterator[Amount]:
    """The sums of a sentence, in order; each is for what was last said before it."""
    text = fold(source.quote(sentence))
    for match in re.finditer(words.sum, text):
        before, behind = text[: match.start()], text[match.end() : match.end() + _AROUND]
        written = match[0]
        yield Amount(
            value=max(numbers_in(written)),
            unit="%" if "%" in written else "CNY" if re.search("元", written) else "times",
            per=_last(before, words.per),
            bound=_last(_clause(before), words.bound) or _first(behind, words.bound),
            span=Span(sentence.start + match.start(), sentence.start + match.end()),
        )


def _clause(text: str) -> str:
    """What has been said since the last comma: 不低于 does not reach further."""
    return re.split("[,;:。]", text)[-1]


def _last(text: str, patterns: Mapping[Name, str]) -> Name | None:
    found = [
        (match.end(), name) for name, pattern in patterns.items() for match in re.finditer(pattern, text)
    ]
    return max(found)[1] if found else None


def _first(text: str, patterns: Mapping[Name, str]) -> Name | None:
    return next((name for name, pattern in patterns.items() if re.match(pattern, text)), None)
