"""A made-up country: as many documents as it has counties, to see what a search costs there.

Each document is put together from sentences of the real ones under another place's name, with other numbers, so that
words, lengths and likeness are those of such documents. It says nothing that is true and is never shown to anybody.
"""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gb2260.data import data as revisions

from assistant.policies.places import Places
from assistant.policies.spans import Source, Span
from assistant.retrieval.library import Card, Library
from assistant.retrieval.passages import Passage, Unit

DOCUMENTS = 3000
PASSAGES = 33
"""In each document, about as many as a short one of the real ones has."""
SEED = 7
_NUMBER = re.compile(r"\d{2,4}")
_NEWEST = None


@dataclass(frozen=True)
class Country:
    """The made-up documents, and questions for some of their passages."""

    library: Library
    questions: Sequence[tuple[str, str]]
    """Lines that people wrote for a real passage, with a document that holds a made-up one of it."""


def made_up(corpus: Path, *, documents: int = DOCUMENTS, questions: int = 500, seed: int = SEED) -> Country:
    """The same country for the same seed, out of the documents of a corpus."""
    real, places = Library.read(corpus), Places.load(corpus)
    chance = random.Random(seed)
    names = chance.sample(sorted(set(_districts())), min(documents, 2500))
    cards: dict[str, Card] = {}
    passages: list[Passage] = []
    asked: list[tuple[str, str]] = []
    own_names = re.compile("|".join(re.escape(places.get(name).name) for name in real.cards))
    for i in range(documents):
        document = f"county-{i:04}"
        cards[document] = Card(None, None)
        chosen = chance.sample(range(len(real.passages)), min(PASSAGES, len(real.passages)))
        copies = [real.passages[n] for n in chosen]
        passages += _document(document, copies, names[i % len(names)], own_names, chance)
        asked += [(line, document) for n in chosen for line in real.lines[n][:1]]
    return Country(
        Library(cards, passages, [()] * len(passages)), chance.sample(asked, min(questions, len(asked)))
    )


def _document(
    document: str, models: Sequence[Passage], place: str, names: re.Pattern[str], chance: random.Random
) -> list[Passage]:
    text, cut = "", []
    for model in models:
        units = []
        for unit in model.units:
            said = names.sub(place, model.quote(unit))
            said = _NUMBER.sub(lambda match: str(chance.randint(10, 10 ** len(match[0]) - 1)), said)
            units.append(Unit(Span(len(text), len(text) + len(said)), unit.role))
            text += said + "\n"
        cut.append(units)
    source = Source(document, text)
    return [
        Passage(document, "item", str(number), None, model.trail, tuple(units), source)
        for number, (model, units) in enumerate(zip(models, cut, strict=True), start=1)
    ]


def _districts() -> Iterator[str]:
    yield from (name for code, name in revisions[_NEWEST].items() if not str(code).endswith("00"))
