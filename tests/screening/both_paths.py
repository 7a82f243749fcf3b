"""The same person by both paths: the single judgement, and a row of a screened frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import narwhals as nw
import polars as pl

from assistant.eligibility.catalogue import Assessment
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.judge import Verdict
from assistant.eligibility.knowledge import Knowledge
from assistant.screening.cash import bound_of
from assistant.screening.domains import interval
from assistant.screening.program import QUESTION, STATUSES, Mask, Program
from assistant.screening.results import names_in
from eval.cases import AS_OF, the_catalogue

Known = Mapping[str, Knowledge]


@dataclass(frozen=True)
class Judged:
    """What both paths must say of one benefit for one person."""

    status: str
    tiers: tuple[int, ...]
    certain: tuple[int, ...]
    missing: frozenset[str]
    amount_missing: frozenset[str]
    wish: bool


@cache
def program(document: str, as_of: date = AS_OF) -> Program:
    return Program.of(the_catalogue(), document, as_of)


def typed(people: Sequence[Known], document: str) -> pl.DataFrame:
    """People as a typed roster: null where nothing is known."""
    columns: dict[str, list[int | None]] = {name: [] for name in program(document).inputs}
    for known in people:
        for name, domain in program(document).domains.items():
            knowledge = known[name]
            if domain.is_number:
                span, whole = interval(knowledge), interval(domain.fact.domain)
                for column, value, unknown in zip(
                    domain.columns, (span.low, span.high), (whole.low, whole.high), strict=True
                ):
                    columns[column].append(None if value == unknown else value)
            else:
                code = domain.code(knowledge)
                columns[name].append(None if code == domain.unknown else code)
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.Int16))


@dataclass(frozen=True)
class Whole:
    """What both paths must say of one person."""

    benefits: Mapping[str, Judged]
    presumed: frozenset[str]
    totals: frozenset[tuple[float, str, str]]
    question: str | None


def by_columns(people: Sequence[Known], document: str) -> list[Whole]:
    """Everybody by dataframe expressions."""
    made = program(document)
    frame = made.screened(nw.from_native(typed(people, document).lazy())).to_native().collect()
    return [_row(row, made) for row in frame.to_dicts()]


def _row(row: Mapping[str, Any], made: Program) -> Whole:
    return Whole(
        benefits={out.columns.benefit.key: _judged(row, out.status, out.masks) for out in made.outputs},
        presumed=frozenset(names_in(made.presumed, row[made.presumed.column])),
        totals=frozenset(
            (row[f"cash_{per}"], per, bound_of(row[f"cash_{per}_bounds"]))
            for per in made.cash.periods
            if row[f"cash_{per}"]
        ),
        question=made.question_of(row[QUESTION]),
    )


def one_by_one(people: Sequence[Known], document: str) -> list[Whole]:
    """Everybody by the single judgement."""
    return [_whole(assessed(known, document)) for known in people]


def _whole(assessment: Assessment) -> Whole:
    return Whole(
        benefits={verdict.benefit.key: _said(verdict) for verdict in assessment.verdicts},
        presumed=frozenset(assumption.fact for assumption in assessment.assumptions),
        totals=frozenset((float(total.value), total.per, total.bound) for total in assessment.totals),
        question=assessment.questions[0].fact if assessment.questions else None,
    )


def assessed(known: Known, document: str, as_of: date = AS_OF) -> Assessment:
    """The single judgement; facts that cannot all be true are taken as unknown, as a roster's are."""
    believed = dict(known)
    while True:
        try:
            return the_catalogue().assess(document, believed, as_of)
        except ContradictionError as contradiction:
            believed |= {fact: the_catalogue().vocabulary.unknown[fact] for fact in contradiction.facts}


def _judged(row: Mapping[str, Any], status: str, masks: Mapping[str, Mask]) -> Judged:
    said = {name: names_in(mask, row[mask.column]) for name, mask in masks.items()}
    return Judged(
        status=STATUSES[row[status]],
        tiers=tuple(int(name) for name in said["tiers"]),
        certain=tuple(int(name) for name in said["certain"]),
        missing=frozenset(said["missing"]),
        amount_missing=frozenset(said["amount_missing"]),
        wish=STATUSES[row[status]] == "eligible" and "w" in said["reasons"],
    )


def _said(verdict: Verdict) -> Judged:
    return Judged(
        status=verdict.status,
        tiers=tuple(verdict.benefit.tiers.index(entry.tier) + 1 for entry in verdict.tiers),
        certain=tuple(
            verdict.benefit.tiers.index(entry.tier) + 1 for entry in verdict.tiers if entry.certain
        ),
        missing=frozenset(verdict.missing),
        amount_missing=frozenset(verdict.amount_missing),
        wish=verdict.wish,
    )
