"""The lexical leg: BM25 over what a passage says, how people ask for it, and how its topic is spoken of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.retrieval.field import Field, Mask, Scores
from assistant.retrieval.question import Question
from assistant.retrieval.tokens import BETWEEN, sounds, tokens

FIELDS = ("own", "lines", "kin", "unit", "line", "sound", "whole")
"""The words of the passage; those of the lines written for it; of the lines written for its topics elsewhere; the
best unit; the best line; sounds; and all of these, where it counts whether a word stands anywhere and not how often."""
_PRINTED = {"own", "unit"}


@dataclass(frozen=True)
class Texts:
    """What one passage is found by."""

    own: str
    units: tuple[str, ...]
    lines: tuple[str, ...]
    kin: tuple[str, ...]


@dataclass(frozen=True)
class Matches:
    """How a question matches each passage, field by field, and the lines that nothing answers."""

    fields: Mapping[str, Scores]
    negative: float


class LexicalLeg:
    """Finds passages by the words, and the sounds, that they share with the question."""

    def __init__(self, fields: Mapping[str, Field], count: int) -> None:
        self._fields = fields
        self._count = count
        pairs = fields["sound"].vocabulary()
        self._syllables = frozenset(syllable for pair in pairs for syllable in pair.split(BETWEEN))

    @classmethod
    def build(cls, texts: Sequence[Texts], negatives: Sequence[str]) -> "LexicalLeg":
        """Index passages; `negatives` are lines that no passage answers."""
        count = len(texts)
        each = range(count)
        units = [(unit, i) for i, text in enumerate(texts) for unit in text.units]
        lines = [(line, i) for i, text in enumerate(texts) for line in text.lines]
        lines += [(line, count + i) for i, line in enumerate(negatives)]
        heard = ["\n".join([text.own, *text.lines, *text.kin]) for text in texts]
        fields = {
            "own": Field.build([tokens(text.own) for text in texts], each, count),
            "lines": Field.build([tokens("\n".join(text.lines)) for text in texts], each, count),
            "kin": Field.build([tokens("\n".join(text.kin)) for text in texts], each, count),
            "unit": Field.build([tokens(unit) for unit, _ in units], [i for _, i in units], count),
            "line": Field.build(
                [tokens(line) for line, _ in lines], [i for _, i in lines], count + len(negatives)
            ),
            "sound": Field.build([sounds(text) for text in heard], each, count),
            "whole": Field.build([tokens(text) for text in heard], each, count, k1=0.1, b=0.0),
        }
        return cls(fields, count)

    def save(self, folder: Path) -> None:
        """Write the fields, each to a folder of its own."""
        for name, field in self._fields.items():
            field.save(folder / name)

    @classmethod
    def load(cls, folder: Path, count: int, negatives: int) -> "LexicalLeg":
        """Read what `save` wrote."""
        return cls(
            {name: Field.load(folder / name, count + negatives * (name == "line")) for name in FIELDS}, count
        )

    @property
    def units(self) -> Field:
        """The field of single units."""
        return self._fields["unit"]

    def match(self, question: Question) -> Matches:
        """How the question matches each passage."""
        asked = {name: question.printed if name in _PRINTED else question.words for name in FIELDS}
        asked["sound"] = sounds(question.subject, self._syllables)
        found = {name: field.scores(asked[name]) for name, field in self._fields.items()}
        negative = float(found["line"][self._count :].max(initial=0.0))
        return Matches({**found, "line": found["line"][: self._count]}, negative)

    def missing(self, question: Question, searched: Mask) -> tuple[float, float]:
        """Of the words that documents print, the share that no searched passage does, and the weight of the rarest.

        A question for what only another document speaks of shows by it.
        """
        own = self._fields["own"]
        words = [word for word in question.printed if len(word) > 1 and own.knows(word)]
        absent = [word for word in words if not own.stands_in(word, searched)]
        rarest = max((own.weight([word]) for word in absent), default=0.0)
        return own.weight(absent) / (own.weight(words) or 1.0), rarest


def best(scores: Scores, mask: Mask) -> float:
    """The highest score under a mask, 0 where it lets nothing through."""
    return float(np.where(mask, scores, 0).max(initial=0.0))
