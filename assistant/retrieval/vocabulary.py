"""`corpus/vocabulary/`, as far as the search reads it: topics, slots, names of benefits, what nobody answers."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.retrieval.amounts import AmountWords
from assistant.retrieval.found import Slot
from assistant.retrieval.passages import Passage
from assistant.retrieval.spelling import Speller
from assistant.retrieval.word_kinds import AgeWords, Described, ReferenceWords, SlotWords, Topic

_WORD = re.compile("[a-z]{2,}")
_LATIN = re.compile("[a-z]")


class WordsError(ValueError):
    """A file of `corpus/vocabulary/` is not as it should be; the message names file and entry."""


class Vocabulary(Described):
    """Everything the search knows of words beside the documents and the phrasings."""

    slots: Mapping[Slot, SlotWords]
    ages: AgeWords
    references: ReferenceWords
    amounts: AmountWords
    compares: str
    common: tuple[str, ...]
    """Lines of English words that are no slips."""
    refers: str
    unanswered: Mapping[str, str]
    """How questions ask for what no document holds."""
    noise: tuple[str, ...]
    """What says nothing of the subject."""
    means: Mapping[str, str]
    """What people say, and the words of the documents for it."""
    english: Mapping[str, str]
    """Likewise, from English."""
    by_name: str
    """What may stand beside a topic's name and the words that ask, where the topic is only looked up."""
    topics: Mapping[str, Topic]
    negatives: tuple[str, ...]
    """Lines that no document answers."""
    asked_of: Mapping[str, tuple[str, ...]]
    """Lines that the named document does not answer, though others do."""
    typos: Mapping[str, str]
    """What is often written for a word."""
    spoken: tuple[str, ...]
    """What questions in Pinyin are made of beside the words of the domain."""
    sentences: Mapping[str, Mapping[str, Mapping[str, str]]]
    """By document and number of item or measure: questions, and words of the sentence that answers each."""

    @cached_property
    def unanswerable(self) -> re.Pattern[str]:
        """Matches a question for what no document holds."""
        return re.compile("|".join(f"(?:{ask})" for ask in self.unanswered.values()))

    def topics_of(self, passage: Passage) -> frozenset[str]:
        """The names of the topics that a passage is about."""
        return frozenset(name for name, topic in self.topics.items() if topic.holds(passage))

    def looked_up(self, folded: str) -> frozenset[str]:
        """The topics that a folded text looks up by name and asks about, saying nothing else: 高龄津贴多少钱."""
        names = [name for name in self._by_name if name in folded]
        if not names:
            return frozenset()
        longest = max(names, key=len)
        rest = self._beside_names.sub(" ", folded.replace(longest, " "))
        for words in self.slots.values():
            rest = words.asking.sub(" ", rest)
        return frozenset() if rest.strip() else self._by_name[longest]

    @cached_property
    def _beside_names(self) -> re.Pattern[str]:
        return re.compile(rf"{self.by_name}|[^\w]")

    @cached_property
    def _by_name(self) -> Mapping[str, frozenset[str]]:
        """The topics of each name."""
        found: dict[str, frozenset[str]] = {}
        for topic, entry in self.topics.items():
            for name in (topic, *entry.zh.split()):
                found[name] = found.get(name, frozenset()) | {topic}
        return found

    @cached_property
    def speller(self) -> Speller:
        """Finds misspelt words of the domain."""
        spaced = [
            *self.spoken,
            *self.topics,
            *(topic.zh for topic in self.topics.values()),
            *self.means,
            *self.means.values(),
        ]
        english = " ".join([*(topic.en for topic in self.topics.values()), *self.common])
        return Speller(
            [word for words in spaced for word in words.split()],
            self.typos,
            frozenset(_WORD.findall(english.lower())),
        )

    def subjects_in(self, folded: str) -> int:
        """How many things of the domain a folded text names."""
        named = set(self._naming.findall(folded))
        if _LATIN.search(folded):
            named |= {meant for said, meant in self._english if said.search(folded)}
        return len(named)

    @cached_property
    def _naming(self) -> re.Pattern[str]:
        words = {word for topic in self.topics.values() for word in topic.zh.split()} | {
            *self.topics,
            *self.means,
        }
        return re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))

    @cached_property
    def _said(self) -> re.Pattern[str]:
        return re.compile("|".join(sorted(map(re.escape, self.means), key=len, reverse=True)))

    @cached_property
    def _english(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(rf"\b(?:{said})\b"), meant) for said, meant in self.english.items())

    def meant(self, folded: str) -> str:
        """The documents' words for what a folded text says otherwise."""
        found = [self.means[match[0]] for match in self._said.finditer(folded)]
        if _LATIN.search(folded):
            found += [meant for said, meant in self._english if said.search(folded)]
        return " ".join(found)

    @cached_property
    def noisy(self) -> re.Pattern[str]:
        """Matches what says nothing of the subject."""
        return re.compile("|".join(f"(?:{words})" for words in self.noise))


def load_vocabulary(corpus: Path) -> Vocabulary:
    """Read the files; raises WordsError naming the faulty one."""
    folder = corpus / "vocabulary"
    described = _read(folder / "retrieval.yaml")
    topics = {
        name: {"passages": {d: [str(n) for n in numbers] for d, numbers in topic.pop("in").items()}, **topic}
        for name, topic in described.pop("topics").items()
    }
    unanswered, spelling = _read(folder / "negatives.yaml"), _read(folder / "spelling.yaml")
    read = {
        **described,
        "topics": topics,
        "asked_of": unanswered.pop("asked_of"),
        "negatives": [line for lines in unanswered.values() for line in lines],
        "sentences": _read(folder / "sentences.yaml"),
        "typos": spelling["typos"],
        "spoken": spelling["pinyin"],
    }
    try:
        return Vocabulary.model_validate(read)
    except ValidationError as error:
        raise WordsError(f"{folder / 'retrieval.yaml'}: {error}") from error


def _read(file: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
    try:
        return yaml.load(file.read_text(encoding="utf-8"), Loader=loader)
    except yaml.YAMLError as error:
        raise WordsError(f"{file}: this is no YAML: {error}") from error
