"""What both legs say together: reciprocal rank fusion finds the candidates, a weighted sum puts them in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.retrieval.features import Numbers, Scope
from assistant.retrieval.field import Mask
from assistant.retrieval.legs import Leg

RRF = 20.0
"""How slowly the worth of a rank falls; over some tens of passages, less than over the usual thousands."""
CANDIDATES = 50
_ALL = 400
"""Up to so many passages a leg is asked for all of them at once."""
FUSION = ("words", "vectors")
FUSED_FLOOR = ("words", "nearness of the first", "nearer than elsewhere", "nearer than strange topics")


@dataclass(frozen=True)
class Nearness:
    """How near each passage lies to the question in the space of the dense leg; 0 for what it did not find."""

    scores: Numbers

    @classmethod
    def of(cls, leg: Leg, question: str, numbers: Mapping[str, int], documents: Sequence[str]) -> "Nearness":
        """Ask the leg; `documents` are those searched, `numbers` those of all passages."""
        scores = np.zeros(len(numbers))
        found = leg.rank(question, None, min(len(numbers), _ALL))
        if len(numbers) > _ALL:
            found = [*found, *leg.rank(question, documents, CANDIDATES)]
        for name, score in found:
            scores[numbers[name]] = score
        return cls(scores)

    def floor_features(self, logit: float, top: int, scope: Scope) -> Numbers:
        """One number each of `FUSED_FLOOR`; `logit` is what the words alone say."""
        first = self.scores[scope.searched].max()
        return np.array(
            [logit, self.scores[top], first - self._best(~scope.searched), first - self._best(scope.strange)]
        )

    def _best(self, mask: Mask) -> float:
        return float(np.where(mask, self.scores, 0.0).max(initial=0.0))


def candidates(words: Numbers, nearness: Nearness, searched: Mask) -> Mask:
    """The searched passages that stand highest on both rankings together."""
    places = np.flatnonzero(searched)
    worth = _worth(words[places]) + _worth(nearness.scores[places])
    chosen = np.zeros(len(searched), dtype=bool)
    chosen[places[np.argsort(-worth, kind="stable")[:CANDIDATES]]] = True
    return chosen


def _worth(scores: Numbers) -> Numbers:
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(len(scores))
    return 1 / (RRF + ranks)
