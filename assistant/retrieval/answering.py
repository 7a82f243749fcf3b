"""The exact sentence: which unit of a passage answers."""

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.field import Field
from assistant.retrieval.passages import Passage, Unit
from assistant.retrieval.question import Question
from assistant.retrieval.unit_features import UNIT, UnitFeatures
from assistant.retrieval.vocabulary import Vocabulary

_DECISIVE = 100.0
"""Who asks for a department is told the departments, if the passage names any; a mere name answers nothing."""
_ASKED_FOR = 0.25
"""How much of a question a unit must cover for the question to be after it."""


class Answering:
    """Puts the units of a passage in the order in which they answer a question."""

    def __init__(self, vocabulary: Vocabulary, field: Field, weights: NDArray[np.float64]) -> None:
        """`field` tells how rare a word is among units; `weights` are those of `UNIT`."""
        self._features = UnitFeatures(vocabulary, field)
        self._weights = weights

    def order(self, question: Question, passage: Passage, near: NDArray[np.float64]) -> tuple[Unit, ...]:
        """The units of a passage, the one that answers first; equals in the order of the text.

        `near` says of each unit how near it lies to the question.
        """
        scores = self._features.of(question, passage, near) @ self._weights
        scores -= _DECISIVE * np.array([unit.role == "name" for unit in passage.units])
        if question.slot == "department":
            scores += _DECISIVE * np.array(
                [unit.role in ("departments", "responsible") for unit in passage.units]
            )
        return tuple(passage.units[i] for i in np.argsort(-scores, kind="stable"))

    def opening(self, question: Question, passage: Passage, near: NDArray[np.float64]) -> tuple[Unit, ...]:
        """`order` for who names the passage by its number: he wants its first words unless he asks for others."""
        ordered = self.order(question, passage, near)
        features = self._features.of(question, passage, near)
        if question.slot not in ("what", "wording") or features[:, 0].max() >= _ASKED_FOR:
            return ordered
        told = (
            unit
            for unit, heading in zip(passage.units, features[:, UNIT.index("heading")], strict=True)
            if unit.role in ("content", "sentence") and not heading
        )
        first = next(told, ordered[0])
        return first, *(unit for unit in ordered if unit != first)
