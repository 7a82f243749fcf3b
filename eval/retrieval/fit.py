"""Learns the weights of the search and writes `assistant/retrieval/ranking.json`: `python -m eval.retrieval.fit`.

First what words alone say, then how much of it holds beside the dense leg, whose model must have been trained before.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.retrieval.answering import UNIT
from assistant.retrieval.dense import DenseLeg, DenseSettings
from assistant.retrieval.features import RANKING, Numbers
from assistant.retrieval.fusion import FUSION
from assistant.retrieval.index import fingerprint
from assistant.retrieval.legs import Leg
from assistant.retrieval.ranking import WEIGHTS, Model
from eval.retrieval.lessons import Lessons, Origin, Sample
from eval.retrieval.questions import TUNING

RANKING_WEIGHT: dict[Origin, float] = {"line": 1.0, "sentence": 3.0, "tuning": 20.0}
FLOOR_WEIGHT: dict[Origin, float] = {
    "line": 1.0,
    "elsewhere": 0.5,
    "negative": 1.0,
    "near": 3.0,
    "sentence": 2.0,
    "silent": 1.0,
    "tuning": 15.0,
}
FUSED_WEIGHT: dict[Origin, float] = {"near": 1.0, "sentence": 1.0, "silent": 0.5, "tuning": 4.0}
"""The dense leg was trained on lines and negatives: what it says of them tells nothing."""
THRESHOLD = 0.6
_RIDGE = 1e-3
_UNIT_RIDGE = 1e-3


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


def fit_floor(inputs: Numbers, answered: NDArray[np.bool_], weight: Numbers) -> tuple[Numbers, float]:
    """Weights and bias of the likelihood that there is an answer (logistic regression on standardised features)."""
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    scaled = np.column_stack([(inputs - mean) / spread, np.ones(len(inputs))])
    share = weight / weight.sum()

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        likely = 1 / (1 + np.exp(-(scaled @ weights)))
        fault = np.where(answered, -np.log(likely + 1e-12), -np.log(1 - likely + 1e-12))
        ridge = np.append(_RIDGE * weights[:-1], 0.0)
        return float((share * fault).sum() + (ridge * weights).sum()), scaled.T @ (
            share * (likely - answered)
        ) + 2 * ridge

    found = np.asarray(minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B").x)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)


def fit_units(samples: Sequence[tuple[Numbers, NDArray[np.bool_], float]]) -> Numbers:
    """Weights under which the answering unit comes first; a sample is the units' features, which answer, its weight."""
    size = sum(weight for *_, weight in samples)

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        fault, slope = 0.0, np.zeros(len(UNIT))
        for features, right, weight in samples:
            scores = features @ weights
            likely = np.exp(scores - scores.max())
            likely /= likely.sum()
            answered = likely[right].sum()
            fault -= weight * float(np.log(answered + 1e-12))
            slope -= weight * ((np.where(right, likely / answered, 0) - likely) @ features)
        return fault / size + _UNIT_RIDGE * float(
            (weights**2).sum()
        ), slope / size + 2 * _UNIT_RIDGE * weights

    return np.asarray(minimize(loss, np.zeros(len(UNIT)), jac=True, method="L-BFGS-B").x)


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


def fit(lessons: Lessons, dense: Leg) -> Model:
    """Everything: first what words alone say, then how much of it holds beside the dense leg."""
    samples = [lessons.sample(case) for case in lessons.cases()]
    ranking = fit_ranking(samples)
    inputs = np.array([lessons.floor_sample(sample, ranking) for sample in samples])
    answered = np.array([bool(sample.case.gold) for sample in samples])
    weight = np.array([FLOOR_WEIGHT[sample.case.origin] for sample in samples])
    floor, bias = fit_floor(inputs, answered, weight)
    fused = [i for i, sample in enumerate(samples) if sample.case.origin in FUSED_WEIGHT]
    near = {i: lessons.nearness(samples[i], dense) for i in fused}
    pairs = {i: np.stack([samples[i].features @ ranking, near[i].scores], axis=1) for i in fused}
    fusion = fit_fusion(
        [
            (
                pairs[i][samples[i].candidates],
                np.isin(samples[i].candidates, list(samples[i].case.gold)),
                FUSED_WEIGHT[samples[i].case.origin],
            )
            for i in fused
            if answered[i] and samples[i].case.documents
        ]
    )
    logits = inputs @ floor + bias
    late = np.array([lessons.fused_sample(samples[i], pairs[i] @ fusion, logits[i], near[i]) for i in fused])
    fused_floor, fused_bias = fit_floor(
        late, answered[fused], np.array([FUSED_WEIGHT[samples[i].case.origin] for i in fused])
    )
    units = fit_units(list(lessons.unit_samples()))
    return Model(ranking, units, floor, bias, fusion, fused_floor, fused_bias, THRESHOLD)


def main() -> None:
    """Fit on the corpus beside the code and the questions that may be tuned on."""
    corpus = Path(__file__).parents[2] / "corpus"
    lessons = Lessons(corpus, map(json.loads, TUNING.read_text("utf-8").splitlines()))
    dense = DenseLeg.open(
        lessons.library.entries, fingerprint(corpus), corpus.parent / ".cache", DenseSettings()
    )
    fit(lessons, dense).save(WEIGHTS)


if __name__ == "__main__":
    main()
