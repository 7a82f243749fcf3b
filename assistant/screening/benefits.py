"""One benefit for everybody: status, tiers, missing facts and reasons as formulas. The columnar twin of `judge`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.eligibility.exact import Question
from assistant.eligibility.expressions import LOCAL, NO, TRUE, YES, Not, Test, ValueTest, tests
from assistant.eligibility.rules import Benefit
from assistant.screening.diagrams import OUTCOMES, Asked, Reading
from assistant.screening.domains import Domain
from assistant.screening.formulas import FALSE, Formula


class CompileError(ValueError):
    """A rule that the columns cannot express; the message names document, item and benefit."""


@dataclass(frozen=True)
class Taken:
    """What is possible once unmentioned exclusions are presumed absent and an unknown wish is taken as fitting."""

    reading: Reading
    presumed: Mapping[str, Formula]
    wish: Formula


@dataclass(frozen=True)
class Reason:
    """One condition by its code, with its words' place: whom it stops, by the status that they have."""

    code: str
    bears: Formula


@dataclass(frozen=True)
class TierColumns:
    """For whom a tier is still possible, and for whom it is certain to apply."""

    open: Formula
    certain: Formula


@dataclass(frozen=True)
class BenefitColumns:
    """What `judge.Verdict` says of one person, for everybody."""

    benefit: Benefit
    taken: Taken
    eligible: Formula
    not_eligible: Formula
    local_decision: Formula
    needs_info: Formula
    tiers: tuple[TierColumns, ...]
    missing: Mapping[str, Formula]
    amount_missing: Mapping[str, Formula]
    presumed: Mapping[str, Formula]
    wish: Formula
    reasons: tuple[Reason, ...]


def benefit_columns(benefit: Benefit, reading: Reading, as_of: date) -> BenefitColumns:
    """Judge one benefit for everybody; raises CompileError for a rule that columns cannot express."""
    formulas = reading.formulas
    taken = _taken(benefit, reading)
    valid = benefit.valid
    if valid is not None and not ((valid.start or as_of) <= as_of <= (valid.end or as_of)):
        always = formulas.all_of(())
        tiers = tuple(TierColumns(FALSE, FALSE) for _ in benefit.tiers)
        return BenefitColumns(
            benefit, taken, FALSE, always, FALSE, FALSE, tiers, {}, {}, {}, FALSE, (Reason("v", always),)
        )
    standing = Standing.of(Asked(benefit.due).outcomes(taken.reading), taken.reading)
    settled = formulas.any_of((standing.met, standing.local))
    possible = formulas.negated(standing.failed)
    return BenefitColumns(
        benefit,
        taken,
        eligible=standing.met,
        not_eligible=standing.failed,
        local_decision=standing.local,
        needs_info=standing.unknown,
        tiers=tuple(_tiers(benefit, taken.reading, possible)),
        missing=_where(standing.unknown, Asked(benefit.due).deciding(taken.reading), taken.reading),
        amount_missing=_where(settled, _pricing(benefit, taken.reading), taken.reading),
        presumed=_where(possible, taken.presumed, taken.reading),
        wish=formulas.all_of((standing.met, taken.wish)),
        reasons=tuple(_reasons(benefit, taken, standing)),
    )


@dataclass(frozen=True)
class Standing:
    """How a condition stands: every completion meets it, fails it or leaves it to the locality; else it is unknown."""

    met: Formula
    failed: Formula
    local: Formula
    unknown: Formula

    @classmethod
    def of(cls, outcomes: Mapping[int, Formula], reading: Reading) -> "Standing":
        formulas = reading.formulas
        alone = {
            outcome: formulas.all_of(
                (outcomes[outcome], *(formulas.negated(outcomes[o]) for o in OUTCOMES if o != outcome))
            )
            for outcome in OUTCOMES
        }
        return cls(alone[YES], alone[NO], alone[LOCAL], formulas.negated(formulas.any_of(alone.values())))


def _where(whom: Formula, columns: Mapping[str, Formula], reading: Reading) -> dict[str, Formula]:
    limited = {fact: reading.formulas.all_of((whom, column)) for fact, column in columns.items()}
    return {fact: column for fact, column in limited.items() if column is not FALSE}


def _taken(benefit: Benefit, reading: Reading) -> Taken:
    possible = dict(reading.possible)
    presumed = dict(_presume_absent(benefit, possible, reading))
    wish = _take_as_fitting(benefit, possible, reading)
    if not presumed and wish is FALSE:
        return Taken(reading, {}, FALSE)
    return Taken(Reading(reading.formulas, reading.diagrams, possible), presumed, wish)


