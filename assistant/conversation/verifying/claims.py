"""The figures of an answer with what they count, its dates, and how its sums are paid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import regex

from assistant.conversation.verifying.figures import Figure, Figures
from assistant.conversation.verifying.signs import Kind, KindRule, Signs, shown

AROUND = 24  # characters looked at before and behind a figure
SMALL = 12  # up to here a number in words is as often a manner of speaking


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure at [start, end) and what it counts. A range of items holds every number from `value` to `last`."""

    kind: Kind
    start: int
    end: int
    value: Fraction
    spelled: bool = False
    last: Fraction | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """The item numbers meant."""
        if self.last is None or self.last <= self.value or self.value.denominator != 1:
            return (str(self.value),)
        return tuple(str(number) for number in range(int(self.value), int(self.last) + 1))


@dataclass(frozen=True, slots=True)
class DateClaim:
    """A date at [start, end), as far as it is stated."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None


@dataclass(frozen=True, eq=False)
class ClaimReader:
    """Reads what a stretch of folded text states in figures."""

    signs: Signs

    def dates(self, text: str) -> list[DateClaim]:
        """Every date, an English month alone aside."""
        found: list[DateClaim] = []
        if self.signs.pattern("date_hint").search(text) is None:
            return found
        for pattern in self.signs.dates:
            for match in pattern.finditer(text):
                one = self._date(match)
                if one is not None and all(
                    one.end <= other.start or other.end <= one.start for other in found
                ):
                    found.append(one)
        return found

    def claims(self, text: str) -> list[Claim]:
        """Every figure with what it counts; `text` without its dates and names."""
        return [claim for run in self._runs(text) for claim in self._classified(run, text)]

    @cached_property
    def _figures(self) -> Figures:
        return Figures(self.signs)

    def _date(self, match: "regex.Match[str]") -> DateClaim | None:
        parts = match.groupdict()
        year, day = self._value(parts.get("y")), self._value(parts.get("d") or parts.get("e"))
        month = self._month(parts["n"]) if parts.get("n") else self._value(parts.get("m"))
        if year is None and (month is None or day is None):
            return None
        return DateClaim(*match.span(), year, month, day)

    def _month(self, name: str) -> int:
        return next(number for month, number in self.signs.months.items() if month.startswith(name[:3]))

    def _value(self, words: str | None) -> int | None:
        if words is None:
            return None
        figure = next(self._figures.of(words), None)
        return None if figure is None else int(figure.value)

    def _runs(self, text: str) -> Iterator[list[tuple[Figure, bool]]]:
        """Figures that are counted alike, each with whether it ends a range that the one before begins."""
        joint, span = self.signs.pattern("figures.joint"), self.signs.pattern("figures.range")
        run: list[tuple[Figure, bool]] = []
        for figure in self._figures.of(text):
            between = text[run[-1][0].end : figure.start] if run else ""
            if run and span.fullmatch(between):
                run.append((figure, True))
            elif run and joint.fullmatch(between):
                run.append((figure, False))
            else:
                if run:
                    yield run
                run = [(figure, False)]
        if run:
            yield run

    def _classified(self, run: Sequence[tuple[Figure, bool]], text: str) -> Iterator[Claim]:
        figures = [figure for figure, _ in run]
        before, after = _around(text, figures[0].start, figures[-1].end)
        opening, closing = self._edge(before, None), self._edge(None, after)
        both = self._edge(before, after)
        claims: list[Claim] = []
        for index, (figure, ends_range) in enumerate(run):
            last = index == len(run) - 1
            kind = both or (closing if last and closing else opening or closing) or "plain"
            claim = self._claim(kind, figure)
            if ends_range and claims and kind == "item":
                claims[-1] = replace(claims[-1], end=figure.end, last=figure.value)
            elif not self._says_nothing(claim, before if index == 0 else "", after if last else "", len(run)):
                claims.append(claim)
        yield from claims

    def _edge(self, before: str | None, after: str | None) -> Kind | None:
        """The kind that the words before, the words behind, or (given both) only the two together tell."""
        for rule in self._rules[before is not None, after is not None]:
            if (rule.before is None or rule.before.search(before or "")) and (
                rule.after is None or rule.after.search(after or "")
            ):
                return rule.kind
        return None

    @cached_property
    def _rules(self) -> Mapping[tuple[bool, bool], list[KindRule]]:
        """The rules that look at both sides, at what stands before, or at what stands behind."""
        sides = ((True, True), (True, False), (False, True))
        return {
            side: [
                rule for rule in self.signs.kinds if (rule.before is not None, rule.after is not None) == side
            ]
            for side in sides
        }

    def _claim(self, kind: Kind, figure: Figure) -> Claim:
        if figure.unit is not None:
            return Claim(figure.unit, figure.start, figure.end, figure.value, figure.spelled)
        if kind == "tenths":
            return Claim("percent", figure.start, figure.end, figure.value * 10, figure.spelled)
        return Claim(kind, figure.start, figure.end, figure.value, figure.spelled)

    def _says_nothing(self, claim: Claim, before: str, after: str, run: int) -> bool:
        """Whether it is a manner of speaking: 一个, one of, 两件事."""
        if not claim.spelled or claim.kind != "plain" or claim.value > SMALL:
            return False
        return self._edge(None, after) is None and self._edge(before, None) is None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - AROUND) : start], text[end : end + AROUND]


@dataclass(frozen=True, eq=False)
class Payment:
    """How sums are paid that stand in one stretch of folded text, and how firmly they stand."""

    signs: Signs
    text: str
    start: int
    end: int
    claims: Sequence[Claim]
    """The sums in the stretch."""
    english: bool

    def period(self, claim: Claim) -> str | None:
        """The period that the words give a sum, None where they give none."""
        found = [(match.start(), next(shown(match))) for match in self._find(self.signs.periods)]
        earlier = [name for at, name in found if at < claim.start][-1:]
        later = [name for at, name in found if at >= claim.end][:1]
        is_behind = self.signs.pattern("period_behind").match(self.text, claim.end, self.end) is not None
        nearest = [*later, *earlier] if self.english or is_behind else [*earlier, *later]
        return nearest[0] if nearest else None

    def bounds(self, claim: Claim) -> frozenset[str]:
        """The bounds that the words may give a sum: behind another sum, its bound may or may not reach this one."""
        for name in self.signs.words("bounds_behind"):
            if self.signs.pattern(f"bounds_behind.{name}").match(self.text, claim.end, self.end):
                return frozenset({name})
        found = [(match.start(), next(shown(match))) for match in self._find(self.signs.bounds)]
        earlier = [(at, name) for at, name in found if at < claim.start]
        if not earlier:
            return frozenset({"exact"})
        at, name = earlier[-1]
        between = any(at < other.start < claim.start for other in self.claims)
        return frozenset({name, "exact"}) if between else frozenset({name})

    def _find(self, pattern: "regex.Pattern[str]") -> "Iterator[regex.Match[str]]":
        return pattern.finditer(self.text, self.start, self.end)
