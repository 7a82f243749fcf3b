"""What the weights of the search are learned on.

Every line that people wrote for a passage, asked of an index without the fifth of the lines that it belongs to: of its
own document, and of a document that does not speak of its topics; the lines that nothing answers; the questions after
single sentences; and the questions that may be tuned on.
"""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from assistant.retrieval.sentence_model import SentenceModel
from assistant.retrieval.unit_features import UnitFeatures
from assistant.retrieval.vocabulary import Vocabulary, load_vocabulary
from eval.retrieval.questions import WRITTEN, answers

Origin = Literal["line", "elsewhere", "negative", "near", "sentence", "silent", "tuning", "written"]
FOLDS = 5
UNIT_WEIGHT: dict[Origin, float] = {"tuning": 3.0, "written": 1.0}
"""How much a question after a sentence counts: one of the evaluation, one that was written to learn from."""
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

    def __init__(
        self, corpus: Path, sentences: SentenceModel, tuning: Iterable[Mapping[str, Any]] = ()
    ) -> None:
        """`sentences` is a model that has not seen the tuning questions."""
        self.vocabulary: Vocabulary = load_vocabulary(corpus)
        self.library = Library.read(corpus)
        self.places = Places.load(corpus)
        self.tuning = list(tuning)
        self._sentences = sentences
        self._numbers = {
            (passage.document, passage.item or passage.section): i
            for i, passage in enumerate(self.library.passages)
        }

    def cases(self) -> Iterator[Case]:
        """All of them, in a fixed order."""
        yield from self._lines()
        whole = Index.build(self.library, self.vocabulary, self._sentences)
        for document, lines in self.vocabulary.asked_of.items():
            yield from (Case("near", line, (document,), frozenset(), whole) for line in lines)
        yield from (self.tuning_case(entry, whole) for entry in self.tuning)

    def tuning_case(self, entry: Mapping[str, Any], index: Index) -> Case:
        """A question of the evaluation's format."""
        gold = [
            self._numbers[one["document"], one.get("item") or one.get("section")] for one in entry["relevant"]
        ]
        place = (entry["place"],) if entry["place"] else None
        return Case(
            _origin(entry),
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
            index = Index.build(replace(self.library, lines=lines), vocabulary, self._sentences)
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
        if case.origin in ("line", "written"):
            topics = index.traits.topics
            gold = np.isin(np.arange(len(wanted)), list(case.gold))
            wanted &= gold | ~topics[topics[:, gold].any(axis=1)].any(axis=0)
        return Sample(case, features, np.flatnonzero(wanted))

    def nearness(self, sample: Sample, dense: Leg) -> Nearness:
        """What the dense leg and the sentences say of a case."""
        case, traits = sample.case, sample.case.index.traits
        question = read_question(case.text, self.vocabulary, self.places)
        asked = case.index.sentences.asked(question.said)
        numbers = {passage.id: i for i, passage in enumerate(self.library.passages)}
        return Nearness.of(
            dense, asked, question.subject, numbers, traits, scope_of(case.index, case.documents)
        )

    def fused_sample(
        self, sample: Sample, scores: Numbers, nearness: Nearness, words: Numbers, logit: float
    ) -> Numbers:
        """What the floor of both legs is shown."""
        scope = scope_of(sample.case.index, sample.case.documents)
        top = int(np.where(scope.searched, scores, -np.inf).argmax())
        slot = read_question(sample.case.text, self.vocabulary, self.places).slot
        lacks = sample.case.index.traits.lacks(slot, top)
        return nearness.floor_features(words, logit, top, scope, lacks)

    def unit_samples(self) -> Iterator[tuple[Numbers, NDArray[np.bool_], float]]:
        """The features of a passage's units, which of them answer, and how much the question counts.

        Only questions that the model of sentences was not trained on tell how far it can be trusted.
        """
        index = Index.build(self.library, self.vocabulary, self._sentences)
        compared = UnitFeatures(self.vocabulary, index.lexical.units)
        for entry in self.tuning:
            if not entry["answerable"] or entry["kind"] == "item_number":
                continue
            first = entry["relevant"][0]
            number = self._numbers[first["document"], first.get("item") or first.get("section")]
            passage = self.library.passages[number]
            right = np.array([answers(passage.quote(unit), entry["answer"]) for unit in passage.units])
            question = read_question(entry["question"], self.vocabulary, self.places)
            if right.any() and question.slot != "department":
                near = index.sentences.asked(question.said).within(number)
                yield compared.of(question, passage, near), right, UNIT_WEIGHT[_origin(entry)]

    def floor_sample(self, sample: Sample, ranking: Numbers) -> Numbers:
        """What the floor is shown, once the ranking is known."""
        case, index = sample.case, sample.case.index
        question = read_question(case.text, self.vocabulary, self.places)
        scope = scope_of(index, case.documents)
        matches = index.lexical.match(question)
        scores = sample.features @ ranking
        return floor_features(question, matches, scores, scope, index.lexical, index.sceptic)


def _origin(entry: Mapping[str, Any]) -> Origin:
    """Questions that were written to learn from have ids of their own."""
    return "written" if entry["id"].startswith(WRITTEN) else "tuning"


def scope_of(index: Index, documents: Sequence[str] | None) -> Scope:
    """Where a question of these places is searched: in each and in its city's document."""
    named = list(index.cards) if documents is None else list(documents)
    parents = [parent for name in named if (parent := index.cards[name].parent)]
    return Scope.of(index.traits, named, parents)


def _folds(entries: Sequence[Any]) -> list[list[Any]]:
    shuffled = list(entries)
    random.Random(_SEED).shuffle(shuffled)
    return [shuffled[i::FOLDS] for i in range(FOLDS)]
