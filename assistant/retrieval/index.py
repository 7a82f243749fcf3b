"""The index: built once from the corpus, saved, opened in milliseconds, built anew when corpus or code changed."""

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from assistant.policies.spans import Source, Span
from assistant.retrieval.lexical import LexicalLeg
from assistant.retrieval.library import Card, Library
from assistant.retrieval.passages import Passage, Unit
from assistant.retrieval.sceptic import Sceptic
from assistant.retrieval.sentence_model import FOLDER, SentenceModel, Sentences
from assistant.retrieval.tokens import tokens
from assistant.retrieval.traits import Traits
from assistant.retrieval.vocabulary import Vocabulary

_KEPT = 2
"""How many indexes stay in the cache folder: this one and the one before."""


@dataclass(frozen=True)
class Index:
    """Everything a search looks at."""

    cards: Mapping[str, Card]
    passages: Sequence[Passage]
    traits: Traits
    lexical: LexicalLeg
    sceptic: Sceptic
    sentences: Sentences

    @classmethod
    def build(
        cls, library: Library, vocabulary: Vocabulary, sentences: SentenceModel | None = None
    ) -> "Index":
        """Index a library; with another model of sentences than the one that comes along, where one is given."""
        asked = [tokens(line) for lines in library.lines for line in lines]
        return cls(
            library.cards,
            library.passages,
            Traits.of(library.passages, vocabulary),
            LexicalLeg.build(list(library.texts(vocabulary)), vocabulary.negatives),
            Sceptic.learn(asked, [tokens(line) for line in vocabulary.negatives]),
            Sentences.build(sentences or SentenceModel.load(), library.passages),
        )

    @classmethod
    def open(cls, corpus: Path, cache: Path, vocabulary: Vocabulary) -> "Index":
        """The index of a corpus, from the cache folder where it is there."""
        folder = cache / f"index-{fingerprint(corpus)}"
        if not folder.exists():
            cls.build(Library.read(corpus), vocabulary).save(folder)
        return cls.load(folder, corpus, len(vocabulary.negatives))

    def save(self, folder: Path) -> None:
        """Write it whole or not at all: another process may be doing the same."""
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(dir=folder.parent, prefix=".making-"))
        try:
            self.lexical.save(made)
            self.traits.save(made / "traits.npz")
            self.sentences.save(made / "sentences.npy")
            stored = {
                "cards": {
                    name: [card.parent, card.since and card.since.isoformat()]
                    for name, card in self.cards.items()
                },
                "passages": [_packed(passage) for passage in self.passages],
                "sceptic": {word: round(weight, 4) for word, weight in self.sceptic.weights.items()},
            }
            (made / "index.json").write_text(json.dumps(stored, ensure_ascii=False), "utf-8")
            if not folder.exists():
                made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        old = sorted(folder.parent.glob("index-*"), key=lambda one: one.stat().st_mtime)
        for one in old[:-_KEPT]:
            shutil.rmtree(one, ignore_errors=True)

    @classmethod
    def load(cls, folder: Path, corpus: Path, negatives: int) -> "Index":
        """Read what `save` wrote; the texts themselves stand in the corpus."""
        stored: dict[str, Any] = json.loads((folder / "index.json").read_bytes())
        cards = {
            name: Card(parent, date.fromisoformat(since) if since else None)
            for name, (parent, since) in stored["cards"].items()
        }
        sources = {
            name: Source(name, (corpus / name / "source.txt").read_bytes().decode("utf-8")) for name in cards
        }
        passages = [_unpacked(packed, sources) for packed in stored["passages"]]
        return cls(
            cards,
            passages,
            Traits.load(folder / "traits.npz"),
            LexicalLeg.load(folder, len(passages), negatives),
            Sceptic(stored["sceptic"]),
            Sentences.load(folder / "sentences.npy", passages),
        )


def fingerprint(corpus: Path) -> str:
    """A name for the state of corpus, code and model: of whatever an index is made from."""
    code = Path(__file__).parents[1]
    files = [
        *corpus.glob("*/*.*"),
        *(code / "policies").glob("*.py"),
        *(code / "retrieval").glob("*.py"),
        *FOLDER.glob("*.*"),
    ]
    digest = sha256()
    for file in sorted(files):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _packed(passage: Passage) -> list[Any]:
    units = [[unit.span.start, unit.span.end, unit.role, unit.row] for unit in passage.units]
    return [passage.document, passage.kind, passage.item, passage.section, passage.trail, units]


def _unpacked(packed: Sequence[Any], sources: Mapping[str, Source]) -> Passage:
    document, kind, item, section, trail, units = packed
    read = tuple(Unit(Span(start, end), role, row) for start, end, role, row in units)
    return Passage(document, kind, item, section, tuple(trail), read, sources[document])
