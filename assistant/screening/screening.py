"""One list asked of a roster: its pages typed, judged, looked ahead and worded, one after the other."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import narwhals as nw
import polars as pl
from polars.io.plugins import register_io_source

from assistant.eligibility.catalogue import Catalogue
from assistant.policies.bilingual import Bilingual, Tongue
from assistant.screening.births import LATER
from assistant.screening.faults import FAULTS, ROW, fault_lines, joined
from assistant.screening.headings import Headings, Mapped, read_headings
from assistant.screening.outlook import Outlook
from assistant.screening.program import Program
from assistant.screening.pseudonyms import Pseudonyms, without_numbers
from assistant.screening.results import Words
from assistant.screening.sources import Batch, Roster
from assistant.screening.summary import Summary, summary, tally
from assistant.screening.typed import Typist
from assistant.screening.values import Fault
from assistant.screening.vocabulary import RosterVocabulary

BATCH = 100_000
"""People in memory at once."""
WHO = ("identifier", "identity")
"""The kinds of column that only say who somebody is."""


@dataclass(frozen=True)
class Page:
    """What one batch came to: its results in words, its faulty cells, its counts."""

    results: pl.DataFrame
    faults: pl.DataFrame
    counts: Counter[str]


@dataclass(frozen=True)
class Options:
    """How a roster is screened."""

    months: int = 12
    tongue: Tongue | None = None
    pseudonyms: Pseudonyms | None = None


class Screening:
    """A roster, opened, against one list on one day."""

    def __init__(
        self,
        roster: Roster,
        catalogue: Catalogue,
        document: str,
        as_of: date,
        words: RosterVocabulary,
        *,
        mapped: Mapped | None = None,
        options: Options = Options(),
    ) -> None:
        """Raises KeyError for a document without a list and MappingError for a mapping that fits neither."""
        self.roster, self.options, self.words = roster, options, words
        self.program = Program.of(catalogue, document, as_of)
        self.outlook = Outlook(self.program, options.months)
        self.headings: Headings = read_headings(roster.source.headings, catalogue.vocabulary, words, mapped)
        self._typist = Typist(
            self.program, self.headings, words, months=options.months, later=self.outlook.day
        )
        self._current = pl.DataFrame()
        self._worded = Words(self.program, words, options.tongue, options.months)

    def pages(self, size: int = BATCH) -> Iterator[Page]:
        """Every page of the roster, in its order; raises RosterError."""
        return map(self.page, self.roster.batches(size))

    def page(self, batch: Batch) -> Page:
        """Screen one batch."""
        typed = self._typist.typed(batch.frame)
        self._current = typed.frame
        screened, ahead = pl.collect_all(self._queries)
        judged = pl.concat([screened, ahead], how="horizontal")
        return Page(
            pl.concat([self._kept(batch.frame), self._worded.worded(judged)], how="horizontal"),
            self._faults(batch, typed.faults, screened),
            tally(nw.from_native(judged.lazy()), self.outlook),
        )

    @cached_property
    def _queries(self) -> list[pl.LazyFrame]:
        """The rules asked of whatever page is current: they are thousands of expressions, put together once."""

        def source(
            with_columns: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, size: int | None
        ) -> Iterator[pl.DataFrame]:
            assert predicate is None
            yield self._current if with_columns is None else self._current.select(with_columns)

        schema = dict.fromkeys((*self.program.inputs, *LATER), pl.Int16())
        frame = nw.from_native(register_io_source(source, schema=schema))
        return [self.program.screened(frame).to_native(), self.outlook.looked_ahead(frame).to_native()]

    def summary(self, counts: Counter[str]) -> Summary:
        """What the counts of all pages together say."""
        return summary(counts, self.outlook)

    @cached_property
    def schema(self) -> Mapping[str, pl.DataType]:
        """The columns of the results."""
        kept: dict[str, pl.DataType] = {name: pl.String() for name in self._kept_names.values()}
        return {self._row: pl.Int64(), **kept, **self._worded.schema}

    @cached_property
    def _row(self) -> str:
        tongue = self.options.tongue
        return "row" if tongue is None else self.words.faults_columns["row"].of(tongue)

    @cached_property
    def _kept_names(self) -> dict[str, str]:
        """The columns that are handed through: who somebody is, and what was not understood."""
        kept = [column.heading for column in self.headings.columns if column.kind in WHO]
        if self.options.pseudonyms is None:
            kept += self.headings.unknown
        taken = {self._row, *self._worded.schema}
        return {
            heading: f"{heading} *" if heading in taken else heading
            for heading in self.roster.source.headings
            if heading in kept
        }

    def _kept(self, batch: pl.DataFrame) -> pl.DataFrame:
        pseudonyms = self.options.pseudonyms
        kept = [
            (batch[heading] if pseudonyms is None else pseudonyms.of(batch[heading])).alias(name)
            for heading, name in self._kept_names.items()
        ]
        return pl.DataFrame([batch[ROW].alias(self._row), *kept])

    def _faults(self, batch: Batch, of_cells: pl.DataFrame, screened: pl.DataFrame) -> pl.DataFrame:
        found = joined([of_cells, *self._ragged(batch), *self._contradictions(batch.frame, screened)])
        if self.options.pseudonyms is None or found.is_empty():
            return found
        hidden = self.words.faults["hidden"].zh
        who = [column.heading for column in self.headings.columns if column.kind in WHO]
        shown = pl.when(~pl.col("column").is_in(who)).then(without_numbers(pl.col("value"), hidden))
        return found.with_columns(shown.otherwise(pl.lit(hidden)).alias("value"))

    def _ragged(self, batch: Batch) -> Iterator[pl.DataFrame]:
        if batch.ragged:
            reasons = [Fault("short" if one.extra is None else "extra") for one in batch.ragged]
            yield pl.DataFrame(
                {
                    "row": [one.row for one in batch.ragged],
                    "column": [""] * len(reasons),
                    "value": [one.extra for one in batch.ragged],
                    "zh": [reason.words(self.words, "zh") for reason in reasons],
                    "en": [reason.words(self.words, "en") for reason in reasons],
                },
                schema=FAULTS,
            )

    def _contradictions(self, batch: pl.DataFrame, screened: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """A line for each cell of facts that cannot all be true: none of them was used."""
        mask = self.program.contradicted
        for place, facts in enumerate(mask.names):
            where = (screened[mask.column] // (1 << place)) % 2 == 1
            columns = [one for one in self.headings.columns if one.fact and one.fact.name in facts.split(",")]
            labels = [one.fact.label for one in columns if one.fact is not None]
            if not where.any() or not columns:
                continue
            together = Bilingual(
                zh="、".join(dict.fromkeys(label.zh for label in labels)),
                en=", ".join(dict.fromkeys(label.en for label in labels)),
            )
            for column in columns:
                said = where & ~batch[column.heading].is_in(list(self.words.blank)).fill_null(True)
                fault = Fault("contradiction", {"labels": together})
                yield fault_lines(batch, column.heading, said, fault, self.words)
