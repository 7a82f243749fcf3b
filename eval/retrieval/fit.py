"""Learns the weights of the search and writes `assistant/retrieval/ranking.json`: `python -m eval.retrieval.fit`.

First what words alone say, then how much of it holds beside the dense leg, whose model must have been trained before,
and beside a model of sentences that is trained here without the questions that the weights are learned on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.retrieval.dense import DenseLeg, DenseSettings
from assistant.retrieval.features import RANKING, Numbers
from assistant.retrieval.fusion import FUSION, Nearness
from assistant.retrieval.index import fingerprint
from assistant.retrieval.legs import Leg
from assistant.retrieval.ranking import WEIGHTS, Model
from assistant.retrieval.static_model import StaticModel
from assistant.retrieval.unit_features import UNIT
from eval.retrieval.lessons import Lessons, Origin, Sample
from eval.retrieval.questions import tuning_lines
from eval.retrieval.sentence_data import SentenceData
from eval.retrieval.train_sentences import sentence_model, train

RANKING_WEIGHT: dict[Origin, float] = {"line": 1.0, "sentence": 3.0, "written": 5.0, "tuning": 20.0}
FLOOR_WEIGHT: dict[Origin, float] = {
    "line": 1.0,
    "elsewhere": 0.5,
    "negative": 1.0,
    "near": 3.0,
    "sentence": 2.0,
    "silent": 1.0,
    "written": 5.0,
    "tuning": 15.0,
}
FUSED_WEIGHT: dict[Origin, float] = {"written": 1.0, "tuning": 3.0}
"""The dense leg and the sentences were trained on all lines and negatives: what they say of them tells nothing."""
FOLDS = 8
_RIDGE = 1e-3
_UNIT_RIDGE = 0.03
_FUSED_RIDGE = 1e-2


def fit_ranking(samples: Sequence[Sample]) -> Numbers:
    """Weights under which the answering passages come first (a softmax over the candidates of each question)."""
    used = [s for s in samples if s.case.gold and s.case.origin in RANKING_WEIGHT and s.case.documents]
    longest = max(len(s.candidates) for s in used)
    inputs = np.zeros((len(used), longest, len(RANKING)))
    gold = np.zeros((len(used), longest), dtype=bool)
    there = np.zeros((len(used), longest), dtype=bool)
    for i, sample in enumerate(used):
        size = len(sample.candidates)
        inputs[i, :size] = sample.features[sample.candidates]
        gold[i, :size] = np.isin(sample.candidates, list(sample.case.gold))
        there[i, :size] = True
    weight = np.array([RANKING_WEIGHT[s.case.origin] for s in used])
    weight /= weight.sum()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = np.where(there, inputs @ weights, -1e9)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        right = (likely * gold).sum(axis=1)
        slope = np.where(gold, likely / right[:, None], 0) - likely
        return (
            float(-(weight * np.log(right + 1e-12)).sum() + _RIDGE / 2 * (weights**2).sum()),
            -np.einsum("i,ij,ijk->k", weight, slope, inputs) + _RIDGE * weights,
        )

    return np.asarray(minimize(loss, np.zeros(len(RANKING)), jac=True, method="L-BFGS-B").x)


def fit_floor(
    inputs: Numbers, answered: NDArray[np.bool_], weight: Numbers, penalty: float = _RIDGE
) -> tuple[Numbers, float]:
    """Weights and bias of the likelihood that there is an answer (logistic regression on standardised features)."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    scaled = np.column_stack([(inputs - mean) / spread, np.ones(len(inputs))])
    share = weight / weight.sum()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        fault = np.where(answered, -np.log(likely + 1e-12), -np.log(1 - likely + 1e-12))
        ridge = np.append(penalty * weights[:-1], 0.0)
        return float((share * fault).sum() + (ridge * weights).sum()), scaled.T @ (
            share * (likely - answered)
        ) + 2 * ridge

    found = np.asarray(minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def fit_units(samples: Sequence[tuple[Numbers, NDArray[np.bool_], float]]) -> Numbers:
    """Weights under which the answering unit comes first; a sample is the units' features, which answer, its weight."""
    inputs = np.concatenate([features for features, *_ in samples])
    spread = inputs.std(axis=0) + 1e-9
    inputs = inputs / spread
    right = np.concatenate([right for _, right, _ in samples]).astype(np.float64)
    sizes = [len(features) for features, *_ in samples]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(samples)), sizes)
    share = np.array([weight for *_, weight in samples])
    share /= share.sum()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        scores = inputs @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        likely /= np.add.reduceat(likely, starts)[owner]
        answered = np.add.reduceat(likely * right, starts) + 1e-12
        slope = share[owner] * (right * likely / answered[owner] - likely)
        fault = -float((share * np.log(answered)).sum()) + _UNIT_RIDGE * float((weights**2).sum())
        return fault, 2 * _UNIT_RIDGE * weights - slope @ inputs

    found = minimize(loss, np.zeros(len(UNIT)), jac=True, method="L-BFGS-B").x
    return np.asarray(found / spread)


