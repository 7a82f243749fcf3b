"""What a search comes back with."""

from dataclasses import dataclass
from typing import Literal, get_args

from assistant.retrieval.passages import Passage, Unit

Slot = Literal[
    "wording",
    "department",
    "funding",
    "share",
    "frequency",
    "duration",
    "deadline",
    "money",
    "age",
    "figure",
    "who",
    "definition",
    "what",
]
"""What of a passage is asked for; `what` is anything else that it says."""
SLOTS: tuple[Slot, ...] = get_args(Slot)


@dataclass(frozen=True)
class Hit:
    """A passage that answers, with the unit of it that does so."""

    passage: Passage
    score: float
    """How likely the passage answers, from 0 to 1, in the eyes of the ranking."""
    slot: Slot
    units: tuple[Unit, ...]
    """The units by how well they fill the slot, the answering one first; the others are its context."""

    @property
    def unit(self) -> Unit:
        """The answering sentence or cell."""
        return self.units[0]

    @property
    def quote(self) -> str:
        """Its verbatim words: `source[start:end]`."""
        return self.passage.quote(self.unit)


@dataclass(frozen=True)
class Found:
    """The answer to a question, or an honest nothing."""

    question: str
    slot: Slot
    passages: tuple[Hit, ...]
    """Best first; empty when nothing clears the floor."""
    nearest: tuple[Hit, ...]
    """What lies nearest when there is no answer: to be named as such, never as an answer."""

    @property
    def abstained(self) -> bool:
        """Whether the documents hold no answer."""
        return not self.passages

    @property
    def answer(self) -> Hit | None:
        """The best hit."""
        return self.passages[0] if self.passages else None
