"""What the small model is trained on: phrasings, passages, topics, synonyms, and lines that nothing answers."""

import random
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from assistant.retrieval.entries import entries_of
from assistant.retrieval.library import Library
from assistant.retrieval.vocabulary import load_vocabulary

Pair = tuple[str, str]
"""Two texts that belong together: those of the other pairs of a batch do not."""

_KINDS = ("passage", "passage", "unit", "phrasing", "topic")
"""What is put beside a phrasing, as often as it stands here."""
_STRANGE = 10
"""How many lines that nothing answers stand in a batch."""


@dataclass(frozen=True)
class TrainingData:
    """All of it, read from the corpus."""

    targets: Mapping[str, Sequence[str]]
    """By document: the passages that it and its city's document hold and that people wrote lines for."""
    texts: Mapping[str, Mapping[str, Sequence[str]]]
    """By passage and kind of text."""
    negatives: Sequence[str]
    glossary: Sequence[Sequence[str]]

    @classmethod
    def read(
        cls, corpus: Path, *, without: Collection[str] = (), documents: Collection[str] | None = None
    ) -> "TrainingData":
        """`without` are phrasings that are left out, to be measured on; `documents` those to read (None: all)."""
        library, vocabulary = Library.read(corpus), load_vocabulary(corpus)
        texts: dict[str, dict[str, list[str]]] = {}
        held: dict[str, list[str]] = defaultdict(list)
        for passage, lines in zip(library.passages, library.lines, strict=True):
            known = [line for line in lines if line not in without]
            if not known or (documents is not None and passage.document not in documents):
                continue
            own = texts.setdefault(passage.id, defaultdict(list))
            for entry in entries_of(passage, known):
                own[entry.kind].append(entry.text)
            for name in sorted(vocabulary.topics_of(passage)):
                topic = vocabulary.topics[name]
                own["topic"] += [f"{name} {topic.zh}", topic.en]
            held[passage.document].append(passage.id)
        targets = {
            name: [*ids, *held.get(library.cards[name].parent or "", ())] for name, ids in held.items()
        }
        return cls(targets, texts, vocabulary.negatives, read_glossary(corpus))

    def all_texts(self) -> Iterator[str]:
        """Everything that may be trained on."""
        for kinds in self.texts.values():
            for lines in kinds.values():
                yield from lines
        yield from self.negatives
        for group in self.glossary:
            yield from group

    @property
    def phrasings(self) -> int:
        """How many lines people wrote."""
        return sum(len(kinds["phrasing"]) for kinds in self.texts.values())

    def batch(self, chance: random.Random, document: str) -> list[Pair]:
        """A pair for each passage that is searched for a question about a document, and lines that must lie far off."""
        pairs = [self._pair(chance, self.texts[name]) for name in self.targets[document]]
        strange = chance.sample(self.negatives, min(_STRANGE, len(self.negatives)))
        return pairs + [(line, line) for line in strange]

    def synonyms(self, chance: random.Random, size: int) -> list[Pair]:
        """Pairs of words that mean the same, each of another group."""
        groups = chance.sample(self.glossary, min(size, len(self.glossary)))
        return [(first, second) for first, second in (chance.sample(group, 2) for group in groups)]

    @staticmethod
    def _pair(chance: random.Random, texts: Mapping[str, Sequence[str]]) -> Pair:
        asked = chance.choice(texts["phrasing"])
        kind = chance.choice([kind for kind in _KINDS if texts.get(kind)])
        others = [text for text in texts[kind] if text != asked]
        return asked, chance.choice(others or texts["passage"])


def read_glossary(corpus: Path) -> list[list[str]]:
    """The groups of `glossary.yaml`; raises ValueError for a group of fewer than two terms."""
    file = corpus / "vocabulary" / "glossary.yaml"
    groups: Mapping[str, Sequence[str]] = yaml.safe_load(file.read_text("utf-8"))
    split = [[term.strip() for term in row.split("|")] for rows in groups.values() for row in rows]
    if lonely := [group for group in split if len(group) < 2]:
        raise ValueError(
            f"{file}: {lonely[0]} stands alone; put a bar and a term of the same meaning beside it"
        )
    return split
