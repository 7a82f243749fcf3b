"""All that is searched, read from the corpus: passages and the texts that lead to them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from pathlib import Path

from assistant.policies.policy import load_policies
from assistant.policies.service_list import load_service_list
from assistant.retrieval.entries import Entry, check_phrasings, entries_of, load_phrasings
from assistant.retrieval.lexical import Texts
from assistant.retrieval.passages import Passage, passages_of
from assistant.retrieval.vocabulary import Vocabulary, load_vocabulary

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
        sentences = load_vocabulary(corpus).sentences
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
            known = sentences.get(policy.id, {})
            lines += [
                (*phrasings.of(passage), *known.get(passage.item or passage.section or "", {}))
                for passage in own
            ]
        return cls(cards, passages, lines)

    def entries(self) -> Iterator[Entry]:
        """Everything that leads to a passage, one by one."""
        for passage, lines in zip(self.passages, self.lines, strict=True):
            yield from entries_of(passage, lines)

    def texts(self, vocabulary: Vocabulary) -> Iterator[Texts]:
        """What each passage is found by."""
        topics = [vocabulary.topics_of(passage) for passage in self.passages]
        about: dict[str, list[int]] = {name: [] for name in vocabulary.topics}
        for i, names in enumerate(topics):
            for name in names:
                about[name].append(i)
        for i, passage in enumerate(self.passages):
            units = tuple(words for unit in passage.units if len(words := passage.quote(unit)) > 1)
            spoken = [text for name in sorted(topics[i]) for text in _spoken_of(name, vocabulary)]
            others = merge(*(about[name] for name in sorted(topics[i])))
            yield Texts(passage.text, units, self.lines[i], (*spoken, *self._borrowed(i, others, topics)))

    def _borrowed(self, i: int, others: Iterable[int], topics: Sequence[frozenset[str]]) -> Iterator[str]:
        """Lines that people wrote for passages of other documents that are mainly about the same."""
        budget, last = _MOST_KIN, -1
        for j in others:
            if budget <= 0:
                return
            if (
                j != last
                and self.passages[j].document != self.passages[i].document
                and _akin(topics[i], topics[j])
            ):
                yield from self.lines[j]
                budget -= len(self.lines[j])
            last = j


def _spoken_of(name: str, vocabulary: Vocabulary) -> tuple[str, str, str]:
    topic = vocabulary.topics[name]
    return name, topic.zh, topic.en


def _akin(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two passages are mainly about the same."""
    return len(one & other) > 0.3 * max(len(one), len(other), 1)
