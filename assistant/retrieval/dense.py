"""The dense leg: passages near the question in the space of an embedding model, whatever words they use."""

import logging
import shutil
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from assistant.retrieval.dense_models import DEFAULT, Embedder, load_embedder
from assistant.retrieval.entries import Entry
from assistant.retrieval.legs import Ranked
from assistant.retrieval.passages import Passage
from assistant.retrieval.static_model import ModelError, Vectors
from assistant.retrieval.vectors import Collected, Few, Held

_LOG = logging.getLogger(__name__)
_VERSION = "3"
_FEW = "few.npz"
_KEPT = 2
"""How many collections stay in the cache folder: this one and the one before."""

Entries = Callable[[], Iterable[Entry]]
"""Reads the entries, which is slow and only done to build a collection."""


@dataclass(frozen=True)
class DenseSettings:
    """What an installation may choose."""

    model: str = DEFAULT
    """`default`, a folder, or a name such as `BAAI/bge-small-zh-v1.5` that is in the hub's local cache."""
    server: str | None = None
    """The address of a Chroma server; without one the vectors lie in the cache folder."""


_CHOSEN = DenseSettings()


class DenseLeg:
    """Ranks passages by the cosine of their vector and the question's."""

    name = "dense"

    def __init__(self, model: Embedder, vectors: Collected | Few) -> None:
        self._model = model
        self._vectors = vectors

    @classmethod
    def open(
        cls, entries: Entries, state: str, cache: Path, settings: DenseSettings, held: Held | None = None
    ) -> "DenseLeg":
        """Open the collection of a corpus in this state, which is built first where it is not there.

        `held`, the ids of the passages of each document, makes a search in few of very many documents faster.

        Raises ModelError where the model or Chroma is missing or broken.
        """
        model = load_embedder(settings.model)
        name = sha256(f"{_VERSION} {state} {model.fingerprint}".encode()).hexdigest()[:16]
        few = cache / f"dense-{name}" / _FEW
        if settings.server is None and few.exists():
            return cls(model, Few.load(few))
        with _explained(settings.server or str(cache)):
            vectors: Collected | Few
            if settings.server is not None:
                vectors = _served(settings.server, f"passages-{name}", model, entries, held)
            else:
                vectors = _embedded(cache / f"dense-{name}", model, entries, held)
        return cls(model, vectors)

    def rank(self, question: str, documents: Collection[str] | None, limit: int) -> Ranked:
        """The nearest passages; none for a question without a word that the model knows."""
        return self.rank_many([question], documents, limit)[0]

    def rank_many(
        self, questions: Sequence[str], documents: Collection[str] | None, limit: int
    ) -> list[Ranked]:
        """`rank` for several questions at once."""
        if not questions:
            return []
        vectors = self._model.questions(questions)
        ranked = self._vectors.nearest(vectors, documents, limit)
        return [found if vector.any() else [] for vector, found in zip(vectors, ranked, strict=True)]


def open_dense(
    entries: Entries,
    state: str,
    cache: Path,
    settings: DenseSettings = _CHOSEN,
    held: Held | None = None,
) -> DenseLeg | None:
    """The dense leg, or None with one warning that says why and what to do: the search then goes by words alone."""
    try:
        return DenseLeg.open(entries, state, cache, settings, held)
    except ModelError as error:
        _LOG.warning("Searching by words alone: %s", error)
        return None


def held_by(passages: Iterable[Passage]) -> Held:
    """The ids of the passages of each document."""
    held: dict[str, list[str]] = defaultdict(list)
    for passage in passages:
        held[passage.document].append(passage.id)
    return held


def passage_vectors(model: Embedder, entries: Iterable[Entry]) -> tuple[list[str], list[str], Vectors]:
    """Ids, documents and vectors of the passages: each kind of entry (its text, its sentences, how people ask) counts
    the same, however many there are of it. A passage without a word that the model knows has none."""
    texts: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for entry in entries:
        texts[entry.passage, entry.document][entry.kind].append(entry.text)
    flat = [text for kinds in texts.values() for lines in kinds.values() for text in lines]
    encoded = iter(model.texts(flat))
    means = [
        np.mean([np.mean([next(encoded) for _ in lines], axis=0) for lines in kinds.values()], axis=0)
        for kinds in texts.values()
    ]
    vectors = np.asarray(means, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1)
    named = [name for name, length in zip(texts, lengths, strict=True) if length > 0]
    vectors = vectors[lengths > 0] / lengths[lengths > 0, None]
    return [passage for passage, _ in named], [document for _, document in named], vectors


def _served(server: str, name: str, model: Embedder, entries: Entries, held: Held | None) -> Collected:
    collected = Collected.served(server, name, held)
    if not collected.filled:
        collected.fill(*passage_vectors(model, entries()))
    return collected


def _embedded(folder: Path, model: Embedder, entries: Entries, held: Held | None) -> Collected | Few:
    """Written whole or not at all: another process may be doing the same."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(dir=folder.parent, prefix=".making-"))
        try:
            ids, documents, vectors = passage_vectors(model, entries())
            Collected.embedded(made, "passages", held).fill(ids, documents, vectors)
            if len(ids) <= Few.MOST:
                Few(ids, documents, vectors).save(made / _FEW)
            if not folder.exists():
                made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        old = sorted(folder.parent.glob("dense-*"), key=lambda one: one.stat().st_mtime)
        for one in old[:-_KEPT]:
            shutil.rmtree(one, ignore_errors=True)
    few = folder / _FEW
    return Few.load(few) if few.exists() else Collected.embedded(folder, "passages", held)


@contextmanager
def _explained(where: str) -> Iterator[None]:
    """Errors of Chroma and of what lies below it, as a ModelError that says what to do."""
    try:
        from chromadb.errors import ChromaError
        from httpx import HTTPError
    except ImportError as error:
        raise ModelError(f"chromadb is not installed ({error}); install the extra `dense`") from error
    try:
        yield
    except (ChromaError, HTTPError, OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"the vectors cannot be opened ({type(error).__name__}: {error}); "
            f"see that {where} can be reached and written to"
        ) from error