def _presume_absent(
    benefit: Benefit, possible: dict[str, tuple[Formula, ...]], reading: Reading
) -> Iterator[tuple[str, Formula]]:
    """Take exclusions of which nobody said anything as absent; yields of whom each was presumed."""
    formulas, domains = reading.formulas, reading.diagrams.domains
    for test in (test for leaf in benefit.unless for test in tests(leaf.expression)):
        fact = test.fact
        if domains[fact].fact.type == "flag":
            [yes], [no] = (
                _meeting(ValueTest(fact, frozenset({one})), domains[fact]) for one in (True, False)
            )
            may = list(possible[fact])
            yield fact, formulas.all_of((may[yes], may[no]))
            may[yes] = formulas.all_of((may[yes], formulas.negated(may[no])))
            possible[fact] = tuple(may)


def _take_as_fitting(benefit: Benefit, possible: dict[str, tuple[Formula, ...]], reading: Reading) -> Formula:
    """Take an unknown wish as fitting; returns of whom it was. Raises CompileError for a choice of several ways."""
    formulas, domains = reading.formulas, reading.diagrams.domains
    wish = FALSE
    for test in tests(benefit.choice.expression) if benefit.choice is not None else ():
        fact = test.fact
        ways = benefit.due.cells.split(fact, domains[fact].fact.domain)
        if sum(test.bounds({fact: cell}) == TRUE for cell in ways) != 1:
            raise CompileError(f"{benefit.document} {benefit.key}: the choice is tested in more than one way")
        inside = _meeting(test, domains[fact])
        may = possible[fact]
        sides = (
            [one for place, one in enumerate(may) if (place in inside) == fits] for fits in (True, False)
        )
        unsaid = formulas.all_of(formulas.any_of(side) for side in sides)
        wish = formulas.any_of((wish, unsaid))
        possible[fact] = tuple(
            one if place in inside else formulas.all_of((one, formulas.negated(unsaid)))
            for place, one in enumerate(may)
        )
    return wish


def _meeting(test: Test, domain: Domain) -> tuple[int, ...]:
    """The cells in which a test is met."""
    return tuple(
        place for place, cell in enumerate(domain.cells) if test.bounds({domain.fact.name: cell}) == TRUE
    )


def _tiers(benefit: Benefit, reading: Reading, possible: Formula) -> Iterator[TierColumns]:
    formulas = reading.formulas
    for question, gap in zip(benefit.tier_questions, benefit.tier_gaps, strict=True):
        applies, spared = _due_at_all(question, reading), _due_at_all(gap, reading)
        is_open = formulas.all_of((possible, applies))
        yield TierColumns(is_open, formulas.all_of((is_open, formulas.negated(spared))))


def _due_at_all(question: Question, reading: Reading) -> Formula:
    outcomes = Asked(question).outcomes(reading)
    return reading.formulas.any_of((outcomes[YES], outcomes[LOCAL]))


def _pricing(benefit: Benefit, reading: Reading) -> dict[str, Formula]:
    """The facts that would decide which of several tiers applies."""
    found: dict[str, list[Formula]] = {}
    for tier, question in zip(benefit.tiers, benefit.tier_questions, strict=True):
        if tier.when is not None:
            for fact, decides in Asked(question).deciding(reading).items():
                found.setdefault(fact, []).append(decides)
    return {fact: reading.formulas.any_of(parts) for fact, parts in found.items()}


def _reasons(benefit: Benefit, taken: Taken, whole: Standing) -> Iterator[Reason]:
    """What stops a person who is not eligible, is unknown of one who may be, and was presumed of one who is."""
    reading, formulas = taken.reading, taken.reading.formulas
    failing: list[Formula] = []

    def reason(code: str, question: Question, *extra: Formula) -> Reason:
        standing = Standing.of(Asked(question).outcomes(reading), reading)
        failing.append(standing.failed)
        open_or_local = formulas.any_of((standing.unknown, standing.local))
        return Reason(
            code,
            formulas.any_of(
                (
                    formulas.all_of((whole.failed, standing.failed)),
                    formulas.all_of((whole.unknown, open_or_local)),
                    formulas.all_of((whole.local, open_or_local)),
                    *(formulas.all_of((formulas.negated(whole.failed), one)) for one in extra),
                )
            ),
        )

    for number, requirement in enumerate(benefit.requirements, 1):
        yield reason(f"c{number}", requirement.question)
    for number, leaf in enumerate(benefit.unless, 1):
        presumed = [
            taken.presumed[test.fact] for test in tests(leaf.expression) if test.fact in taken.presumed
        ]
        yield reason(f"x{number}", Question.of(Not(leaf.expression), benefit.constraints), *presumed)
    if benefit.choice is not None:
        yield reason("w", Question.of(benefit.choice.expression, benefit.constraints), taken.wish)
    # Each condition may hold for itself and all of them cannot: no single one is the reason.
    together = formulas.all_of((whole.failed, formulas.negated(formulas.any_of(failing))))
    if together is not FALSE:
        yield Reason("all", together)
