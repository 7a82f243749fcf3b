"""The search: a question -> the passages that answer it and the sentence that does, or an honest nothing."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import chain, zip_longest
from pathlib import Path

import numpy as np

from assistant.policies.folding import fold
from assistant.policies.places import Places
from assistant.retrieval.answering import Answering
from assistant.retrieval.compare import Comparison, line_up
from assistant.retrieval.dense import DenseSettings, held_by, open_dense
from assistant.retrieval.features import Numbers, Scope, floor_features, ranking_features
from assistant.retrieval.found import Found, Hit
from assistant.retrieval.fusion import Nearness, candidates
from assistant.retrieval.index import Index, fingerprint
from assistant.retrieval.legs import Leg
from assistant.retrieval.library import Library
from assistant.retrieval.passages import Kind, Passage
from assistant.retrieval.question import Question, read_question
from assistant.retrieval.ranking import Model
from assistant.retrieval.references import Reference, references_in
from assistant.retrieval.sentence_model import AskedOfSentences
from assistant.retrieval.vocabulary import Vocabulary, load_vocabulary

_BY_DEFAULT = DenseSettings()


class Searcher:
    """Searches the documents of a corpus. Safe to share between threads: nothing changes once it is open."""

    def __init__(
        self,
        index: Index,
        vocabulary: Vocabulary,
        corpus: Path,
        model: Model,
        *,
        places: Places | None = None,
        dense: Leg | None = None,
    ) -> None:
        self._index = index
        self._numbers = {passage.id: i for i, passage in enumerate(index.passages)}
        self._dense = dense
        self._vocabulary = vocabulary
        self._given_places = places
        self._corpus = corpus
        self._model = model
        self._answering = Answering(vocabulary, index.lexical.units, model.units)
        self._compares = re.compile(vocabulary.compares)

    @classmethod
    def open(
        cls,
        corpus: Path,
        cache: Path | None = None,
        places: Places | None = None,
        dense: DenseSettings | None = _BY_DEFAULT,
    ) -> "Searcher":
        """Open the index of a corpus, which is built first where the cache does not hold it.

        `cache` is `.cache` beside the corpus unless said otherwise; `places` saves reading them a second time. Without
        `dense`, and where its model is missing, the search goes by words alone.
        """
        vocabulary = load_vocabulary(corpus)
        cache = cache or corpus.parent / ".cache"
        index = Index.open(corpus, cache, vocabulary)
        leg = None
        if dense is not None:
            held = held_by(index.passages)
            leg = open_dense(lambda: Library.read(corpus).entries(), fingerprint(corpus), cache, dense, held)
        return cls(index, vocabulary, corpus, Model.load(), places=places, dense=leg)

    def search(
        self,
        question: str,
        *,
        documents: Sequence[str] | None = None,
        as_of: date | None = None,
        kinds: Sequence[Kind] | None = None,
        limit: int = 5,
    ) -> Found:
        """The passages that answer a question, best first.

        `documents` are those of the places spoken of, each searched with the document of its city. Without them the
        places that the question names decide, and where it names none, everything is searched.
        """
        asked = self.read(question)
        if documents is None:
            documents, elsewhere = self._spoken_of(asked)
            if elsewhere:
                return Found(question, asked.slot, (), ())
        known = [name for name in self._or_all(documents) if self._known_on(name, as_of)]
        references = references_in(asked.folded, self._vocabulary.references)
        if references:
            return self._referred(asked, references, known, as_of, kinds, limit)
        if len(known) > 1 and self._compares.search(asked.folded):
            apart = [self._ranked(asked, [name], as_of, kinds, limit) for name in known]
            return _interleaved(question, asked, apart, limit)
        return self._ranked(asked, None if documents is None else known, as_of, kinds, limit)

    def within(self, question: str, passages: Sequence[str]) -> tuple[Hit, ...]:
        """What passages that are known by their ids say to a question: of each the answering unit; none is left out."""
        asked = self.read(question)
        sentences = self._index.sentences.asked(asked.said)
        found = [(i, self._index.passages[i]) for i in map(self._numbers.__getitem__, passages)]
        return tuple(
            Hit(passage, 1.0, asked.slot, self._answering.order(asked, passage, sentences.within(i)))
            for i, passage in found
        )

    def read(self, question: str) -> Question:
        """A question as the search reads it: what it asks of a passage, and whether it says of what."""
        return read_question(question, self._vocabulary, self._places)

    def item(self, document: str, number: str) -> Passage | None:
        """The list item of this number; None where the list has none."""
        return next(iter(Reference("item", number).among(self._of(document))), None)

    def compare(
        self, subject: str, documents: Sequence[str] | None = None, *, as_of: date | None = None
    ) -> Comparison:
        """What each document says of a subject, side by side; None compares all documents that have anything to say.

        A document that does not speak of the subject stands there with an empty side.
        """
        asked = self.read(subject)
        known = [name for name in self._or_all(documents) if self._known_on(name, as_of)]
        found = {
            name: [hit.passage for hit in self._ranked(asked, [name], as_of, None, 5).passages]
            for name in known
        }
        found = {name: [one for one in passages if one.document == name] for name, passages in found.items()}
        if documents is None:
            found = {name: passages for name, passages in found.items() if passages}
        return line_up(asked.printed, found, self._index.passages, self._vocabulary)

    @cached_property
    def _places(self) -> Places:
        return self._given_places or Places.load(self._corpus)

    def _of(self, document: str) -> list[Passage]:
        return [passage for passage in self._index.passages if passage.document == document]

    def _or_all(self, documents: Sequence[str] | None) -> Collection[str]:
        return self._index.cards.keys() if documents is None else documents

    def _known_on(self, document: str, day: date | None) -> bool:
        """A document is searched from the day on which it holds; a draft always."""
        since = self._index.cards[document].since
        return day is None or since is None or since <= day

    def _spoken_of(self, asked: Question) -> tuple[list[str] | None, bool]:
        """The documents of the places that a question names, and whether it names only places that none speaks for."""
        named = [self._places.covered_document(mention.place) for mention in asked.places]
        covered = list(dict.fromkeys(name for name in named if name))
        return covered or None, bool(named) and not covered

    def _scope(
        self, documents: Sequence[str] | None, day: date | None, kinds: Sequence[Kind] | None
    ) -> Scope:
        named = [name for name in self._or_all(documents) if self._known_on(name, day)]
        parents = [p for name in named if (p := self._index.cards[name].parent) and self._known_on(p, day)]
        traits = self._index.traits
        kept = None if kinds is None else np.where(traits.items, "item" in kinds, "measure" in kinds)
        return Scope.of(traits, named, parents, kept)

    def _ranked(
        self,
        asked: Question,
        documents: Sequence[str] | None,
        day: date | None,
        kinds: Sequence[Kind] | None,
        limit: int,
    ) -> Found:
        scope = self._scope(documents, day, kinds)
        if not scope.searched.any():
            return Found(asked.text, asked.slot, (), ())
        index, matches = self._index, self._index.lexical.match(asked)
        scores = self._model.score(ranking_features(asked, matches, index.traits, scope))
        words = floor_features(asked, matches, scores, scope, index.lexical, index.sceptic)
        logit = self._model.logit(words)
        shown = scope.searched
        sentences = index.sentences.asked(asked.said)
        if self._dense is not None:
            nearness = Nearness.of(self._dense, sentences, asked.subject, self._numbers, index.traits, scope)
            shown = candidates(scores, nearness, scope.searched)
            scores = self._model.fused(scores, nearness)
            top = int(np.where(shown, scores, -np.inf).argmax())
            lacks = index.traits.lacks(asked.slot, top)
            logit = self._model.fused_logit(nearness.floor_features(words, logit, top, scope, lacks))
        hits = self._hits(asked, sentences, np.where(shown, scores, -np.inf), limit)
        if self._model.answers(logit):
            return Found(asked.text, asked.slot, hits, ())
        named = tuple(hit for hit in hits if self._is_looked_up(asked, hit.passage))
        return Found(asked.text, asked.slot, named, () if named else hits)

    def _is_looked_up(self, asked: Question, passage: Passage) -> bool:
        """Whether a topic is looked up by its name and a passage is of it, and holds what is asked.

        The floor weighs how a question sounds; a bare name, or 高龄津贴多少钱, sounds of nothing in particular.
        """
        if asked.unanswerable or asked.looked_up.isdisjoint(self._vocabulary.topics_of(passage)):
            return False
        holding = self._vocabulary.slots[asked.slot].holding if asked.slot in self._vocabulary.slots else None
        return holding is None or any(holding.search(fold(passage.quote(unit))) for unit in passage.units)

    def _hits(
        self, asked: Question, sentences: AskedOfSentences, scores: Numbers, limit: int
    ) -> tuple[Hit, ...]:
        shown = np.flatnonzero(np.isfinite(scores))
        best = shown[np.argsort(-scores[shown], kind="stable")[:limit]]
        likely = np.exp(scores[shown] - scores[best[0]]).sum()
        return tuple(
            Hit(
                self._index.passages[i],
                float(np.exp(scores[i] - scores[best[0]]) / likely),
                asked.slot,
                self._answering.order(asked, self._index.passages[i], sentences.within(i)),
            )
            for i in best
        )

    def _referred(
        self,
        asked: Question,
        references: Sequence[Reference],
        documents: Sequence[str],
        day: date | None,
        kinds: Sequence[Kind] | None,
        limit: int,
    ) -> Found:
        """What stands under the numbers that a question names; it is not looked for elsewhere when nothing does."""
        found = [
            passage
            for reference in references
            for document in documents
            for passage in reference.among(self._of(document))
            if kinds is None or passage.kind in kinds
        ]
        if not found:
            near = self._ranked(asked, documents, day, kinds, limit)
            return replace(near, passages=(), nearest=near.passages or near.nearest)
        sentences = self._index.sentences.asked(asked.said)
        hits = tuple(
            Hit(
                passage,
                1 / len(found),
                asked.slot,
                self._answering.opening(asked, passage, sentences.within(self._numbers[passage.id])),
            )
            for passage in found[:limit]
        )
        return Found(asked.text, asked.slot, hits, ())


def _interleaved(question: str, asked: Question, apart: Sequence[Found], limit: int) -> Found:
    """The best of each place in turn; a place that has no answer is left out."""
    hits = [
        hit for row in zip_longest(*(found.passages for found in apart)) for hit in row if hit is not None
    ]
    near = chain.from_iterable(found.nearest[:1] for found in apart)
    return Found(question, asked.slot, tuple(hits[:limit]), () if hits else tuple(near))
