"""A list compiled for rosters: typed columns in, every verdict as columns out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any

import narwhals as nw

from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.judge import Status
from assistant.eligibility.rules import Rulebook
from assistant.screening.asking import Candidate, candidates, score
from assistant.screening.benefits import BenefitColumns, benefit_columns
from assistant.screening.cash import CashColumns, cash_columns
from assistant.screening.columns import Plan, plan
from assistant.screening.diagrams import Diagrams, Reading
from assistant.screening.domains import Domain, column_of, domains_of
from assistant.screening.formulas import Formula, Formulas
from assistant.screening.people import People, people

STATUSES: tuple[Status, ...] = ("not_eligible", "local_decision", "eligible", "needs_info")
"""A status column holds the place of the status in this row."""

QUESTION = "question"


@dataclass(frozen=True)
class Mask:
    """A column of whole numbers whose bits stand for `names`, the first for the lowest bit."""

    column: str
    names: tuple[str, ...]
    bits: tuple[Formula, ...]


@dataclass(frozen=True)
class BenefitOut:
    """The columns of one benefit."""

    columns: BenefitColumns
    status: str
    masks: Mapping[str, Mask]
    """By what they say: tiers, certain, missing, amount_missing, reasons."""


@dataclass(frozen=True)
class Program:
    """One list on one day, for any number of people."""

    catalogue: Catalogue
    rulebook: Rulebook
    as_of: date
    domains: Mapping[str, Domain]
    people: People
    reading: Reading
    benefits: tuple[BenefitColumns, ...]

    @classmethod
    def of(cls, catalogue: Catalogue, document: str, as_of: date) -> "Program":
        """Compile the list of a document; raises KeyError for a document without one."""
        rulebook = catalogue.rulebooks[document]
        domains = domains_of(catalogue, rulebook)
        formulas, diagrams = Formulas(), Diagrams(domains)
        everybody = people(catalogue, rulebook, formulas, diagrams)
        reading = Reading(formulas, diagrams, everybody.possible)
        benefits = tuple(benefit_columns(benefit, reading, as_of) for benefit in rulebook.benefits)
        return cls(catalogue, rulebook, as_of, domains, everybody, reading, benefits)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The columns that a typed roster must have."""
        return tuple(column for domain in self.domains.values() for column in domain.columns)

    @cached_property
    def outputs(self) -> tuple[BenefitOut, ...]:
        """The columns of each benefit, in the order of the list."""
        return tuple(_out(columns) for columns in self.benefits)

    @cached_property
    def presumed(self) -> Mask:
        """What was presumed in the open of a person."""
        return _mask("presumed", self.people.presumed)

    @cached_property
    def contradicted(self) -> Mask:
        """Which groups of facts cannot all be as the roster says; they were taken as unknown."""
        found = self.people.contradictions
        return _mask("contradicted", {",".join(one.facts): one.found for one in found})

    @cached_property
    def choices(self) -> Mask:
        """Of which benefits that the list relates to each other a person is due more than one."""
        formulas = self.reading.formulas
        eligible = {columns.benefit.key: columns.eligible for columns in self.benefits}
        named = {
            f"{relation.kind}:{'|'.join(relation.benefits)}": formulas.any_of(
                formulas.all_of((eligible[one], eligible[other]))
                for one, other in combinations(relation.benefits, 2)
            )
            for relation in self.rulebook.relations
        }
        return _mask("choices", named)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The facts that may be the best next question."""
        facts = self.catalogue.vocabulary.facts
        return candidates(self.rulebook, self.benefits, facts, self.reading)

    @cached_property
    def cash(self) -> CashColumns:
        """The totals of each person."""
        return cash_columns(
            self.rulebook,
            {key: (column_of(key, "status"), column_of(key, "tiers")) for key in self.rulebook.by_key},
        )

    def judged(self, frame: "nw.LazyFrame[Any]", keep: Sequence[str] = ()) -> "nw.LazyFrame[Any]":
        """The verdicts on a frame that has all `inputs`; the columns `keep` are handed through."""
        made = self._judging
        return levelled(frame, made).select(*keep, *self._verdicts(made))

    def screened(self, frame: "nw.LazyFrame[Any]", keep: Sequence[str] = ()) -> "nw.LazyFrame[Any]":
        """The verdicts, and for each person the totals and the best next question (see `question_of`)."""
        made = self._screening
        verdicts = [mask.column for mask in self.masks()] + [out.status for out in self.outputs]
        frame = levelled(frame, made).with_columns(*self._verdicts(made), *self._scores(made))
        scores = [f"_score_{candidate.fact}" for candidate in self.candidates]
        frame = frame.with_columns(nw.max_horizontal(nw.lit(-1.0), *scores).alias("_score"))
        frame = frame.with_columns(self._question(scores).alias(QUESTION))
        for level in self.cash.levels(STATUSES.index("eligible")) if self.cash.payments else ():
            frame = frame.with_columns(*level)
        return frame.select(*keep, *verdicts, QUESTION, *self.cash.columns)

    @cached_property
    def _judging(self) -> Plan:
        return plan(self._verdict_formulas(), self.domains)

    @cached_property
    def _screening(self) -> Plan:
        asked = (formula for candidate in self.candidates for formula in candidate.formulas())
        return plan([*self._verdict_formulas(), *asked], self.domains)

    def question_of(self, code: int | None) -> str | None:
        """The fact that the question column names."""
        return None if code is None or code < 0 else self.candidates[code].fact

    def _scores(self, made: Plan) -> Iterator[nw.Expr]:
        return (score(candidate, made).alias(f"_score_{candidate.fact}") for candidate in self.candidates)

    def _question(self, scores: Sequence[str]) -> nw.Expr:
        best = nw.lit(-1, dtype=nw.Int16)
        for place, name in reversed(tuple(enumerate(scores))):
            is_best = (nw.col(name) == nw.col("_score")) & (nw.col(name) >= 0)
            best = nw.when(is_best).then(nw.lit(place, dtype=nw.Int16)).otherwise(best)
        return best

    def masks(self) -> Iterator[Mask]:
        """Every mask column."""
        for out in self.outputs:
            yield from out.masks.values()
        yield from (self.presumed, self.contradicted, self.choices)

    def _verdict_formulas(self) -> Iterator[Formula]:
        for columns in self.benefits:
            yield from _status_formulas(columns)
        for mask in self.masks():
            yield from mask.bits

    def _verdicts(self, made: Plan) -> Iterator[nw.Expr]:
        for out in self.outputs:
            bits = [made.expression(one) for one in _status_formulas(out.columns)]
            yield weighted(bits, (1, 2, 3), nw.Int8()).alias(out.status)
        for mask in self.masks():
            bits = [made.expression(bit) for bit in mask.bits]
            kind = nw.Int16() if len(bits) < 16 else nw.Int32() if len(bits) < 32 else nw.Int64()
            yield weighted(bits, [1 << place for place in range(len(bits))], kind).alias(mask.column)


def levelled(frame: "nw.LazyFrame[Any]", made: Plan) -> "nw.LazyFrame[Any]":
    """The frame with the columns that a plan works out on the way."""
    for level in made.levels:
        frame = frame.with_columns(*level)
    return frame


def _status_formulas(columns: BenefitColumns) -> tuple[Formula, ...]:
    return columns.local_decision, columns.eligible, columns.needs_info


def weighted(bits: Sequence[nw.Expr], weights: Sequence[int], kind: "nw.dtypes.DType") -> nw.Expr:
    """The sum of the weights of the bits that hold."""
    total = nw.lit(0, dtype=kind)
    for bit, weight in zip(bits, weights, strict=True):
        total = total + bit.cast(kind) * nw.lit(weight, dtype=kind)
    return total


def _out(columns: BenefitColumns) -> BenefitOut:
    key = columns.benefit.key
    tiers = [str(number) for number in range(1, len(columns.tiers) + 1)]
    by_name = {
        "tiers": dict(zip(tiers, (tier.open for tier in columns.tiers), strict=True)),
        "certain": dict(zip(tiers, (tier.certain for tier in columns.tiers), strict=True)),
        "missing": columns.missing,
        "amount_missing": columns.amount_missing,
        "reasons": {reason.code: reason.bears for reason in columns.reasons},
    }
    return BenefitOut(
        columns,
        column_of(key, "status"),
        {name: _mask(column_of(key, name), bits) for name, bits in by_name.items()},
    )


def _mask(column: str, bits: Mapping[str, Formula]) -> Mask:
    return Mask(column, tuple(bits), tuple(bits.values()))
