"""All that is searched, read from the corpus: passages and the texts that lead to them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.policies.policy import load_policies
from assistant.policies.service_list import load_service_list
from assistant.retrieval.entries import Entry, check_phrasings, entries_of, load_phrasings
from assistant.retrieval.lexical import Texts
from assistant.retrieval.passages import Passage, passages_of
from assistant.retrieval.vocabulary import Vocabulary

_MOST_KIN = 300
"""How many lines of a topic a passage borrows: what is said most often is heard long before."""


@dataclass(frozen=True)
class Card:
    """What the search knows of a document as such."""

    parent: str | None
    since: date | None
    """The day from which it is law; None for a draft, which is never law and always may be read."""


@dataclass(frozen=True)
class Library:
    """The documents and their passages, each with the lines that people wrote for it."""

    cards: Mapping[str, Card]
    passages: Sequence[Passage]
    lines: Sequence[tuple[str, ...]]

    @classmethod
    def read(cls, corpus: Path) -> "Library":
        """Read the corpus; raises the errors of its readers, each of which names the file and the fault."""
        cards: dict[str, Card] = {}
        passages: list[Passage] = []
        lines: list[tuple[str, ...]] = []
        for policy in load_policies(corpus).values():
            cards[policy.id] = Card(policy.parent, policy.in_force_from)
            file = corpus / policy.id / "list.yaml"
            services = load_service_list(file, policy.source) if file.exists() else None
            own = list(passages_of(policy, services))
            phrasings = load_phrasings(corpus, policy.id)
            check_phrasings(policy.id, phrasings, own)
            passages += own
            lines += [phrasings.of(passage) for passage in own]
        return cls(cards, passages, lines)

    def entries(self) -> Iterator[Entry]:
        """Everything that leads to a passage, one by one."""
        for passage, lines in zip(self.passages, self.lines, strict=True):
            yield from entries_of(passage, lines)

    def texts(self, vocabulary: Vocabulary) -> Iterator[Texts]:
        """What each passage is found by."""
        topics = [vocabulary.topics_of(passage) for passage in self.passages]
        for i, passage in enumerate(self.passages):
            units = tuple(words for unit in passage.units if len(words := passage.quote(unit)) > 1)
            yield Texts(passage.text, units, self.lines[i], tuple(self._kin(i, topics, vocabulary)))

    def _kin(self, i: int, topics: Sequence[frozenset[str]], vocabulary: Vocabulary) -> Iterator[str]:
        for name in sorted(topics[i]):
            topic = vocabulary.topics[name]
            yield from (name, topic.zh, topic.en)
        budget = _MOST_KIN
        for j, other in enumerate(self.passages):
            if other.document != self.passages[i].document and budget > 0 and _akin(topics[i], topics[j]):
                yield from self.lines[j]
                budget -= len(self.lines[j])


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two passages are mainly about the same."""
    return len(one & other) > 0.3 * max(len(one), len(other), 1)
