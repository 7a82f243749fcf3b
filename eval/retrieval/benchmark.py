"""How long a search takes: `python -m eval.retrieval.benchmark [--write]`.

Measured on the five documents and on a made-up country of 3,000 (some 100,000 passages), question by question in one
process: the whole search, and the dense leg alone, with the size of what is stored, the memory of the process and the
share of the exact ten nearest passages that the vector index finds.
"""

import argparse
import json
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.retrieval.dense import DenseLeg, DenseSettings, held_by, passage_vectors
from assistant.retrieval.index import Index
from assistant.retrieval.library import Library
from assistant.retrieval.ranking import Model
from assistant.retrieval.searcher import Searcher
from assistant.retrieval.static_model import StaticModel
from assistant.retrieval.vocabulary import load_vocabulary
from eval.retrieval.synthetic import DOCUMENTS, made_up

ROOT = Path(__file__).parents[2]
NEAREST = 10

Question = tuple[str, str]
"""What is asked, and the document that it is asked of."""


def benchmark(documents: int | None) -> dict[str, Any]:
    """The figures for a made-up country of so many documents, or for the real ones (None)."""
    if documents is None:
        library = real = Library.read(ROOT / "corpus")
        questions = [
            (line, p.document) for p, own in zip(real.passages, real.lines, strict=True) for line in own[:2]
        ]
    else:
        country = made_up(ROOT / "corpus", documents=documents)
        library, questions = country.library, list(country.questions)
    folder = Path(tempfile.mkdtemp(prefix="benchmark-"))
    try:
        sizes = {"documents": len(library.cards), "passages": len(library.passages)}
        opened = {} if documents else {"open what is built, ms": _opening(folder / "opened")}
        return sizes | opened | _measured(library, questions, folder / "made")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measured(library: Library, questions: Sequence[Question], folder: Path) -> dict[str, Any]:
    started = time.perf_counter()
    leg = DenseLeg.open(
        lambda: library.entries(), "benchmark", folder, DenseSettings(), held_by(library.passages)
    )
    built = time.perf_counter()
    model = StaticModel.load()
    ids, documents, vectors = passage_vectors(model, library.entries())
    figures: dict[str, Any] = {
        "dense: build s": round(built - started, 1),
        "dense: MiB on disk": _size(folder),
        "dense, one place": _times(lambda q: leg.rank(q[0], {q[1]}, NEAREST), questions),
        "dense, everywhere": _times(lambda q: leg.rank(q[0], None, NEAREST), questions),
        "dense: recall@10 against exact search, one place": _recall(
            leg, model, questions, ids, documents, vectors, True
        ),
        "dense: recall@10 against exact search, everywhere": _recall(
            leg, model, questions, ids, documents, vectors, False
        ),
    }
    started = time.perf_counter()
    vocabulary = load_vocabulary(ROOT / "corpus")
    index = Index.build(library, vocabulary)
    index.save(folder / "index")
    figures["lexical: build s"] = round(time.perf_counter() - started, 1)
    figures["lexical: MiB on disk"] = _size(folder / "index")
    searcher = Searcher(index, vocabulary, ROOT / "corpus", Model.load(), dense=leg)
    figures["search, one place"] = _times(lambda q: searcher.search(q[0], documents=[q[1]]), questions)
    figures["MiB of memory at most"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def _opening(cache: Path) -> float:
    """The search of the real documents, once its libraries are loaded and its index lies in the cache."""
    corpus, taken = ROOT / "corpus", []
    for _ in range(6):
        started = time.perf_counter()
        Searcher.open(corpus, cache)
        taken.append(1000 * (time.perf_counter() - started))
    return round(min(taken[1:]), 1)


def _times(do: Callable[[Question], Any], questions: Sequence[Question]) -> dict[str, float]:
    for question in questions[:20]:
        do(question)
    taken = []
    for question in questions:
        started = time.perf_counter()
        do(question)
        taken.append(1000 * (time.perf_counter() - started))
    return {f"p{part} ms": round(float(np.percentile(taken, part)), 2) for part in (50, 99)}


def _recall(
    leg: DenseLeg,
    model: StaticModel,
    questions: Sequence[Question],
    ids: Sequence[str],
    documents: Sequence[str],
    vectors: Any,
    in_place: bool,
) -> float:
    """Passages as near as the tenth count as well: many are copies of one another but for a name."""
    owners, found = np.array(documents), []
    number = {name: i for i, name in enumerate(ids)}
    for question, document in questions:
        near = vectors @ model.questions([question])[0]
        inside = np.where(owners == document, near, -2) if in_place else near
        tenth = np.sort(inside)[-NEAREST] - 1e-5
        ranked = leg.rank(question, {document} if in_place else None, NEAREST)
        found.append(sum(inside[number[name]] >= tenth for name, _ in ranked) / NEAREST)
    return round(float(np.mean(found)), 4)


def _size(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20, 1)


def main(arguments: Sequence[str]) -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m eval.retrieval.benchmark", description=__doc__)
    parser.add_argument(
        "--documents", type=int, help=f"of the made-up country ({DOCUMENTS}); 0 for the real ones alone"
    )
    chosen = parser.parse_args(arguments)
    sizes = [None, DOCUMENTS] if chosen.documents is None else [chosen.documents or None]
    for size in sizes:
        print(json.dumps(benchmark(size), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
