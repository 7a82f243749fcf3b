"""From the text of a roster to typed columns: each distinct text is read once, and what cannot be read is reported."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import polars as pl

from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Options
from assistant.eligibility.prospects import DateRange
from assistant.screening import births
from assistant.screening.births import AGE, BORN, LATER
from assistant.screening.domains import high_of, interval, low_of
from assistant.screening.faults import fault_lines, faults_of_texts, joined
from assistant.screening.headings import Column, Headings
from assistant.screening.identity import birth_text, is_male, is_sound, plain
from assistant.screening.program import Program
from assistant.screening.values import CellReader, Fault, Here, Said, read_birth
from assistant.screening.vocabulary import RosterVocabulary, plain_value

REMEMBERED = 200_000
"""Distinct texts of one column that are remembered from batch to batch."""
SEX = "sex"
T = TypeVar("T")


@dataclass(frozen=True)
class Typed:
    """A batch as the program reads it, with the ages of a later day beside, and its faulty cells."""

    frame: pl.DataFrame
    faults: pl.DataFrame


class Typist:
    """Types the batches of one roster for one program; `later` lies `months` after the program's day."""

    def __init__(
        self, program: Program, headings: Headings, words: RosterVocabulary, *, months: int, later: date
    ) -> None:
        catalogue = program.catalogue
        self.program, self.headings, self.words = program, headings, words
        self.months, self.later = months, later
        self.blank = frozenset(plain_value(word) for word in words.blank)
        age = catalogue.vocabulary.facts[AGE]
        self._oldest = age.plausible or interval(age.domain).high
        here = Here(catalogue.places, catalogue.places.get(program.rulebook.place))
        # A fact that no rule of this list turns on is understood, and not read.
        self._readers = [
            (column, CellReader(column, words, here))
            for column in headings.columns
            if column.fact is not None and column.fact.name in program.domains
        ]
        self._read: dict[str, dict[str, Said]] = {}
        self._births: dict[str, DateRange | Fault | None] = {}

    def typed(self, batch: pl.DataFrame) -> Typed:
        """Type a batch of texts; it has a column for each heading, and its row numbers."""
        page = _Page(self, batch)
        for column, reader in self._readers:
            known = self._read.setdefault(column.heading, {})
            page.take(column, remembered(known, batch[column.heading], reader.read))
        for column in self.headings.of_kind("birth"):
            page.take_births(column.heading)
        for column in self.headings.of_kind("identity"):
            page.identify(column.heading)
        page.reckon_ages()
        return Typed(page.frame.select(*self.program.inputs, *LATER).cast(pl.Int16), joined(page.faults))

    def born(self, texts: pl.Series) -> dict[str, DateRange | Fault | None]:
        """The days of birth that each distinct text means."""
        day, oldest = self.program.as_of, self._oldest
        return remembered(self._births, texts, lambda text: read_birth(text, self.blank, day, oldest))


