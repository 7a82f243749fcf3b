"""What the ranking knows of passages before any question: place, kind, topics, and what their sentences hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.policies.folding import fold
from assistant.retrieval.field import Mask
from assistant.retrieval.found import SLOTS, Slot
from assistant.retrieval.passages import Passage
from assistant.retrieval.vocabulary import Vocabulary

_NUMBERS: frozenset[Slot] = frozenset(
    {"money", "share", "figure", "frequency", "duration", "deadline", "age"}
)


@dataclass(frozen=True)
class Traits:
    """One entry a passage in every array."""

    documents: NDArray[np.str_]
    items: Mask
    fills: Mask
    """A row a slot: whether a sentence of the passage looks as if it filled it."""
    topics: Mask
    """A row a topic: whether the passage is about it."""

    @classmethod
    def of(cls, passages: Sequence[Passage], vocabulary: Vocabulary) -> "Traits":
        """Look through the passages."""
        return cls(
            documents=np.array([passage.document for passage in passages]),
            items=np.array([passage.kind == "item" for passage in passages]),
            fills=np.array([[_fills(passage, slot, vocabulary) for passage in passages] for slot in SLOTS]),
            topics=np.array(
                [[topic.holds(passage) for passage in passages] for topic in vocabulary.topics.values()]
            ),
        )

    def save(self, file: Path) -> None:
        """Write it."""
        np.savez(file, documents=self.documents, items=self.items, fills=self.fills, topics=self.topics)

    @classmethod
    def load(cls, file: Path) -> "Traits":
        """Read what `save` wrote."""
        with np.load(file) as arrays:
            return cls(**{name: arrays[name] for name in ("documents", "items", "fills", "topics")})

    def within(self, documents: Collection[str]) -> Mask:
        """The passages of these documents."""
        names, codes = self._coded
        return np.isin(codes, [i for i, name in enumerate(names) if name in documents])

    @cached_property
    def _coded(self) -> tuple[Sequence[str], NDArray[np.intp]]:
        """The documents as numbers, which are compared much faster than names."""
        names, codes = np.unique(self.documents, return_inverse=True)
        return names.tolist(), codes

    def fill(self, slot: Slot) -> Mask:
        """The passages that may fill the slot."""
        fills: Mask = self.fills[SLOTS.index(slot)]
        return fills

    def lacks(self, slot: Slot, passage: int) -> bool:
        """Whether a number is asked for that no sentence of a passage holds."""
        return slot in _NUMBERS and not self.fill(slot)[passage]

    def strange_to(self, searched: Mask) -> Mask:
        """The passages elsewhere whose topics no searched passage has."""
        spoken_of = self.topics[:, searched].any(axis=1)
        known = self.topics[spoken_of].any(axis=0)
        return ~searched & ~known & self.topics.any(axis=0)


def _fills(passage: Passage, slot: Slot, vocabulary: Vocabulary) -> bool:
    words = vocabulary.slots.get(slot)
    if words is None:
        return False
    if words.holding is None:
        return any(unit.role in words.cells for unit in passage.units)
    return any(words.holding.search(fold(passage.quote(unit))) for unit in passage.units)
