"""What to ask next: the unknown fact whose answer settles the most items, then the most money."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.eligibility.facts import Fact
from assistant.eligibility.judge import Verdict, status_in, tiers_settled
from assistant.eligibility.knowledge import Known
from assistant.eligibility.rules import Benefit, Rulebook

MONTHS_A_YEAR = 12
YEARLY = {"month": MONTHS_A_YEAR, "year": 1}


@dataclass(frozen=True)
class NextQuestion:
    """A fact worth asking: how many verdicts its answer settles on average, and the cash a year at stake."""

    fact: str
    settles: float
    cash: float
    benefits: tuple[str, ...]


def next_questions(
    rulebook: Rulebook, verdicts: Iterable[Verdict], known: Known, facts: Mapping[str, Fact]
) -> tuple[NextQuestion, ...]:
    """Rank the facts that could still change a verdict or an amount; those never to be asked are left out."""
    open_status: dict[str, list[Benefit]] = defaultdict(list)
    open_amount: dict[str, list[Benefit]] = defaultdict(list)
    for verdict in verdicts:
        for fact in verdict.missing:
            open_status[fact].append(verdict.benefit)
        for fact in verdict.amount_missing:
            open_amount[fact].append(verdict.benefit)
    ranked = [
        _worth(fact, open_status.get(fact, []), open_amount.get(fact, []), rulebook, known)
        for fact in facts
        if facts[fact].ask and (fact in open_status or fact in open_amount)
    ]
    # `sorted` is stable: equals stay in the order in which facts.yaml declares them.
    return tuple(sorted(ranked, key=lambda question: (-question.settles, -question.cash)))


def _worth(
    fact: str, undecided: list[Benefit], unpriced: list[Benefit], rulebook: Rulebook, known: Known
) -> NextQuestion:
    answers = rulebook.cells.split(fact, known[fact])
    settled = 0
    cash = 0.0
    for answer in answers:
        answered = rulebook.consistency.kept({**known, fact: answer})
        statuses = [status_in(benefit, answered) for benefit in undecided]
        settled += sum(status != "needs_info" for status in statuses)
        settled += sum(tiers_settled(benefit, answered) for benefit in unpriced)
        gained = zip(undecided, statuses, strict=True)
        cash = max(cash, sum(cash_a_year(benefit) for benefit, status in gained if status == "eligible"))
    return NextQuestion(
        fact,
        settles=settled / len(answers),
        cash=cash + sum(cash_a_year(benefit) for benefit in unpriced),
        benefits=tuple(benefit.key for benefit in (*undecided, *unpriced)),
    )


def cash_a_year(benefit: Benefit) -> float:
    """The most cash a year that a benefit's amounts state; a weight for ranking, never shown to anybody."""
    return max(
        (
            float(amount.value) * YEARLY[amount.per]
            for tier in benefit.tiers
            for amount in tier.amounts
            if amount.unit == "CNY" and amount.kind == "cash" and amount.per in YEARLY
        ),
        default=0.0,
    )
