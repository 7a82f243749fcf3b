"""What legs and sentences say together: reciprocal ranks find the candidates, a weighted sum puts them in order."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assistant.retrieval.features import FLOOR, Numbers, Scope
from assistant.retrieval.field import Mask
from assistant.retrieval.legs import Leg
from assistant.retrieval.sentence_model import AskedOfSentences
from assistant.retrieval.traits import Traits

RRF = 20.0
"""How slowly the worth of a rank falls; over some tens of passages, less than over the usual thousands."""
CANDIDATES = 50
_ALL = 400
"""Up to so many passages a leg is asked for all of them at once."""
FUSION = ("words", "vectors", "sentences")
FUSED_FLOOR = (
    *FLOOR,
    "words",
    "nearness of the first",
    "nearer than elsewhere",
    "nearer than strange topics",
    "sentence of the first",
    "sentence nearer than elsewhere",
    "sentence nearer than strange topics",
    "sentence nearer than nothing",
    "the first lacks what is asked",
)


@dataclass(frozen=True)
class Nearness:
    """How near each passage lies to a question; 0 for what was not found."""

    passages: Numbers
    """In the space of the dense leg."""
    sentences: Numbers
    """The nearest of its sentences."""
    nothing: float
    """How near the question lies to those that nothing answers."""

    @classmethod
    def of(
        cls,
        leg: Leg,
        asked: AskedOfSentences,
        question: str,
        numbers: Mapping[str, int],
        traits: Traits,
        scope: Scope,
    ) -> "Nearness":
        """Ask both; `numbers` are those of all passages."""
        near = np.zeros(len(numbers))
        is_large = len(numbers) > _ALL
        found = leg.rank(question, None, CANDIDATES if is_large else len(numbers))
        if is_large:
            searched = sorted(set(traits.documents[scope.searched]))
            found = [*found, *leg.rank(question, searched, CANDIDATES)]
        for name, score in found:
            near[numbers[name]] = score
        wanted = scope.searched | (near > 0) if is_large else np.ones(len(numbers), dtype=bool)
        return cls(near, asked.best(wanted), asked.nothing)

    def floor_features(self, words: Numbers, logit: float, top: int, scope: Scope, lacks: bool) -> Numbers:
        """One number each of `FUSED_FLOOR`; `words` are those of `FLOOR`, `logit` is what they alone say.

        `lacks` says whether the first passage holds no number where one is asked for.
        """
        return np.array(
            [
                *words,
                logit,
                *_ahead(self.passages, top, scope),
                *_ahead(self.sentences, top, scope),
                float(self.sentences[scope.searched].max()) - self.nothing,
                lacks,
            ]
        )


def _ahead(scores: Numbers, top: int, scope: Scope) -> tuple[float, ...]:
    """The score of the first, and how far the best is ahead of what is not searched, and of strange topics."""
    best = float(scores[scope.searched].max())
    others = (
        float(np.where(mask, scores, 0.0).max(initial=0.0)) for mask in (~scope.searched, scope.strange)
    )
    return float(scores[top]), *(best - other for other in others)


def candidates(words: Numbers, nearness: Nearness, searched: Mask) -> Mask:
    """The searched passages that stand highest on all rankings together."""
    places = np.flatnonzero(searched)
    worth = sum(_worth(scores[places]) for scores in (words, nearness.passages, nearness.sentences))
    chosen = np.zeros(len(searched), dtype=bool)
    chosen[places[np.argsort(-worth, kind="stable")[:CANDIDATES]]] = True
    return chosen


def _worth(scores: Numbers) -> Numbers:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return 1 / (RRF + ranks)
