"""BM25 over texts, by bm25s, as shares of the question that a text covers."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]
_LARGE = 64 << 20
"""Above so many bytes, reading all scores takes longer than looking for them on the disk."""


class Field:
    """Texts, each of which leads to an owner; an owner scores as its best text does."""

    def __init__(self, engine: Any, owners: NDArray[np.int32], count: int) -> None:
        """`owners[i]` is the number, below `count`, of what the i-th text leads to, in ascending order."""
        self._engine = engine
        self._owners = owners
        self._count = count
        self._ids: Mapping[str, int] = engine.vocab_dict
        self._by_token = engine.scores["indptr"]
        frequency = np.diff(self._by_token)
        self._weights = np.log(1 + (len(owners) - frequency + 0.5) / (frequency + 0.5))
        self._highest = float(self._weights.max(initial=0.0))
        self._seen: dict[str, float] = {}
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self._owning = owners[self._starts]
        self._one_each = len(owners) == count

    @classmethod
    def build(
        cls,
        texts: Sequence[Sequence[str]],
        owners: Sequence[int],
        count: int,
        k1: float = 1.5,
        b: float = 0.75,
    ) -> "Field":
        """Index texts that were cut into tokens."""
        import bm25s

        engine = bm25s.BM25(k1=k1, b=b)
        engine.index([list(text) or [""] for text in texts], show_progress=False)
        return cls(engine, np.asarray(owners, dtype=np.int32), count)

    def save(self, folder: Path) -> None:
        """Write it to a folder of its own."""
        self._engine.save(folder, show_progress=False)
        np.save(folder / "owners.npy", self._owners)

    @classmethod
    def load(cls, folder: Path, count: int) -> "Field":
        """Read what `save` wrote; where they are many, the scores stay on the disk until they are looked at."""
        import bm25s

        large = (folder / "data.csc.index.npy").stat().st_size > _LARGE
        engine = bm25s.BM25.load(folder, mmap=large, show_progress=False)
        return cls(engine, np.load(folder / "owners.npy"), count)

    def scores(self, words: Sequence[str]) -> Scores:
        """For each owner the share of the question that its best text covers, by the weight of the words."""
        result = np.zeros(self._count, dtype=np.float32)
        known = [word for word in words if self.knows(word)]
        if known:
            raw = self._engine.get_scores(known)
            result[self._owning] = raw if self._one_each else np.maximum.reduceat(raw, self._starts)
            result /= np.float32(self.weight(words))
        return result

    def knows(self, word: str) -> bool:
        """Whether any text has the word."""
        # bm25s adds an empty token of its own behind the others.
        return self._ids.get(word, len(self._weights)) < len(self._weights)

    def weight(self, words: Collection[str]) -> float:
        """What the words weigh together; one that stands nowhere weighs as much as the rarest."""
        return sum(map(self._weight, words))

    def _weight(self, word: str) -> float:
        weight = self._seen.get(word)
        if weight is None:
            if not self.knows(word):
                return self._highest
            weight = self._seen[word] = float(self._weights[self._ids[word]])
        return weight

    def stands_in(self, word: str, owners: Mask) -> bool:
        """Whether a text of one of these owners has the word."""
        if not self.knows(word):
            return False
        i = self._ids[word]
        texts = self._engine.scores["indices"][self._by_token[i] : self._by_token[i + 1]]
        return bool(owners[self._owners[texts]].any())

    def vocabulary(self) -> Collection[str]:
        """All words."""
        return self._ids.keys()
