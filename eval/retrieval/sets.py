"""Measures any retrieval set: JSON Lines of `{"query", "passages", "relevant"}`.

`passages` are the texts to choose from: those of all lines together are searched for each query. `relevant` are those
that answer, as indices into `passages` or as the texts themselves. Such a set has no phrasings, topics or places; what
is measured is the search without them: BM25 over characters and bigrams, the embedding model, and both fused.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.dense import DenseSettings
from assistant.retrieval.dense_models import load_embedder
from assistant.retrieval.field import Field
from assistant.retrieval.tokens import tokens
from assistant.retrieval.vectors import Collected
from eval.retrieval.metrics import Answered, Outcome, figures
from eval.retrieval.questions import Asked

SHOWN = 10
CANDIDATES = 100
_RRF = 60
"""The constant of reciprocal rank fusion, as its authors have it."""
_MEASURED = ("recall@1", "recall@3", "recall@5", "MRR", "nDCG@10")

Ranking = list[list[int]]
"""For each query the numbers of the passages, best first."""


@dataclass(frozen=True)
class RetrievalSet:
    """Queries and passages; `relevant[i]` are the numbers of the passages that answer `queries[i]`."""

    queries: Sequence[str]
    passages: Sequence[str]
    relevant: Sequence[frozenset[int]]


def read_set(file: Path) -> RetrievalSet:
    """Read a file; raises ValueError naming the line that is not as it should be."""
    numbers: dict[str, int] = {}
    queries, relevant = [], []
    for i, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
        try:
            written: dict[str, Any] = json.loads(line)
            own: list[str] = written["passages"]
            for text in own:
                numbers.setdefault(text, len(numbers))
            texts = [own[one] if isinstance(one, int) else one for one in written["relevant"]]
            relevant.append(frozenset(numbers[text] for text in texts))
            queries.append(written["query"])
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ValueError(
                f'{file}, line {i}: {error!r}; a line is {{"query": text, "passages": [texts], "relevant": [indices]}}'
            ) from error
    return RetrievalSet(queries, list(numbers), relevant)


def measure_set(file: Path, settings: DenseSettings) -> str:
    """The figures of a set as a Markdown table."""
    found = read_set(file)
    lexical = _lexical(found, tokens)
    dense = _dense(found, settings)
    systems: Mapping[str, Ranking] = {
        "BM25 with jieba": _lexical(found, _jieba),
        "BM25 over characters and bigrams": lexical,
        "dense": dense,
        "fused": [_fused(ranked) for ranked in zip(lexical, dense, strict=True)],
    }
    lines = ["| system | " + " | ".join(_MEASURED) + " |", "| --- " * (len(_MEASURED) + 1) + "|"]
    for name, ranking in systems.items():
        measured = figures([_outcome(found, i, ranked) for i, ranked in enumerate(ranking)])
        lines.append(
            f"| {name} | " + " | ".join(f"{measured[figure] or 0:.3f}" for figure in _MEASURED) + " |"
        )
    head = f"{file.name}: {len(found.queries)} queries, {len(found.passages)} passages"
    return "\n".join([head, "", *lines])


def _lexical(found: RetrievalSet, cut: Callable[[str], list[str]]) -> Ranking:
    field = Field.build(
        [cut(text) for text in found.passages], range(len(found.passages)), len(found.passages)
    )
    return [_best(field.scores(cut(query))) for query in found.queries]


def _best(scores: NDArray[np.float32]) -> list[int]:
    return [int(i) for i in np.argsort(-scores, kind="stable")[:CANDIDATES] if scores[i] > 0]


def _dense(found: RetrievalSet, settings: DenseSettings) -> Ranking:
    model = load_embedder(settings.model)
    vectors = model.texts(found.passages)
    known = np.flatnonzero(vectors.any(axis=1))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        collected = Collected.embedded(Path(folder), "passages")
        collected.fill([str(i) for i in known], ["set"] * len(known), vectors[known])
        limit = min(CANDIDATES, len(known))
        ranked = collected.nearest(model.questions(found.queries), None, limit)
        return [[int(name) for name, _ in one] for one in ranked]


def _fused(ranked: Sequence[Sequence[int]]) -> list[int]:
    scores: dict[int, float] = {}
    for ranking in ranked:
        for place, number in enumerate(ranking, start=1):
            scores[number] = scores.get(number, 0.0) + 1 / (_RRF + place)
    return sorted(scores, key=lambda number: -scores[number])


def _outcome(found: RetrievalSet, i: int, ranked: Sequence[int]) -> Outcome:
    relevant = tuple(map(str, sorted(found.relevant[i])))
    asked = Asked(str(i), found.queries[i], "", None, False, "", relevant, ())
    return Outcome(asked, Answered([frozenset({str(number)}) for number in ranked[:SHOWN]], "", False))


def _jieba(text: str) -> list[str]:
    import jieba

    jieba.setLogLevel(60)
    return [word for word in jieba.cut(text) if not word.isspace()]
