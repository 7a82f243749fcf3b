"""The exact sentence: which unit of a passage answers, by what is asked, what they share, and where it stands."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray

from assistant.policies.folding import fold
from assistant.policies.numerals import numbers_in
from assistant.retrieval.field import Field
from assistant.retrieval.passages import Passage, Unit
from assistant.retrieval.question import Question
from assistant.retrieval.tokens import tokens
from assistant.retrieval.vocabulary import Vocabulary

_ROLES = ("object", "name", "content", "standard", "funding", "departments", "sentence", "responsible")
_GROUPS = ("numbers", "people", "anything")
_DECISIVE = 100.0
"""Who asks for a department is told the departments, if the passage names any; a mere name answers nothing."""
_ASKED_FOR = 0.25
"""How much of a question a unit must cover for the question to be after it."""
_NUMERIC = {"money", "share", "frequency", "duration", "deadline", "figure"}
UNIT = (
    "covers the question",
    "is covered by it",
    "covers what sets units apart",
    "covers what was said of it",
    "covers what was meant of it",
    *(f"{role} for {group}" for group in _GROUPS for role in _ROLES),
    "first choice of cell",
    "other choice of cell",
    "refers elsewhere",
    "fills the slot",
    "fills another slot",
    "heading",
    "age fits",
    "age fits where the slot is filled",
    "number wanted",
    "number shared",
    "length",
)


def _covered(weights: Mapping[str, float], words: set[str]) -> float:
    """The share of the weights that stands among the words."""
    return sum(weight for word, weight in weights.items() if word in words) / (sum(weights.values()) or 1)


class Answering:
    """Reads units against a question."""

    def __init__(self, vocabulary: Vocabulary, field: Field) -> None:
        """`field` tells how rare a word is among units."""
        self._vocabulary = vocabulary
        self._field = field
        self._refers = re.compile(vocabulary.refers)

    def order(self, question: Question, passage: Passage, weights: NDArray[np.float64]) -> tuple[Unit, ...]:
        """The units of a passage, the one that answers first; equals in the order of the text."""
        scores = self.features(question, passage) @ weights
        scores -= _DECISIVE * np.array([unit.role == "name" for unit in passage.units])
        if question.slot == "department":
            scores += _DECISIVE * np.array(
                [unit.role in ("departments", "responsible") for unit in passage.units]
            )
        return tuple(passage.units[i] for i in np.argsort(-scores, kind="stable"))

    def opening(self, question: Question, passage: Passage, weights: NDArray[np.float64]) -> tuple[Unit, ...]:
        """`order` for who names the passage by its number: he wants its first words unless he asks for others."""
        ordered = self.order(question, passage, weights)
        features = self.features(question, passage)
        if question.slot not in ("what", "wording") or features[:, 0].max() >= _ASKED_FOR:
            return ordered
        told = (
            unit
            for unit, heading in zip(passage.units, features[:, UNIT.index("heading")], strict=True)
            if unit.role in ("content", "sentence") and not heading
        )
        first = next(told, ordered[0])
        return first, *(unit for unit in ordered if unit != first)

    def features(self, question: Question, passage: Passage) -> NDArray[np.float64]:
        """A row a unit, a column each of `UNIT`."""
        read = [(unit, fold(passage.quote(unit))) for unit in passage.units]
        said = [set(tokens(text)) for _, text in read]
        if any(unit.row for unit in passage.units):
            # Who a row is for tells it from the other rows of the item.
            objects = {
                unit.row: words for (unit, _), words in zip(read, said, strict=True) if unit.role == "object"
            }
            said = [words | objects.get(unit.row, set()) for (unit, _), words in zip(read, said, strict=True)]
        units = Counter(word for words in said for word in words.intersection(question.printed))
        apart = {word: len(word) * log((1 + len(said)) / count) for word, count in units.items()}
        uttered = {word: weight for word, weight in apart.items() if word in question.words}
        meant = {word: weight for word, weight in apart.items() if word not in uttered}
        return np.array(
            [
                self._features(
                    question,
                    passage,
                    unit,
                    text,
                    words,
                    [_covered(each, words) for each in (apart, uttered, meant)],
                )
                for (unit, text), words in zip(read, said, strict=True)
            ]
        )

    def _features(
        self,
        question: Question,
        passage: Passage,
        unit: Unit,
        text: str,
        words: set[str],
        telling: Sequence[float],
    ) -> list[float]:
        shared = self._field.weight(words.intersection(question.printed))
        first, *others = (self._vocabulary.slots.get(slot) for slot in question.slots)
        cells = first.cells if first else ()
        fits = self._vocabulary.ages.fits(text, question.ages)
        numbers = numbers_in(text)
        asked_numbers = numbers_in(question.subject) - set(question.ages)
        asked = (
            "numbers"
            if question.slot in _NUMERIC
            else "people"
            if question.slot in ("who", "age")
            else "anything"
        )
        fills = bool(first and first.holding and first.holding.search(text))
        return [
            shared / (self._field.weight(question.printed) or 1),
            shared / (self._field.weight(words) or 1),
            *telling,
            *(group == asked and unit.role == role for group in _GROUPS for role in _ROLES),
            bool(cells) and unit.role == cells[0],
            unit.role in cells[1:],
            self._refers.search(text) is not None,
            fills,
            any(other is not None and other.holding and other.holding.search(text) for other in others),
            bool(passage.trail)
            and len(text) - len(passage.trail[-1]) < 8
            and passage.trail[-1] in passage.quote(unit),
            0 if fits is None or (first and first.holding and not fills) else 1 if fits else -1,
            fits is True and fills,
            bool(_NUMERIC & set(question.slots)) and bool(numbers),
            bool(numbers & asked_numbers),
            log(1 + len(text)),
        ]
