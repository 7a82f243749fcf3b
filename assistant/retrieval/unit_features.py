"""What speaks for a unit being the answer: what it shares with the question, what it holds, where it stands."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from math import log

import numpy as np
from numpy.typing import NDArray

from assistant.policies.folding import fold
from assistant.policies.numerals import numbers_in
from assistant.retrieval.field import Field
from assistant.retrieval.passages import Passage, Unit
from assistant.retrieval.question import Question
from assistant.retrieval.sentence_model import ROLES
from assistant.retrieval.tokens import tokens
from assistant.retrieval.vocabulary import Vocabulary
from assistant.retrieval.word_kinds import SlotWords

_GROUPS = ("numbers", "people", "anything")
_KEPT = 4096
"""Of how many passages the units are kept as they were read."""
_NUMERIC = {"money", "share", "frequency", "duration", "deadline", "figure"}
UNIT = (
    "covers the question",
    "is covered by it",
    "covers what sets units apart",
    "covers what was said of it",
    "covers what was meant of it",
    *(f"{role} for {group}" for group in _GROUPS for role in ROLES),
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
    "age fits most narrowly",
    "is near the question",
    "nearest to the question",
    "nearer than the others",
)


def _covered(weights: Mapping[str, float], words: Set[str]) -> float:
    """The share of the weights that stands among the words."""
    return sum(weight for word, weight in weights.items() if word in words) / (sum(weights.values()) or 1)


@dataclass(frozen=True, slots=True)
class _Read:
    """A unit as it is compared with questions."""

    unit: Unit
    text: str
    words: frozenset[str]
    numbers: frozenset[Fraction]
    weight: float
    """Of its words, where all weigh by how rare they are."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as units are compared with it."""

    words: frozenset[str]
    weight: float
    ages: frozenset[int]
    numbers: frozenset[Fraction]
    group: str
    wants_number: bool
    first: SlotWords | None
    others: Sequence[SlotWords | None]


def _read(passage: Passage, field: Field) -> list[_Read]:
    texts = [fold(passage.quote(unit)) for unit in passage.units]
    said = [frozenset(tokens(text)) for text in texts]
    if any(unit.row for unit in passage.units):
        # Who a row is for tells it from the other rows of the item.
        objects = {
            unit.row: words for unit, words in zip(passage.units, said, strict=True) if unit.role == "object"
        }
        said = [
            words | objects.get(unit.row, frozenset())
            for unit, words in zip(passage.units, said, strict=True)
        ]
    return [
        _Read(unit, text, words, numbers_in(text), field.weight(words))
        for unit, text, words in zip(passage.units, texts, said, strict=True)
    ]


class UnitFeatures:
    """Compares units with questions."""

    def __init__(self, vocabulary: Vocabulary, field: Field) -> None:
        """`field` tells how rare a word is among units."""
        self._vocabulary = vocabulary
        self._field = field
        self._known: dict[str, Sequence[_Read]] = {}
        self._refers = re.compile(vocabulary.refers)

    def of(self, question: Question, passage: Passage, near: NDArray[np.float64]) -> NDArray[np.float64]:
        """A row a unit, a column each of `UNIT`; `near` says of each unit how near it lies to the question."""
        read, asked = self._read(passage), self._asked(question)
        fits = [self._vocabulary.ages.fits(one.text, asked.ages) for one in read]
        narrowest = max((low for low in fits if low), default=None)
        said = [one.words for one in read]
        units = Counter(word for words in said for word in words.intersection(question.printed))
        apart = {word: len(word) * log((1 + len(said)) / count) for word, count in units.items()}
        uttered = {word: weight for word, weight in apart.items() if word in question.words}
        meant = {word: weight for word, weight in apart.items() if word not in uttered}
        compared = [
            [
                *self._features(
                    asked, passage, one, [_covered(each, one.words) for each in (apart, uttered, meant)], fit
                ),
                narrowest is not None and fit == narrowest,
            ]
            for one, fit in zip(read, fits, strict=True)
        ]
        first, second = np.sort(near)[::-1][:2] if len(near) > 1 else (near[0], 0.0)
        others = np.where(near == first, second, first)
        return np.column_stack([np.array(compared, dtype=np.float64), near, near - first, near - others])

    def _read(self, passage: Passage) -> Sequence["_Read"]:
        """The units as they are compared, kept for the next question."""
        known = self._known.get(passage.id)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[passage.id] = _read(passage, self._field)
        return known

    def _asked(self, question: Question) -> "_Asked":
        first, *others = (self._vocabulary.slots.get(slot) for slot in question.slots)
        people = question.slot in ("who", "age")
        return _Asked(
            words=frozenset(question.printed),
            weight=self._field.weight(question.printed) or 1.0,
            ages=question.ages,
            numbers=numbers_in(question.subject) - question.ages,
            group="numbers" if question.slot in _NUMERIC else "people" if people else "anything",
            wants_number=bool(_NUMERIC & set(question.slots)),
            first=first,
            others=others,
        )

    def _features(
        self, asked: "_Asked", passage: Passage, read: "_Read", telling: Sequence[float], fits: int | None
    ) -> list[float]:
        unit, text, numbers, first = read.unit, read.text, read.numbers, asked.first
        shared = self._field.weight(read.words & asked.words)
        cells = first.cells if first else ()
        fills = bool(first and first.holding and first.holding.search(text))
        another = any(
            other is not None and other.holding is not None and other.holding.search(text) is not None
            for other in asked.others
        )
        return [
            shared / asked.weight,
            shared / (read.weight or 1),
            *telling,
            *(group == asked.group and unit.role == role for group in _GROUPS for role in ROLES),
            bool(cells) and unit.role == cells[0],
            unit.role in cells[1:],
            self._refers.search(text) is not None,
            fills,
            another,
            bool(passage.trail)
            and len(text) - len(passage.trail[-1]) < 8
            and passage.trail[-1] in passage.quote(unit),
            0 if fits is None or (first and first.holding and not fills) else 1 if fits else -1,
            bool(fits) and fills,
            asked.wants_number and bool(numbers),
            bool(numbers & asked.numbers),
            log(1 + len(text)),
        ]
