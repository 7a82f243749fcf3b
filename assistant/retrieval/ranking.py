"""The ranking, the choice of the sentence and the floor: linear models whose weights `eval.retrieval.fit` learns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.retrieval.features import FLOOR, RANKING, Numbers
from assistant.retrieval.fusion import FUSED_FLOOR, FUSION, Nearness
from assistant.retrieval.unit_features import UNIT

WEIGHTS = Path(__file__).with_name("ranking.json")


class WeightsError(ValueError):
    """`ranking.json` does not fit the features of this version; the message says what to do."""


@dataclass(frozen=True)
class Model:
    """The weights, and where the floor lies."""

    ranking: Numbers
    units: Numbers
    floor: Numbers
    bias: float
    fusion: Numbers
    fused_floor: Numbers
    fused_bias: float
    threshold: float
    """Below this likelihood of there being an answer, none is given."""

    @classmethod
    def load(cls, file: Path = WEIGHTS) -> "Model":
        """Read the weights; raises WeightsError where they are others than the features."""
        stored = json.loads(file.read_text("utf-8"))
        return cls(
            _weights(file, stored["ranking"], RANKING),
            _weights(file, stored["units"], UNIT),
            _weights(file, stored["floor"], FLOOR),
            stored["bias"],
            _weights(file, stored["fusion"], FUSION),
            _weights(file, stored["fused floor"], FUSED_FLOOR),
            stored["fused bias"],
            stored["threshold"],
        )

    def save(self, file: Path = WEIGHTS) -> None:
        """Write the weights, each under the name of its feature."""
        named = {
            "ranking": dict(zip(RANKING, self.ranking.round(4).tolist(), strict=True)),
            "units": dict(zip(UNIT, self.units.round(4).tolist(), strict=True)),
            "floor": dict(zip(FLOOR, self.floor.round(4).tolist(), strict=True)),
            "bias": round(self.bias, 4),
            "fusion": dict(zip(FUSION, self.fusion.round(4).tolist(), strict=True)),
            "fused floor": dict(zip(FUSED_FLOOR, self.fused_floor.round(4).tolist(), strict=True)),
            "fused bias": round(self.fused_bias, 4),
            "threshold": self.threshold,
        }
        file.write_text(json.dumps(named, ensure_ascii=False, indent=1) + "\n", "utf-8")

    def score(self, features: Numbers) -> Numbers:
        """A score a passage: the higher the better."""
        return features @ self.ranking

    def logit(self, features: Numbers) -> float:
        """How likely the searched passages hold an answer, in the eyes of the lexical leg: above 0 more than not."""
        return float(features @ self.floor + self.bias)

    def fused(self, words: Numbers, nearness: Nearness) -> Numbers:
        """A score a passage from both legs and the sentences."""
        return np.stack([words, nearness.passages, nearness.sentences], axis=1) @ self.fusion

    def fused_logit(self, features: Numbers) -> float:
        """`logit` in the eyes of both legs."""
        return float(features @ self.fused_floor + self.fused_bias)

    def answers(self, logit: float) -> bool:
        """Whether it is likely enough that there is an answer."""
        return bool(1 / (1 + np.exp(-logit)) >= self.threshold)


def _weights(file: Path, stored: Mapping[str, float], names: tuple[str, ...]) -> Numbers:
    if tuple(stored) != names:
        raise WeightsError(
            f"{file}: the weights are not those of {', '.join(names)}; run python -m eval.retrieval.fit"
        )
    return np.array(list(stored.values()), dtype=np.float64)