def fit_fusion(samples: Sequence[tuple[Numbers, NDArray[np.bool_], float]]) -> Numbers:
    """Weights of the two legs under which the answering passages come first."""

    def loss(weights: Numbers) -> float:
        fault = 0.0
        for scores, right, weight in samples:
            fused = scores @ weights
            likely = np.exp(fused - fused.max())
            fault -= weight * float(np.log(likely[right].sum() / likely.sum()))
        return fault / len(samples) + _RIDGE / 10 * float((weights**2).sum())

    return np.asarray(minimize(loss, np.ones(len(FUSION)), method="Nelder-Mead").x)


@dataclass(frozen=True)
class _Floors:
    """What the floor of words, and that of both legs, are learned from."""

    origins: Sequence[Origin]
    answered: NDArray[np.bool_]
    words: Numbers
    late: Sequence[Callable[[Numbers, float], Numbers] | None]
    """For the samples that the second floor is learned from: its features, given what words alone say."""

    def fit(self, kept: NDArray[np.bool_]) -> tuple[Numbers, float, Numbers, float]:
        """Both floors, from the samples that are kept."""
        weight = np.array([FLOOR_WEIGHT[origin] for origin in self.origins])
        floor, bias = fit_floor(self.words[kept], self.answered[kept], weight[kept])
        used = [i for i, late in enumerate(self.late) if kept[i] and late is not None]
        fused, fused_bias = fit_floor(
            np.array([self.features(i, floor, bias) for i in used]),
            self.answered[used],
            np.array([FUSED_WEIGHT[self.origins[i]] for i in used]),
            _FUSED_RIDGE,
        )
        return floor, bias, fused, fused_bias

    def features(self, i: int, floor: Numbers, bias: float) -> Numbers:
        """What the second floor is shown of a sample."""
        late = self.late[i]
        assert late is not None
        return late(self.words[i], float(self.words[i] @ floor + bias))

    def threshold(self) -> float:
        """Where abstaining is as often right as it is wanted, on tuning questions that were left out of the fit."""
        tuning = np.flatnonzero([origin in FUSED_WEIGHT for origin in self.origins])
        likely = np.zeros(len(self.origins))
        for fold in range(FOLDS):
            left = tuning[fold::FOLDS]
            kept = np.ones(len(self.origins), dtype=bool)
            kept[left] = False
            floor, bias, fused, fused_bias = self.fit(kept)
            for i in left:
                likely[i] = 1 / (1 + np.exp(-(self.features(i, floor, bias) @ fused + fused_bias)))

        def worse(threshold: float) -> float:
            silent = likely[tuning] < threshold
            right = (silent & ~self.answered[tuning]).sum()
            return float(min(right / max(silent.sum(), 1), right / (~self.answered[tuning]).sum()))

        grid = [round(step / 100, 2) for step in range(20, 91)]
        best = max(map(worse, grid))
        return float(np.median([threshold for threshold in grid if worse(threshold) == best]))


def fit(lessons: Lessons, dense: Leg) -> Model:
    """Everything: first what words alone say, then how much of it holds beside the dense leg."""
    samples = [lessons.sample(case) for case in lessons.cases()]
    ranking = fit_ranking(samples)
    near = {
        i: lessons.nearness(sample, dense)
        for i, sample in enumerate(samples)
        if sample.case.origin in FUSED_WEIGHT
    }
    # A ranking that has seen the questions would look better beside the other leg, which has not, than it is.
    unseen = fit_ranking([sample for sample in samples if sample.case.origin not in FUSED_WEIGHT])
    pairs = {i: _both(samples[i].features @ ranking, near[i]) for i in near}
    fusion = fit_fusion(
        [
            (
                _both(sample.features @ unseen, near[i])[sample.candidates],
                np.isin(sample.candidates, list(sample.case.gold)),
                FUSED_WEIGHT[sample.case.origin],
            )
            for i, sample in enumerate(samples)
            if i in near and sample.case.gold and sample.case.documents
        ]
    )
    floors = _Floors(
        [sample.case.origin for sample in samples],
        np.array([bool(sample.case.gold) for sample in samples]),
        np.array([lessons.floor_sample(sample, ranking) for sample in samples]),
        [
            partial(lessons.fused_sample, sample, pairs[i] @ fusion, near[i]) if i in near else None
            for i, sample in enumerate(samples)
        ],
    )
    floor, bias, fused, fused_bias = floors.fit(np.ones(len(samples), dtype=bool))
    units = fit_units(list(lessons.unit_samples()))
    return Model(ranking, units, floor, bias, fusion, fused, fused_bias, floors.threshold())


def _both(words: Numbers, nearness: Nearness) -> Numbers:
    return np.stack([words, nearness.passages, nearness.sentences], axis=1)


def main() -> None:
    """Fit on the corpus beside the code and the questions that may be tuned on."""
    corpus = Path(__file__).parents[2] / "corpus"
    static = StaticModel.load()
    unseen = sentence_model(train(SentenceData.read(corpus), static), static)
    lessons = Lessons(corpus, unseen, tuning_lines())
    dense = DenseLeg.open(
        lessons.library.entries, fingerprint(corpus), corpus.parent / ".cache", DenseSettings()
    )
    fit(lessons, dense).save(WEIGHTS)


if __name__ == "__main__":
    main()
