"""How good answers are: ranks, the exact sentence, and knowing when there is no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2

from eval.retrieval.questions import Asked, answers

FIGURES = (
    "recall@1",
    "recall@3",
    "recall@5",
    "MRR",
    "nDCG@10",
    "exact sentence",
    "abstention precision",
    "abstention recall",
)


@dataclass(frozen=True)
class Answered:
    """What a system made of a question."""

    ranked: Sequence[frozenset[str]]
    """Best first, the passages that each result shows: one, unless results are cut otherwise than passages are."""
    sentence: str
    """The words that it gives for an answer; empty when it gives none."""
    abstained: bool
    confidence: float = 0.0
    """The system's own score of its first result, from which a floor may be learned."""


@dataclass(frozen=True)
class Outcome:
    """A question with what a system made of it."""

    asked: Asked
    answered: Answered


def rank(outcome: Outcome) -> int | None:
    """The place of the first result that shows a passage that answers, from 1; None when none does."""
    relevant = set(outcome.asked.relevant)
    return next((i for i, shown in enumerate(outcome.answered.ranked, start=1) if shown & relevant), None)


def reciprocal_rank(outcome: Outcome) -> float:
    """1 for the first place, 1/2 for the second and so on; 0 when nothing that answers was found."""
    place = rank(outcome)
    return 1 / place if place else 0.0


def ndcg(outcome: Outcome, places: int = 10) -> float:
    """Discounted gain of all passages that answer, over that of the best possible order."""
    left, gain = set(outcome.asked.relevant), 0.0
    for i, shown in enumerate(outcome.answered.ranked[:places]):
        gain += len(shown & left) / log2(i + 2)
        left -= shown
    best = sum(1 / log2(i + 2) for i in range(min(len(outcome.asked.relevant), places)))
    return min(1.0, gain / best)


def is_exact(outcome: Outcome) -> bool:
    """Whether the words given are an answer: all of it, or most of it where the answer runs over several sentences."""
    said = outcome.answered.sentence
    return bool(said) and any(answers(said, answer) for answer in outcome.asked.answers)


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """One number each of `FIGURES`; None where there is nothing to measure it on."""
    asked = [outcome for outcome in outcomes if outcome.asked.answerable]
    silent = [outcome for outcome in outcomes if outcome.answered.abstained]
    unanswerable = [outcome for outcome in outcomes if not outcome.asked.answerable]
    places = [rank(outcome) for outcome in asked]
    return {
        **{f"recall@{k}": _mean([place is not None and place <= k for place in places]) for k in (1, 3, 5)},
        "MRR": _mean([reciprocal_rank(outcome) for outcome in asked]),
        "nDCG@10": _mean([ndcg(outcome) for outcome in asked]),
        "exact sentence": _mean([is_exact(outcome) for outcome in asked]),
        "abstention precision": _mean([not outcome.asked.answerable for outcome in silent]),
        "abstention recall": _mean([outcome.answered.abstained for outcome in unanswerable]),
    }


def best_floor(outcomes: Sequence[Outcome]) -> float:
    """The confidence below which abstaining does best by F1: what a system without a floor of its own is given."""

    def f1(floor: float) -> float:
        silent = [not o.asked.answerable for o in outcomes if o.answered.confidence < floor]
        wanted = sum(not o.asked.answerable for o in outcomes)
        return 2 * sum(silent) / (len(silent) + wanted) if silent or wanted else 0.0

    return max(sorted({outcome.answered.confidence for outcome in outcomes}), key=f1, default=0.0)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
