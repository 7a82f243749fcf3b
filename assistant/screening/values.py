"""What a cell of a roster says: its text as knowledge of a fact, or the reason why it says nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Interval, Knowledge, Options, Value, Whereabouts, region
from assistant.eligibility.prospects import DateRange
from assistant.policies.bilingual import Bilingual, Tongue
from assistant.policies.places import Place, Places
from assistant.screening.headings import Column
from assistant.screening.vocabulary import RosterVocabulary, plain_value

WHOLE = re.compile(r"(-?\d+)(?:\.0+)?(?:周?岁|个?月|years?|months?)?")
RANGE = re.compile(r"(\d+)\s*[-–~～至到]\s*(\d+)(?:周?岁|个?月)?")
DAY = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})?(?:\.0)?")
SERIAL = re.compile(r"(\d{5})(?:\.0+)?")
SERIAL_START = date(1899, 12, 30)
"""The day 0 by which spreadsheets count days."""
NO_CHARACTER = "\ufffd"
"""What stands for bytes that are no character of a file's encoding."""
BRACKETED = re.compile(r"[（(].*?[）)]")


@dataclass(frozen=True)
class Fault:
    """Why a cell was not used: the name of its wording in roster.yaml, and what fills that in."""

    name: str
    fill: Mapping[str, Bilingual | str | int] = field(default_factory=dict)

    def words(self, vocabulary: RosterVocabulary, tongue: Tongue) -> str:
        """The reason in one language."""
        filled = {
            key: value.of(tongue) if isinstance(value, Bilingual) else value
            for key, value in self.fill.items()
        }
        return vocabulary.faults[self.name].of(tongue).format(**filled)


Said = Knowledge | Fault | None
"""What a cell says; None where it is blank."""


class CellReader:
    """Reads the cells of one column of a fact."""

    def __init__(self, column: Column, vocabulary: RosterVocabulary, here: "Here") -> None:
        assert column.fact is not None
        self.fact: Fact = column.fact
        self._value = column.value
        self._words = vocabulary
        self._here = here
        self._blank = {plain_value(word) for word in vocabulary.blank}
        self._yes = {plain_value(word) for word in vocabulary.yes}
        self._no = {plain_value(word) for word in vocabulary.no}
        self._named = dict(self._names())
        # The owner's codes come before everything that is understood without them.
        self._codes = {plain_value(code): plain_value(value) for code, value in (column.codes or {}).items()}

    def read(self, text: str) -> Said:
        """What the text says."""
        plain = plain_value(text)
        plain = self._codes.get(plain, plain)
        if plain in self._blank:
            return None
        if NO_CHARACTER in plain:
            return Fault("unreadable")
        match self.fact.type:
            case "number":
                return self._number(plain)
            case "flag":
                return self._yes_or_no(plain, frozenset({True}))
            case "choice" if self._value is not None:
                return self._yes_or_no(plain, frozenset({self._value}))
            case "choice":
                found = self._named.get(plain) or self._named.get(plain.removesuffix(".0"))
                return Options(found) if found else self._no_such_value()
            case "place":
                return self._place(plain)

    def _yes_or_no(self, plain: str, yes: frozenset[Value]) -> Said:
        plain = plain.removesuffix(".0")
        if plain in self._yes:
            return Options(yes)
        if plain in self._no:
            return Options(frozenset(self.fact.values or (True, False)) - yes)
        # Under a heading such as 是否低保 some write 低保 for yes.
        named = self._named.get(plain)
        return Options(named) if named else self._no_such_value()

    def _number(self, plain: str) -> Said:
        assert self.fact.range is not None
        low, high = self.fact.range
        if exact := WHOLE.fullmatch(plain):
            span = (int(exact[1]), int(exact[1]))
        elif several := RANGE.fullmatch(plain):
            span = (int(several[1]), int(several[2]))
        else:
            span = (low - 1, low - 1)
        if not low <= span[0] <= span[1] <= min(high, self.fact.plausible or high):
            most = min(high, self.fact.plausible or high)
            return Fault("number", {"label": self.fact.label, "low": low, "high": most})
        return Interval(*span)

    def _place(self, plain: str) -> Said:
        places = self._words.places
        if plain in self._yes or plain in map(plain_value, places.here):
            return Whereabouts(self._here.region)
        if plain in self._no or plain in map(plain_value, places.elsewhere):
            return Whereabouts(outside=frozenset({self._here.region}))
        if plain in map(plain_value, places.city):
            return Whereabouts(self._here.city)
        found = self._here.named(plain)
        return Fault("place") if found is None else Whereabouts(region(found.code))

    def _names(self) -> Iterator[tuple[str, frozenset[Value]]]:
        values = self.fact.values or {}
        by_name = {str(value): value for value in values}
        for several, words in self._words.values.get(self.fact.name, {}).items():
            meant = frozenset(by_name[name] for name in several.split("|"))
            yield from ((plain_value(word), meant) for word in words)
        for value, label in values.items():
            for name in _names_of(value, label):
                yield plain_value(name), frozenset({value})

    def _no_such_value(self) -> Fault:
        if self.fact.type == "flag" or self._value is not None:
            possible = Bilingual(
                zh=f"{self._words.yes_word.zh}、{self._words.no_word.zh}",
                en=f"{self._words.yes_word.en}, {self._words.no_word.en}",
            )
        else:
            labels = (self.fact.values or {}).values()
            possible = Bilingual(
                zh="、".join(label.zh for label in labels), en=", ".join(label.en for label in labels)
            )
        return Fault("value", {"label": self.fact.label, "possible": possible})


def _names_of(value: Value, label: Bilingual) -> Iterable[str]:
    return {str(value), label.zh, label.en, BRACKETED.sub("", label.zh), BRACKETED.sub("", label.en)}


@dataclass(frozen=True)
class Here:
    """The place whose list is asked, and how other places are named."""

    places: Places
    place: Place

    @property
    def region(self) -> str:
        return region(self.place.code)

    @property
    def city(self) -> str:
        """The prefecture, or the municipality, that the place is or lies in."""
        outward = (self.place, *self.places.ancestors(self.place))
        return region(next(one for one in outward if one.level < 2).code)

    def named(self, plain: str) -> Place | None:
        """The innermost place that a name or an address names."""
        if plain.isdecimal() and len(plain) == 6:
            try:
                return self.places.get(plain)
            except ValueError:
                return None
        found = self.places.find(plain)
        return max((mention.place for mention in found), key=lambda place: place.level, default=None)


def read_birth(text: str, blank: frozenset[str], as_of: date, oldest: int) -> DateRange | Fault | None:
    """The days on which somebody may be born; `oldest` is the greatest age that is believed."""
    plain = plain_value(text)
    if plain in blank:
        return None
    found = _days(plain)
    if found is None:
        return Fault("date")
    if found.start > as_of:
        return Fault("future", {"day": as_of.isoformat()})
    if found.end < as_of - relativedelta(years=oldest + 1):
        return Fault("too_old", {"day": as_of.isoformat(), "most": oldest})
    return DateRange(found.start, min(found.end, as_of))


def _days(plain: str) -> DateRange | None:
    if serial := SERIAL.fullmatch(plain):
        day = SERIAL_START + timedelta(days=int(serial[1]))
        return DateRange(day, day)
    match = DAY.fullmatch(plain) or DIGITS.fullmatch(plain)
    if match is None:
        return None
    year, month, day_of = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day_of or 1)
    except ValueError:
        return None
    length: Any = (
        relativedelta(days=1) if day_of else relativedelta(months=1) if month else relativedelta(years=1)
    )
    return DateRange(first, first + length - timedelta(days=1))
