"""The best next question for everybody: the unknown fact whose answer settles the most items, then the most money.

The columnar twin of `eligibility.questions`, which asks one person.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import narwhals as nw

from assistant.eligibility.exact import Question
from assistant.eligibility.expressions import YES, Test, tests
from assistant.eligibility.facts import Fact
from assistant.eligibility.knowledge import Interval, Knowledge
from assistant.eligibility.questions import cash_a_year
from assistant.eligibility.rules import Rulebook
from assistant.screening.benefits import BenefitColumns
from assistant.screening.columns import Plan
from assistant.screening.diagrams import OUTCOMES, Asked, Reading
from assistant.screening.domains import Domain, interval, rule_expressions
from assistant.screening.formulas import FALSE, Formula

SETTLES_FIRST = 1e9
"""What settling one item on average weighs against a yuan a year: more than any list pays."""

Answer = tuple[int, ...]
"""The cells of a fact that one answer covers."""


@dataclass(frozen=True)
class Gain:
    """For whom an answer settles something, and for whom it brings a benefit of so much cash a year."""

    settles: Formula
    due: Formula
    cash: float


@dataclass(frozen=True)
class Candidate:
    """A fact that may be asked: for whom it is open, which answers are possible and what each would bring."""

    fact: str
    open: Formula
    answers: tuple[tuple[Formula, tuple[Gain, ...]], ...]
    prices: tuple[tuple[Formula, float], ...]
    """For whom the fact decides the sum of a benefit that is due, and that benefit's cash a year."""

    def formulas(self) -> Iterator[Formula]:
        """All that `score` reads."""
        yield self.open
        for may, gains in self.answers:
            yield may
            yield from chain.from_iterable((gain.settles, gain.due) for gain in gains)
        yield from (whom for whom, _ in self.prices)


def candidates(
    rulebook: Rulebook, columns: Sequence[BenefitColumns], facts: Mapping[str, Fact], reading: Reading
) -> tuple[Candidate, ...]:
    """The facts that can be asked, in the order of facts.yaml, which decides between equals."""
    bearing: dict[str, list[BenefitColumns]] = defaultdict(list)
    for one in columns:
        for fact in {**one.missing, **one.amount_missing}:
            bearing[fact].append(one)
    return tuple(
        _candidate(name, rulebook, bearing[name], reading)
        for name, fact in facts.items()
        if fact.ask and name in bearing
    )


def score(candidate: Candidate, made: Plan) -> nw.Expr:
    """What asking the fact is worth for each person; less than nothing where it is not open."""
    settled = [gain.settles for _, gains in candidate.answers for gain in gains]
    possible = [may for may, _ in candidate.answers]
    brought = [
        nw.sum_horizontal(nw.lit(0.0), *(_worth(gain.due, gain.cash, made) for gain in gains if gain.cash))
        for _, gains in candidate.answers
    ]
    worth = _count(settled, made) / _count(possible, made) * SETTLES_FIRST + nw.max_horizontal(*brought)
    for whom, cash in candidate.prices:
        worth = worth + _worth(whom, cash, made)
    return nw.when(made.expression(candidate.open)).then(worth).otherwise(nw.lit(-1.0))


def _count(whom: Sequence[Formula], made: Plan) -> nw.Expr:
    return nw.sum_horizontal(*(made.expression(one).cast(nw.Int16) for one in whom)).cast(nw.Float64)


def _worth(whom: Formula, cash: float, made: Plan) -> nw.Expr:
    return made.expression(whom).cast(nw.Float64) * nw.lit(cash)


def _candidate(fact: str, rulebook: Rulebook, bearing: list[BenefitColumns], reading: Reading) -> Candidate:
    formulas = reading.formulas
    answers = []
    for answer in _answers(fact, rulebook, reading.diagrams.domains[fact]):
        may = reading.may(fact, answer)
        answers.append((may, tuple(_gain for one in bearing for _gain in _gains(fact, answer, may, one))))
    opened = (
        found for one in bearing for found in (one.missing.get(fact), one.amount_missing.get(fact)) if found
    )
    prices = (
        (one.amount_missing[fact], cash_a_year(one.benefit)) for one in bearing if fact in one.amount_missing
    )
    return Candidate(fact, formulas.any_of(opened), tuple(answers), tuple(prices))


def _answers(fact: str, rulebook: Rulebook, domain: Domain) -> tuple[Answer, ...]:
    """The cells of a fact, grouped as the list's own rules tell them apart."""
    told_apart = {test for rule in rule_expressions(rulebook) for test in tests(rule) if test.fact == fact}
    grouped: dict[object, list[int]] = {}
    for index, cell in enumerate(domain.cells):
        grouped.setdefault(_group(fact, cell, rulebook, told_apart), []).append(index)
    return tuple(tuple(indexes) for indexes in grouped.values())


def _group(fact: str, cell: Knowledge, rulebook: Rulebook, told_apart: set[Test]) -> object:
    if isinstance(cell, Interval):
        spans = map(interval, rulebook.cells.split(fact, Interval(0, cell.high)))
        return next(span.low for span in spans if span.low <= cell.low <= span.high)
    return tuple(test.bounds({fact: cell}) for test in told_apart)


def _gains(fact: str, answer: Answer, may: Formula, columns: BenefitColumns) -> Iterator[Gain]:
    benefit, reading = columns.benefit, columns.taken.reading
    formulas = reading.formulas
    if fact in columns.missing:
        asked = formulas.all_of((columns.missing[fact], may))
        outcomes = _outcomes_given(benefit.due, fact, answer, reading)
        settles = formulas.all_of((asked, _one_outcome(outcomes, reading)))
        yield Gain(settles, formulas.all_of((settles, outcomes[YES])), cash_a_year(benefit))
    if fact in columns.amount_missing:
        settled = (
            _one_outcome(_outcomes_given(question, fact, answer, reading), reading)
            for question in benefit.tier_questions
        )
        yield Gain(formulas.all_of((columns.amount_missing[fact], may, *settled)), FALSE, 0.0)


def _outcomes_given(question: Question, fact: str, answer: Answer, reading: Reading) -> dict[int, Formula]:
    """The outcomes that some completion reaches in which the fact lies in the answer's cells."""
    asked, formulas = Asked(question), reading.formulas
    if fact not in question.facts:
        return asked.outcomes(reading)
    within = [
        (split, tuple(cell for cell in split.cells if cell in answer))
        for split in asked.splits(fact, reading)
    ]
    return {
        outcome: formulas.any_of(
            formulas.all_of((reading.may(fact, cells), reading.reaches(split.rest, split.laws, outcome)))
            for split, cells in within
            if cells
        )
        for outcome in OUTCOMES
    }


def _one_outcome(outcomes: Mapping[int, Formula], reading: Reading) -> Formula:
    formulas = reading.formulas
    pairs = ((outcomes[a], outcomes[b]) for a, b in combinations(OUTCOMES, 2))
    return formulas.negated(formulas.any_of(formulas.all_of(pair) for pair in pairs))
