"""What a district office acts on: per benefit how many are due it, how many are one fact away, and what it costs."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import narwhals as nw
from pydantic import BaseModel, ConfigDict

from assistant.eligibility.judge import Status
from assistant.eligibility.questions import YEARLY
from assistant.eligibility.rules import Benefit, Condition, Grant, leaves
from assistant.policies.bilingual import Bilingual
from assistant.policies.spans import Source
from assistant.screening.cash import cost_of
from assistant.screening.outlook import REACHING, Outlook
from assistant.screening.program import QUESTION, STATUSES, BenefitOut

PEOPLE, ENTITLED = "people", "entitled"
UNDECIDED: tuple[Status, ...] = ("needs_info", "local_decision")


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class YearlyCost(_Told):
    """CNY a year, as far as the text states sums. `open_ended`: some are floors or about, so it may be more."""

    low: float
    high: float
    open_ended: bool
    with_undecided: float
    """The high bound, were everybody undecided due it."""


class BenefitSummary(_Told):
    """One benefit over the whole roster; the four statuses together are everybody."""

    key: str
    item: str
    name: Bilingual
    grants: Grant
    eligible: int
    not_eligible: int
    needs_info: int
    local_decision: int
    one_fact_away: Mapping[str, int]
    cost: YearlyCost | None
    unpriced: int
    gaining: int
    reasons: Mapping[str, str]
    """What the reason codes of the results stand for, in the words of the list."""


class Summary(_Told):
    """The whole roster against one list on one day."""

    document: str
    place: str
    draft: bool
    as_of: str
    months: int
    people: int
    entitled_to_something: int
    guaranteed_cash: float
    """CNY a year that the stated sums guarantee, of benefits that exclude each other only the better one."""
    benefits: tuple[BenefitSummary, ...]
    thresholds: Mapping[int, int]
    questions: Mapping[str, int]
    facts: Mapping[str, Bilingual]


def tally(frame: "nw.LazyFrame[Any]", outlook: Outlook) -> Counter[str]:
    """The counts of a batch, by name; batches add up. The frame is screened and looked ahead."""
    expressions = dict(_counts(outlook))
    summed = {name: counting.sum() for name, counting in expressions.items()}
    counted = frame.select(nw.len().alias(PEOPLE), **summed).collect()
    [row] = counted.rows(named=True)
    return Counter({name: value for name, value in row.items() if value})


def _counts(outlook: Outlook) -> Iterator[tuple[str, nw.Expr]]:
    program = outlook.now
    eligible = STATUSES.index("eligible")
    anything = nw.any_horizontal(
        *(nw.col(out.status) == eligible for out in program.outputs), ignore_nulls=False
    )
    yield ENTITLED, anything.cast(nw.Int64())
    for per in program.cash.periods:
        if per in YEARLY:
            yield f"cash/{per}", nw.col(f"cash_{per}")
    for place, _ in enumerate(program.candidates):
        yield f"question/{place}", _is(QUESTION, place)
    for age in outlook.thresholds:
        yield f"reaching/{age}", _is(REACHING, age).fill_null(0)
    for place, out in enumerate(program.outputs):
        yield from _counts_of(out)
        yield f"{out.columns.benefit.key}/gaining", nw.col(outlook.gains[place]).cast(nw.Int64())


def _counts_of(out: BenefitOut) -> Iterator[tuple[str, nw.Expr]]:
    key, tiers, missing = out.columns.benefit.key, out.masks["tiers"], out.masks["missing"]
    for code, status in enumerate(STATUSES):
        yield f"{key}/{status}", _is(out.status, code)
    undecided = nw.col(out.status).is_in([STATUSES.index(status) for status in UNDECIDED])
    for mask in range(1, 1 << len(tiers.names)):
        has = nw.col(tiers.column) == mask
        yield f"{key}/due/{mask}", (has & (nw.col(out.status) == STATUSES.index("eligible"))).cast(nw.Int64())
        yield f"{key}/open/{mask}", (has & undecided).cast(nw.Int64())
    for place, fact in enumerate(missing.names):
        yield f"{key}/away/{fact}", _is(missing.column, 1 << place)


def _is(column: str, value: int) -> nw.Expr:
    return (nw.col(column) == value).cast(nw.Int64())


def summary(counts: Counter[str], outlook: Outlook) -> Summary:
    """The counts of a whole roster, in the terms of the list."""
    program = outlook.now
    catalogue, rulebook = program.catalogue, program.rulebook
    source = catalogue.policies[rulebook.document].source
    benefits = tuple(_benefit(out, counts, source) for out in program.outputs)
    questions = {
        one.fact: found
        for place, one in enumerate(program.candidates)
        if (found := counts[f"question/{place}"])
    }
    named = {*questions, *(fact for benefit in benefits for fact in benefit.one_fact_away)}
    return Summary(
        document=rulebook.document,
        place=catalogue.places.get(rulebook.place).name,
        draft=catalogue.policies[rulebook.document].status == "draft",
        as_of=program.as_of.isoformat(),
        months=outlook.months,
        people=counts[PEOPLE],
        entitled_to_something=counts[ENTITLED],
        guaranteed_cash=float(sum(counts[f"cash/{per}"] * times for per, times in YEARLY.items())),
        benefits=benefits,
        thresholds={age: counts[f"reaching/{age}"] for age in outlook.thresholds},
        questions=dict(sorted(questions.items(), key=lambda entry: -entry[1])),
        facts={name: fact.label for name, fact in catalogue.vocabulary.facts.items() if name in named},
    )


def _benefit(out: BenefitOut, counts: Counter[str], source: Source) -> BenefitSummary:
    benefit = out.columns.benefit
    away = {fact: counts[f"{benefit.key}/away/{fact}"] for fact in out.masks["missing"].names}
    masks = range(1, 1 << len(benefit.tiers))
    costs = {mask: cost_of(benefit, mask) for mask in masks}
    due = {mask: counts[f"{benefit.key}/due/{mask}"] for mask in masks}
    eligible = counts[f"{benefit.key}/eligible"]
    high = sum(costs[mask].high * people for mask, people in due.items())
    undecided = sum(costs[mask].high * counts[f"{benefit.key}/open/{mask}"] for mask in masks)
    return BenefitSummary(
        key=benefit.key,
        item=benefit.item,
        name=benefit.name,
        grants=benefit.grants,
        **{status: counts[f"{benefit.key}/{status}"] for status in STATUSES},
        one_fact_away={fact: people for fact, people in away.items() if people},
        cost=YearlyCost(
            low=sum(costs[mask].low * people for mask, people in due.items()),
            high=high,
            open_ended=any(costs[mask].open_ended for mask in masks),
            with_undecided=high + undecided,
        )
        if any(cost.high for cost in costs.values())
        else None,
        unpriced=eligible - sum(people for mask, people in due.items() if costs[mask].stated),
        gaining=counts[f"{benefit.key}/gaining"],
        reasons=dict(_reasons(benefit, source)),
    )


def _reasons(benefit: Benefit, source: Source) -> Iterator[tuple[str, str]]:
    """Conditions c1, c2, … (the last may be that one of the tiers applies), exclusions x1, …, the wish w."""

    def quoted(condition: Condition) -> str:
        found = (source.quote(span) for leaf in leaves(condition) for span in leaf.quotes[:1])
        return " / ".join(dict.fromkeys(found))

    for number, requirement in enumerate(benefit.requirements, 1):
        yield f"c{number}", quoted(requirement.condition)
    for number, leaf in enumerate(benefit.unless, 1):
        yield f"x{number}", quoted(leaf)
    if benefit.choice is not None:
        yield "w", quoted(benefit.choice)
    if benefit.valid is not None:
        yield "v", source.quote(benefit.valid.quote)
