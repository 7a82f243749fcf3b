"""How well single sentences answer a question: vectors of tokens that were trained on questions and their answers.

Unlike the dense leg, whose vectors tell passages apart, this tells the sentences and cells of a passage apart as well.
`eval/retrieval/train_sentences.py` trains it; its folder is read as that of the default embedding model is.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.passages import Passage
from assistant.retrieval.static_model import Tokens, Vectors, normalised, read_folder

FOLDER = Path(__file__).parent / "data" / "sentences"
ROLES = ("object", "name", "content", "standard", "funding", "departments", "sentence", "responsible")
PARTS = 2
"""A vector is so many vectors side by side, trained apart, each with the same say."""
_AT_ONCE = 2000
_LARGE = 64 << 20
"""Vectors of more bytes stay on the disk until they are looked at."""


class SentenceModel:
    """Vectors of questions and of units; the greater their product, the likelier the unit answers."""

    def __init__(self, tokens: Tokens, roles: Vectors, name: Vectors, nothing: Vectors) -> None:
        """A row of `roles` is added to the units of each of ROLES, `name` times the vector of what a passage is called
        to all of its units, part by part; `nothing` is what questions lie near that no document answers."""
        self._tokens = tokens
        self._roles = roles
        self._name = np.repeat(name, roles.shape[1] // PARTS)
        self._nothing = nothing

    @classmethod
    def load(cls, folder: Path = FOLDER) -> "SentenceModel":
        """Read a folder; raises ModelError where it holds no such model."""
        vocabulary, tensors = read_folder(folder)
        tokens = Tokens(vocabulary, tensors["embedding.weight"])
        return cls(tokens, tensors["roles"], tensors["name"], tensors["nothing"])

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._vectors([text])[0] / PARTS
        return vector

    def nothing(self, question: Vectors) -> float:
        """How near a question lies to those that no document answers."""
        return float(question @ self._nothing)

    def units(self, passages: Sequence[Passage]) -> Vectors:
        """A row for each unit of each passage."""
        units = [
            (i, unit.role, passage.told(unit)) for i, passage in enumerate(passages) for unit in passage.units
        ]
        names = self._vectors([passage.name for passage in passages])
        roles = self._roles[[ROLES.index(role) for _, role, _ in units]]
        result: Vectors = self._vectors([text for *_, text in units]) + roles
        result += self._name * names[[i for i, *_ in units]]
        return result

    def _vectors(self, texts: Sequence[str]) -> Vectors:
        means = self._tokens.means(texts)
        return normalised(means.reshape(len(texts), PARTS, -1)).reshape(means.shape)


class Sentences:
    """The units of all passages, as the model sees them."""

    def __init__(self, model: SentenceModel, vectors: NDArray[np.floating], counts: Sequence[int]) -> None:
        """`counts` says how many units each passage has; their vectors follow one another."""
        self._model = model
        self._vectors = vectors
        self._starts = np.cumsum([0, *counts])

    @classmethod
    def build(cls, model: SentenceModel, passages: Sequence[Passage]) -> "Sentences":
        """Look at passages."""
        parts = [model.units(some).astype(np.float16) for some in _batches(passages)]
        return cls(model, np.concatenate(parts), [len(passage.units) for passage in passages])

    def save(self, file: Path) -> None:
        """Write the vectors."""
        np.save(file, self._vectors)

    @classmethod
    def load(cls, file: Path, passages: Sequence[Passage]) -> "Sentences":
        """Read what `save` wrote for these passages."""
        large = file.stat().st_size > _LARGE
        vectors = np.load(file, mmap_mode="r") if large else np.load(file).astype(np.float32)
        return cls(SentenceModel.load(), vectors, [len(passage.units) for passage in passages])

    def asked(self, question: str) -> "AskedOfSentences":
        """Compare with a question: all that it says, its places left out, with what is meant by it."""
        return AskedOfSentences(self._model, self._vectors, self._starts, self._model.question(question))


class AskedOfSentences:
    """How near the units of passages lie to one question."""

    def __init__(
        self, model: SentenceModel, vectors: NDArray[np.floating], starts: NDArray[np.intp], question: Vectors
    ) -> None:
        self._vectors = vectors
        self._starts = starts
        self._question = question
        self.nothing = model.nothing(question)
        """How near it lies to questions that nothing answers."""

    def within(self, passage: int) -> NDArray[np.float64]:
        """Of each unit of a passage."""
        part = self._vectors[self._starts[passage] : self._starts[passage + 1]]
        return np.asarray(part, dtype=np.float64) @ self._question

    def best(self, wanted: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Of the nearest unit of each passage that is wanted; 0 for the others."""
        numbers = np.flatnonzero(wanted)
        result = np.zeros(len(wanted))
        if len(numbers):
            sizes = self._starts[numbers + 1] - self._starts[numbers]
            ends = np.cumsum(sizes)
            rows = np.arange(ends[-1]) + np.repeat(self._starts[numbers] - ends + sizes, sizes)
            near = np.asarray(self._vectors[rows], dtype=np.float32) @ self._question
            result[numbers] = np.maximum.reduceat(near, ends - sizes)
        return result


def _batches(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    left = iter(passages)
    while some := list(islice(left, _AT_ONCE)):
        yield some