class _Page:
    """One batch while it is being typed: columns are added to `frame`, lines to `faults`."""

    def __init__(self, typist: Typist, batch: pl.DataFrame) -> None:
        self.typist, self.batch = typist, batch
        self.faults: list[pl.DataFrame] = []
        unknown = pl.Series([None], dtype=pl.Int32).new_from_index(0, batch.height)
        self.frame = pl.DataFrame(dict.fromkeys((*typist.program.inputs, *BORN), unknown))
        self._headings: dict[str, str] = {}

    def take(self, column: Column, found: Mapping[str, Said]) -> None:
        """Take in what a column of a fact says."""
        assert column.fact is not None
        fact, texts = column.fact, self.batch[column.heading]
        self.faults.append(faults_of_texts(self.batch, column.heading, found, self.typist.words))
        known = {text: one for text, one in found.items() if one is not None and not isinstance(one, Fault)}
        domain = self.typist.program.domains[fact.name]
        if domain.is_number:
            spans = {text: interval(one) for text, one in known.items()}
            low, high = low_of(fact.name), high_of(fact.name)
            least = mapped(texts, {text: span.low for text, span in spans.items()})
            most = mapped(texts, {text: span.high for text, span in spans.items()})
            columns = {low: pl.max_horizontal(low, least), high: pl.min_horizontal(high, most)}
            self._narrow(fact, column.heading, columns, pl.col(low) > pl.col(high))
        else:
            codes = mapped(texts, {text: domain.code(one) for text, one in known.items()})
            both = pl.coalesce(pl.col(fact.name) & codes, fact.name, codes)
            self._narrow(fact, column.heading, {fact.name: both}, pl.col(fact.name) == 0)

    def take_births(self, heading: str) -> None:
        """Take in a column of births, where none are known yet."""
        texts = self.batch[heading]
        found = self.typist.born(texts)
        self.faults.append(faults_of_texts(self.batch, heading, found, self.typist.words))
        self._be_born(texts, found)

    def identify(self, heading: str) -> None:
        """Take births and sexes, where they lack, from sound identity numbers; the others are reported."""
        number = pl.col(heading)
        numbers = self.batch.select(plain(number))
        sound = numbers.select(is_sound(number).fill_null(False)).to_series()
        texts = numbers.select(pl.when(sound).then(birth_text(number))).to_series()
        found = self.typist.born(texts)
        no_day = texts.is_in([text for text, one in found.items() if isinstance(one, Fault)]).fill_null(False)
        blank = numbers[heading].str.to_lowercase().is_in(list(self.typist.blank)).fill_null(True)
        self._report(heading, ~blank & (~sound | no_day), Fault("identity"))
        self._be_born(texts, found)
        if SEX in self.typist.program.domains:
            domain = self.typist.program.domains[SEX]
            male, female = (domain.code(Options(frozenset({value}))) for value in ("male", "female"))
            sex = pl.when(is_male(number)).then(male).otherwise(female)
            sexes = numbers.select(pl.when(sound & ~no_day).then(sex)).to_series()
            self.frame = self.frame.with_columns(pl.coalesce(SEX, sexes.cast(pl.Int32)))

    def _be_born(self, texts: pl.Series, found: Mapping[str, DateRange | Fault | None]) -> None:
        days = {text: one for text, one in found.items() if isinstance(one, DateRange)}
        first = mapped(texts, {text: births.day_number(born.start) for text, born in days.items()})
        last = mapped(texts, {text: births.day_number(born.end) for text, born in days.items()})
        self.frame = self.frame.with_columns(
            pl.coalesce(name, days_of) for name, days_of in zip(BORN, (first, last), strict=True)
        )

    def reckon_ages(self) -> None:
        """Ages from births; where a stated age disagrees, the birth is believed."""
        typist = self.typist
        self.frame = births.with_ages(self.frame, typist.program.as_of, typist.later, typist.months)
        clash = self.frame[births.CLASH]
        if clash.any():
            self._report(self._headings[AGE], clash, Fault("birth_first"))

    def _narrow(self, fact: Fact, heading: str, columns: Mapping[str, pl.Expr], empty: pl.Expr) -> None:
        """Join what several columns say of one fact; where nothing is left, that is reported and it is unknown."""
        self.frame = self.frame.with_columns(**columns)
        clash = self.frame.select(empty.fill_null(False)).to_series()
        if clash.any():
            other = self._headings.get(fact.name, heading)
            self._report(heading, clash, Fault("disagrees", {"other": other, "label": fact.label}))
            self.frame = self.frame.with_columns(pl.when(~clash).then(name).alias(name) for name in columns)
        self._headings.setdefault(fact.name, heading)

    def _report(self, heading: str, where: pl.Series, fault: Fault) -> None:
        self.faults.append(fault_lines(self.batch, heading, where, fault, self.typist.words))


def remembered(known: dict[str, T], texts: pl.Series, read: Callable[[str], T]) -> dict[str, T]:
    """What each distinct text means; what `known` holds is not read again."""
    if len(known) > REMEMBERED:
        known.clear()
    distinct = texts.drop_nulls().unique().to_list()
    for text in distinct:
        if text not in known:
            known[text] = read(text)
    return {text: known[text] for text in distinct}


def mapped(texts: pl.Series, values: Mapping[str, int]) -> pl.Series:
    """A whole number for each text; null for the others."""
    if not values:
        return pl.Series([None], dtype=pl.Int32).new_from_index(0, len(texts))
    return texts.replace_strict(list(values), list(values.values()), default=None, return_dtype=pl.Int32)
