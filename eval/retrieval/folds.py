"""What the trained model is worth on lines that it has never seen: `python -m eval.retrieval.folds`.

Every fifth phrasing is held out, whole lines and their twins; a model is trained on the rest, the passages are embedded
without the held-out lines, and each of these must find the passage that it was written for, among those that a question
about the document searches.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from assistant.retrieval.dense import passage_vectors
from assistant.retrieval.entries import Entry
from assistant.retrieval.library import Library
from assistant.retrieval.static_model import StaticModel
from eval.retrieval.train import ROOT, SEED, static_model, train
from eval.retrieval.training_data import TrainingData

FOLDS = 5


def held_out_ranks(corpus: Path, folds: int, only: int | None = None) -> Iterator[tuple[str, int]]:
    """Each phrasing with the rank of its passage for a model and passages that have never seen the line."""
    library = Library.read(corpus)
    lines = [line for own in library.lines for line in own]
    random.Random(SEED).shuffle(lines)
    for fold in range(folds):
        if only is not None and fold != only:
            continue
        held = set(lines[fold::folds])
        model = static_model(train(TrainingData.read(corpus, without=held)))
        kept = [entry for entry in library.entries() if not (entry.kind == "phrasing" and entry.text in held)]
        yield from _ranks(model, library, kept, held)


def _ranks(
    model: StaticModel, library: Library, entries: Sequence[Entry], held: set[str]
) -> Iterator[tuple[str, int]]:
    ids, documents, vectors = passage_vectors(model, entries)
    for passage, lines in zip(library.passages, library.lines, strict=True):
        searched = {passage.document, library.cards[passage.document].parent}
        inside = np.array([document in searched for document in documents])
        for line in lines:
            if line in held:
                scores = np.where(inside, vectors @ model.encode([line])[0], -2)
                yield line, int((scores > scores[ids.index(passage.id)]).sum()) + 1


def main(arguments: Sequence[str]) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.folds", description=__doc__)
    parser.add_argument("--only", type=int, help=f"one fold of the {FOLDS}, counted from 0")
    chosen = parser.parse_args(arguments)
    ranks = np.array([rank for _, rank in held_out_ranks(ROOT / "corpus", FOLDS, chosen.only)])
    figures = {f"recall@{k}": round(float((ranks <= k).mean()), 3) for k in (1, 3, 5)}
    print(json.dumps({"phrasings": len(ranks), **figures, "MRR": round(float((1 / ranks).mean()), 3)}))


if __name__ == "__main__":
    main(sys.argv[1:])
