"""What the model of sentences is trained on: questions with the sentences, or the passages, that answer them."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.policies.places import Places
from assistant.retrieval.library import Library
from assistant.retrieval.passages import Passage
from assistant.retrieval.question import read_question
from assistant.retrieval.vocabulary import load_vocabulary
from eval.retrieval.questions import answers

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Lesson:
    """A question, and which units answer it; none where nothing does."""

    text: str
    right: frozenset[int] = _NONE
    within: frozenset[int] = _NONE
    """The units of the passage that answers."""
    exact: bool = True
    """Whether `right` are known; else they are all units of the passage."""


@dataclass(frozen=True)
class SentenceData:
    """All of it."""

    passages: Sequence[Passage]
    searched: Mapping[str, NDArray[np.intp]]
    """By document: the units that a question about it searches, those of its city's document included."""
    lessons: Mapping[str, Sequence[Lesson]]
    """By document."""
    negatives: Sequence[str]
    """What no document answers."""

    @classmethod
    def read(cls, corpus: Path, questions: Iterable[Mapping[str, Any]] = ()) -> "SentenceData":
        """Read the corpus; `questions`, in the form of the evaluation's, are learned from as well."""
        library, vocabulary, places = Library.read(corpus), load_vocabulary(corpus), Places.load(corpus)
        starts = np.cumsum([0, *(len(passage.units) for passage in library.passages)])
        owners = np.repeat([passage.document for passage in library.passages], np.diff(starts))
        searched = {
            name: np.flatnonzero(np.isin(owners, [one for one in (name, card.parent) if one]))
            for name, card in library.cards.items()
        }
        numbers = {(p.document, p.item or p.section or ""): i for i, p in enumerate(library.passages)}

        def said(text: str) -> str:
            return read_question(text, vocabulary, places).said

        def taught(text: str, answering: Mapping[int, str | None]) -> Lesson:
            """`answering` are passages with the words of theirs that answer, where these are known."""
            within = frozenset(unit for i in answering for unit in range(starts[i], starts[i + 1]))
            right = frozenset(
                int(starts[i]) + j
                for i, answer in answering.items()
                for j, unit in enumerate(library.passages[i].units)
                if answer and answers(library.passages[i].quote(unit), answer)
            )
            return Lesson(said(text), right or within, within, bool(right))

        lessons = {
            name: [Lesson(said(line)) for line in vocabulary.asked_of.get(name, ())] for name in library.cards
        }
        negatives = [said(line) for line in vocabulary.negatives]
        for i, (passage, lines) in enumerate(zip(library.passages, library.lines, strict=True)):
            known = vocabulary.sentences.get(passage.document, {}).get(
                passage.item or passage.section or "", {}
            )
            lessons[passage.document] += [taught(line, {i: known.get(line)}) for line in lines]
        for asked in questions:
            first = {**asked["relevant"][0], "answer": asked["answer"]} if asked["answerable"] else {}
            answering = {
                numbers[one["document"], one.get("item") or one.get("section") or ""]: one.get("answer")
                for one in (first, *asked["relevant"][1:])
                if one and one["document"] in _searched(asked["place"] or first["document"], library)
            }
            if answering and asked["kind"] != "item_number":
                lessons[asked["place"] or first["document"]].append(taught(asked["question"], answering))
            elif not asked["answerable"] and asked["place"]:
                lessons[asked["place"]].append(Lesson(said(asked["question"])))
            elif not asked["answerable"]:
                negatives.append(said(asked["question"]))
        return cls(library.passages, searched, lessons, negatives)

    def batches(self, chance: random.Random, size: int) -> Iterator[tuple[str, list[Lesson]]]:
        """All lessons once, each batch of one document; the negatives are spread over the documents."""
        names = sorted(self.lessons)
        by_document = {name: list(self.lessons[name]) for name in names}
        for line in self.negatives:
            by_document[chance.choice(names)].append(Lesson(line))
        cut: list[tuple[str, list[Lesson]]] = []
        for name, lessons in by_document.items():
            chance.shuffle(lessons)
            cut += [(name, lessons[start : start + size]) for start in range(0, len(lessons), size)]
        chance.shuffle(cut)
        yield from cut


def _searched(document: str, library: Library) -> set[str | None]:
    return {document, library.cards[document].parent}
