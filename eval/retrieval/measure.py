"""Puts the questions to the systems."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.policies.places import Places
from assistant.retrieval.dense import DenseLeg, DenseSettings, held_by
from assistant.retrieval.dense_models import load_embedder
from assistant.retrieval.index import fingerprint
from assistant.retrieval.library import Library
from assistant.retrieval.searcher import Searcher
from eval.retrieval.metrics import Outcome, best_floor
from eval.retrieval.questions import HELD_OUT, SENTENCES, TUNING, Asked, numbers_of, read_questions
from eval.retrieval.systems import Dense, Ours, PlainBm25, PlainRecipe, System

Measured = Mapping[str, Mapping[str, Sequence[Outcome]]]
"""By set of questions and by system."""


@dataclass(frozen=True)
class Scope:
    """Where each question is searched: the place that it is about with its city, or the places that it names."""

    library: Library
    places: Places

    def documents(self, asked: Asked) -> Collection[str] | None:
        """The documents; None for all."""
        named = {asked.place} if asked.place else self._named(asked.question)
        parents = {self.library.cards[name].parent for name in named}
        return {name for name in named | parents if name} or None

    def _named(self, question: str) -> set[str]:
        mentions = (self.places.covered_document(mention.place) for mention in self.places.find(question))
        return {name for name in mentions if name}


def measure(corpus: Path, cache: Path, settings: DenseSettings) -> Measured:
    """All sets of questions, put to the search and to the three others; takes some seconds."""
    library = Library.read(corpus)
    model = load_embedder(settings.model)
    leg = DenseLeg.open(
        lambda: library.entries(), fingerprint(corpus), cache, settings, held_by(library.passages)
    )
    places = Places.load(corpus)
    systems: list[System] = [
        Ours(Searcher.open(corpus, cache)),
        Dense(leg, model, library.passages),
        PlainBm25(library.passages),
        PlainRecipe(library.passages, model),
    ]
    numbers = numbers_of(list(library.passages))
    sets = {file.stem: read_questions(file, numbers) for file in (TUNING, SENTENCES, HELD_OUT)}
    scope = Scope(library, places)
    raw = {
        name: {
            system.name: [Outcome(asked, system.answer(asked, scope.documents(asked))) for asked in questions]
            for system in systems
        }
        for name, questions in sets.items()
    }
    floors = {s.name: best_floor(raw[TUNING.stem][s.name]) for s in systems if not s.has_floor}
    return {
        name: {system: _with_floor(outcomes, floors.get(system)) for system, outcomes in by_system.items()}
        for name, by_system in raw.items()
    }


def _with_floor(outcomes: Sequence[Outcome], floor: float | None) -> Sequence[Outcome]:
    """A floor given to a system marks what it would hold back, and takes nothing from its ranks."""
    if floor is None:
        return outcomes
    return [
        replace(o, answered=replace(o.answered, abstained=o.answered.confidence < floor)) for o in outcomes
    ]
