"""One person, one benefit: the verdict, with its trace, the missing facts and the amounts still possible."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.eligibility.exact import is_open
from assistant.eligibility.expressions import LOCAL, NO, YES, And, Bounds, Expression, tests
from assistant.eligibility.knowledge import Knowledge, Known, Options
from assistant.eligibility.rules import Amount, Benefit, Condition, Leaf, Requirement, Tier
from assistant.policies.spans import Span

Status = Literal["eligible", "not_eligible", "needs_info", "local_decision"]
Role = Literal["condition", "exclusion", "choice", "validity"]
STATUS_OF: Mapping[int, Status] = {NO: "not_eligible", LOCAL: "local_decision", YES: "eligible"}


@dataclass(frozen=True)
class Criterion:
    """One condition as it stands for this person: met, not met, or None where unknown or left to the locality."""

    role: Role
    met: bool | None
    local: bool
    quotes: tuple[Span, ...]
    expression: Expression | None
    kind: Literal["leaf", "any", "all"] = "leaf"
    parts: tuple["Criterion", ...] = ()
    presumed: bool = False


@dataclass(frozen=True)
class OpenTier:
    """A tier that is still possible; `certain` when it applies in every completion in which the benefit is due."""

    tier: Tier
    certain: bool


@dataclass(frozen=True)
class Verdict:
    """What is true of one benefit for one person on one day.

    `missing` names the unknown facts that would decide an undetermined status, `amount_missing` those that would
    decide which of several tiers applies. `presumed` names the exclusions that were taken to be absent because
    nobody mentioned them; `wish` says that the person's own choice decides and is not known.
    """

    benefit: Benefit
    status: Status
    criteria: tuple[Criterion, ...]
    tiers: tuple[OpenTier, ...] = ()
    missing: tuple[str, ...] = ()
    amount_missing: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()
    wish: bool = False

    @property
    def amounts(self) -> tuple[Amount, ...]:
        """Every amount that is still possible, once."""
        return tuple(dict.fromkeys(amount for entry in self.tiers for amount in entry.tier.amounts))


def judge(benefit: Benefit, known: Known, as_of: date) -> Verdict:
    """Judge one benefit. `known` holds every fact and keeps the constraints (see `exact.consistent`)."""
    invalid = _validity(benefit, as_of)
    if invalid is not None:
        return Verdict(benefit, "not_eligible", criteria=(invalid,))
    taken, presumed, wish = _as_taken(benefit, known)
    outcomes = benefit.due.outcomes(taken)
    status: Status = STATUS_OF[next(iter(outcomes))] if len(outcomes) == 1 else "needs_info"
    return Verdict(
        benefit,
        status,
        criteria=_trace(benefit, taken, presumed, status),
        tiers=_open_tiers(benefit, taken, status),
        missing=benefit.due.deciding(taken) if status == "needs_info" else (),
        amount_missing=_amount_missing(benefit, taken, status),
        presumed=presumed if status != "not_eligible" else (),
        wish=wish and status == "eligible",
    )


def status_in(benefit: Benefit, known: Known) -> Status:
    """The status alone, for a benefit that is in force."""
    outcomes = benefit.due.outcomes(_as_taken(benefit, known)[0])
    return STATUS_OF[next(iter(outcomes))] if len(outcomes) == 1 else "needs_info"


def tiers_settled(benefit: Benefit, known: Known) -> bool:
    """Whether what is known determines which tiers apply, for a benefit that is in force."""
    taken, _, _ = _as_taken(benefit, known)
    return all(len(question.outcomes(taken)) == 1 for question in benefit.tier_questions)


def _as_taken(benefit: Benefit, known: Known) -> tuple[Known, tuple[str, ...], bool]:
    """What is known, with unmentioned exclusions presumed absent and an unknown own wish taken as fitting."""
    if not benefit.unless and benefit.choice is None:
        return known, (), False
    taken: dict[str, Knowledge] = dict(known)
    presumed: list[str] = []
    for leaf in benefit.unless:
        for test in tests(leaf.expression):
            value = taken[test.fact]
            if is_open(test, taken) and isinstance(value, Options) and False in value.values:
                taken[test.fact] = Options(frozenset({False}))
                presumed.append(test.fact)
    wish = False
    if benefit.choice is not None:
        for test in tests(benefit.choice.expression):
            if is_open(test, taken):
                wish = True
                taken[test.fact] = next(
                    cell
                    for cell in benefit.due.cells.split(test.fact, taken[test.fact])
                    if test.bounds({test.fact: cell}) == (YES, YES)
                )
    return taken, tuple(presumed), wish


def _validity(benefit: Benefit, as_of: date) -> Criterion | None:
    valid = benefit.valid
    if valid is None or ((valid.start or as_of) <= as_of <= (valid.end or as_of)):
        return None
    return Criterion("validity", met=False, local=False, quotes=(valid.quote,), expression=None)


def _open_tiers(benefit: Benefit, known: Known, status: Status) -> tuple[OpenTier, ...]:
    if status == "not_eligible":
        return ()
    return tuple(
        OpenTier(tier, certain=gap.outcomes(known) == {NO})
        for tier, question, gap in zip(benefit.tiers, benefit.tier_questions, benefit.tier_gaps, strict=True)
        if question.outcomes(known) != {NO}
    )


def _amount_missing(benefit: Benefit, known: Known, status: Status) -> tuple[str, ...]:
    if status not in ("eligible", "local_decision"):
        return ()
    return tuple(
        dict.fromkeys(
            fact
            for tier, question in zip(benefit.tiers, benefit.tier_questions, strict=True)
            if tier.when is not None
            for fact in question.deciding(known)
        )
    )


def _trace(
    benefit: Benefit, known: Known, presumed: tuple[str, ...], status: Status
) -> tuple[Criterion, ...]:
    criteria = tuple(_criteria(benefit, known, presumed))
    unknown = tuple(one for one in criteria if one.met is None and one.expression is not None)
    if status != "not_eligible" or any(one.met is False for one in criteria):
        return criteria
    # Each of them may hold, all of them cannot: whoever is not on tekun fails one of its three tests.
    together = And(tuple(one.expression for one in unknown if one.expression is not None))
    failing = Criterion("condition", False, False, (), together, kind="all", parts=unknown)
    return (*(one for one in criteria if one not in unknown), failing)


def _criteria(benefit: Benefit, known: Known, presumed: tuple[str, ...]) -> Iterator[Criterion]:
    for requirement in benefit.requirements:
        yield _required(requirement, known)
    for leaf in benefit.unless:
        met = _met(leaf.expression.bounds(known))
        yield Criterion(
            "exclusion",
            met=None if met is None else not met,
            local=False,
            quotes=leaf.quotes,
            expression=leaf.expression,
            presumed=any(test.fact in presumed for test in tests(leaf.expression)),
        )
    if benefit.choice is not None:
        yield _criterion(benefit.choice, known, "choice")


def _required(requirement: Requirement, known: Known) -> Criterion:
    """A whole condition is judged exactly: one of two alternatives may be sure while neither is for itself."""
    criterion = _criterion(requirement.condition, known, "condition")
    if criterion.met is not None or criterion.kind == "leaf":
        return criterion
    outcomes = requirement.question.outcomes(known)
    return replace(criterion, met=_met((min(outcomes), max(outcomes))), local=outcomes == {LOCAL})


def _criterion(condition: Condition, known: Known, role: Role) -> Criterion:
    bounds = condition.expression.bounds(known)
    return Criterion(
        role,
        met=_met(bounds),
        local=bounds == (LOCAL, LOCAL),
        quotes=condition.quotes if isinstance(condition, Leaf) else (),
        expression=condition.expression,
        kind="leaf" if isinstance(condition, Leaf) else condition.kind,
        parts=()
        if isinstance(condition, Leaf)
        else tuple(_criterion(part, known, role) for part in condition.parts),
    )


def _met(bounds: Bounds) -> bool | None:
    low, high = bounds
    if low == YES:
        return True
    return False if high == NO else None
