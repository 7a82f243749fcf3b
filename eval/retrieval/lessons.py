"""What the weights of the search are learned on.

Every line that people wrote for a passage, asked of an index without the fifth of the lines that it belongs to: of its
own document, and of a document that does not speak of its topics; the lines that nothing answers; the questions after
single sentences; and the questions that may be tuned on.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant.policies.places import Places
from assistant.retrieval.features import Numbers, Scope, floor_features, ranking_features
from assistant.retrieval.fusion import Nearness
from assistant.retrieval.index import Index
from assistant.retrieval.legs import Leg
from assistant.retrieval.library import Library
from assistant.retrieval.question import read_question
from assistant.retrieval.unit_features import UnitFeatures
from assistant.retrieval.vocabulary import Vocabulary, load_vocabulary

Origin = Literal["line", "elsewhere", "negative", "near", "sentence", "silent", "tuning"]
FOLDS = 5
TUNING_WEIGHT = 3.0
"""How much a real question after a sentence counts beside one that is written to learn from."""
_SEED = 1
_EVERYWHERE = 0.2
"""How many of the lines are asked without a place as well."""


@dataclass(frozen=True)
class Case:
    """A question with its answer, and an index that does not hold it."""

    origin: Origin
    text: str
    documents: tuple[str, ...] | None
    gold: frozenset[int]
    """The passages that answer; none where nothing does."""
    index: Index
    also: frozenset[int] = frozenset()
    """Those of them that answer less well than the first."""


@dataclass(frozen=True)
class Sample:
    """What the models are shown of a case."""

    case: Case
    features: Numbers
    candidates: NDArray[np.intp]
    """The passages that the ranking is to order: searched, and not on the same topic as the one that answers."""


class Lessons:
    """One corpus, its cases, and the models learned from them."""

    def __init__(self, corpus: Path, tuning: Iterable[dict[str, Any]] = ()) -> None:
        self.vocabulary: Vocabulary = load_vocabulary(corpus)
        self.library = Library.read(corpus)
        self.places = Places.load(corpus)
        self.tuning = list(tuning)
        self._numbers = {
            (passage.document, passage.item or passage.section): i
            for i, passage in enumerate(self.library.passages)
        }

    def cases(self) -> Iterator[Case]:
        """All of them, in a fixed order."""
        yield from self._lines()
        whole = Index.build(self.library, self.vocabulary)
        for document, lines in self.vocabulary.asked_of.items():
            yield from (Case("near", line, (document,), frozenset(), whole) for line in lines)
        yield from (self.tuning_case(entry, whole) for entry in self.tuning)

    def tuning_case(self, entry: dict[str, Any], index: Index) -> Case:
        """A question of the evaluation's format."""
        gold = [
            self._numbers[one["document"], one.get("item") or one.get("section")] for one in entry["relevant"]
        ]
        place = (entry["place"],) if entry["place"] else None
        return Case(
            "tuning",
            entry["question"],
            place,
            frozenset(gold),
            index,
            frozenset(gold[1:]) if place else frozenset(),
        )

    def _lines(self) -> Iterator[Case]:
        everything = [(line, i) for i, lines in enumerate(self.library.lines) for line in lines]
        chance = random.Random(_SEED)
        sentences = {
            text for numbers in self.vocabulary.sentences.values() for q in numbers.values() for text in q
        }
        for fold, negatives in zip(_folds(everything), _folds(self.vocabulary.negatives), strict=True):
            left = set(fold)
            lines = [tuple(x for x in own if (x, i) not in left) for i, own in enumerate(self.library.lines)]
            kept = tuple(line for line in self.vocabulary.negatives if line not in negatives)
            vocabulary = self.vocabulary.model_copy(update={"negatives": kept})
            index = Index.build(replace(self.library, lines=lines), vocabulary)
            documents = list(index.cards)
            for line, i in fold:
                own = self.library.passages[i].document
                about_sentence = line in sentences
                yield Case("sentence" if about_sentence else "line", line, (own,), frozenset({i}), index)
                if chance.random() < _EVERYWHERE:
                    yield Case("line", line, None, frozenset({i}), index)
                if silent := [name for name in documents if self._is_silent(index, name, i)]:
                    place = (chance.choice(silent),)
                    yield Case("silent" if about_sentence else "elsewhere", line, place, frozenset(), index)
            for line in negatives:
                yield Case("negative", line, (chance.choice(documents),), frozenset(), index)
                yield Case("negative", line, None, frozenset(), index)

    def _is_silent(self, index: Index, document: str, passage: int) -> bool:
        scope = scope_of(index, (document,))
        topics = index.traits.topics
        return bool(
            topics[:, passage].any()
            and not scope.searched[passage]
            and not topics[:, scope.searched][topics[:, passage]].any()
        )

    def sample(self, case: Case) -> Sample:
        """The features of a case's passages."""
        index = case.index
        question = read_question(case.text, self.vocabulary, self.places)
        scope = scope_of(index, case.documents)
        features = ranking_features(question, index.lexical.match(question), index.traits, scope)
        wanted = scope.searched.copy()
        wanted[list(case.also)] = False
        if case.origin == "line":
            topics = index.traits.topics
            gold = np.isin(np.arange(len(wanted)), list(case.gold))
            wanted &= gold | ~topics[topics[:, gold].any(axis=1)].any(axis=0)
        return Sample(case, features, np.flatnonzero(wanted))

    def nearness(self, sample: Sample, dense: Leg) -> Nearness:
        """What the dense leg says of a case."""
        question = read_question(sample.case.text, self.vocabulary, self.places)
        numbers = {passage.id: i for i, passage in enumerate(self.library.passages)}
        return Nearness.of(dense, question.subject, numbers, list(sample.case.index.cards))

    def fused_sample(self, sample: Sample, scores: Numbers, nearness: Nearness, logit: float) -> Numbers:
        """What the floor of both legs is shown."""
        scope = scope_of(sample.case.index, sample.case.documents)
        top = int(np.where(scope.searched, scores, -np.inf).argmax())
        return nearness.floor_features(logit, top, scope)

    def unit_samples(self) -> Iterator[tuple[Numbers, NDArray[np.bool_], float]]:
        """The features of a passage's units, which of them answer, and how much the question counts."""
        compared = UnitFeatures(self.vocabulary, Index.build(self.library, self.vocabulary).lexical.units)
        for document, number, text, answer, weight in self._sentences():
            passage = self.library.passages[self._numbers[document, number]]
            right = np.array([answers(passage.quote(unit), answer) for unit in passage.units])
            question = read_question(text, self.vocabulary, self.places)
            if right.any() and question.slot != "department":
                yield compared.of(question, passage), right, weight

    def _sentences(self) -> Iterator[tuple[str, str, str, str, float]]:
        for document, numbers in self.vocabulary.sentences.items():
            for number, questions in numbers.items():
                yield from ((document, number, text, answer, 1.0) for text, answer in questions.items())
        for entry in self.tuning:
            if entry["answerable"] and entry["kind"] != "item_number":
                first = entry["relevant"][0]
                number = first.get("item") or first.get("section")
                yield first["document"], number, entry["question"], entry["answer"], TUNING_WEIGHT

    def floor_sample(self, sample: Sample, ranking: Numbers) -> Numbers:
        """What the floor is shown, once the ranking is known."""
        case, index = sample.case, sample.case.index
        question = read_question(case.text, self.vocabulary, self.places)
        scope = scope_of(index, case.documents)
        matches = index.lexical.match(question)
        scores = sample.features @ ranking
        return floor_features(question, matches, scores, scope, index.lexical, index.sceptic)


def answers(quote: str, answer: str) -> bool:
    """Whether a unit says the answer: all of it, or most of it where the answer runs over several units."""
    said, wanted = "".join(quote.split()), "".join(answer.split())
    return wanted in said or (said in wanted and 2 * len(said) >= len(wanted))


def scope_of(index: Index, documents: Sequence[str] | None) -> Scope:
    """Where a question of these places is searched: in each and in its city's document."""
    named = list(index.cards) if documents is None else list(documents)
    parents = [parent for name in named if (parent := index.cards[name].parent)]
    return Scope.of(index.traits, named, parents)


def _folds(entries: Sequence[Any]) -> list[list[Any]]:
    shuffled = list(entries)
    random.Random(_SEED).shuffle(shuffled)
    return [shuffled[i::FOLDS] for i in range(FOLDS)]
