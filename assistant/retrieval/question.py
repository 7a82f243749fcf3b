"""A question as the search reads it: what it is about, in which words, and what of a passage it asks for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.policies.folding import fold
from assistant.policies.places import PlaceMention, Places
from assistant.retrieval.found import Slot
from assistant.retrieval.tokens import tokens
from assistant.retrieval.vocabulary import Vocabulary

_LATIN = re.compile(r"[a-z]{3}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_CONTENT = re.compile(r"[\u3400-\u9fff]|[a-z]{3,}")
_FEW = 3
"""Characters, or English words, with which a subject can be named."""


@dataclass(frozen=True)
class Question:
    """A question that was read."""

    text: str
    folded: str
    slots: tuple[Slot, ...]
    """What it asks of a passage, the most particular first; never empty."""
    ages: frozenset[int]
    """Ages that it names."""
    subject: str
    """The folded text without places and what says nothing of the subject, and with what misspelt words mean."""
    meant: str
    """The documents' words for what it says otherwise."""
    said: str
    """All that it says but for the places, with what misspelt words mean, and what is meant by it."""
    unanswerable: bool
    """Whether it asks for what no document holds: a telephone number, a form, a fee."""
    looked_up: frozenset[str]
    """The topics that it looks up by name, saying nothing else."""
    subjects: int
    """How many things of the domain it names."""
    is_bare: bool
    """Whether it asks for something without saying of what: 谁牵头, 原话怎么写的, how often."""
    places: tuple[PlaceMention, ...]

    @cached_property
    def words(self) -> list[str]:
        """The tokens of the subject."""
        return tokens(self.subject)

    @cached_property
    def printed(self) -> list[str]:
        """The tokens of the subject and of what is meant, each once: what a document may print."""
        return list(dict.fromkeys([*self.words, *tokens(self.meant)]))

    @property
    def slot(self) -> Slot:
        """What it asks first of all."""
        return self.slots[0]

    @property
    def is_english(self) -> bool:
        """Whether it is in Latin letters alone."""
        return bool(_LATIN.search(self.folded)) and not _HAN.search(self.folded)


def read_question(text: str, vocabulary: Vocabulary, places: Places) -> Question:
    """Read a question."""
    folded = fold(text)
    mentions = tuple(places.find(folded))
    bare = _without(folded, mentions)
    read = vocabulary.speller.corrected(bare)
    subject = vocabulary.noisy.sub(_blank, read)
    meant = vocabulary.meant(subject)
    slots = tuple(name for name, words in vocabulary.slots.items() if words.asking.search(read))
    return Question(
        text=text,
        folded=folded,
        slots=slots or ("what",),
        ages=vocabulary.ages.spoken_in(folded),
        subject=subject,
        meant=meant,
        said=f"{read} {meant}",
        unanswerable=vocabulary.unanswerable.search(f"{folded} {read}") is not None,
        looked_up=vocabulary.looked_up(vocabulary.noisy.sub(_blank, bare))
        or vocabulary.looked_up(vocabulary.noisy.sub(_blank, vocabulary.speller.put_right(bare))),
        subjects=vocabulary.subjects_in(subject),
        is_bare=bool(slots) and _is_bare(subject, vocabulary),
        places=mentions,
    )


def _is_bare(subject: str, vocabulary: Vocabulary) -> bool:
    """Whether nothing is left of a subject without what asks for a slot."""
    for words in vocabulary.slots.values():
        subject = words.asking.sub(_blank, subject)
    return len(_CONTENT.findall(subject)) < _FEW


def _without(text: str, mentions: Sequence[PlaceMention]) -> str:
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
