"""What a message says, as plain values: the surface that the conversation works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from assistant.eligibility.knowledge import Knowledge

Language = Literal["zh-Hans", "zh-Hant", "en"]
Mode = Literal["said", "negated", "supposed", "corrected", "taken_back"]
Intent = Literal[
    "emergency",
    "distress",
    "injection",
    "unreadable",
    "restart",
    "handover",
    "correction",
    "compare",
    "change",
    "total",
    "wording",
    "department",
    "why",
    "when",
    "amount",
    "eligibility",
    "entitlements",
    "document",
    "abilities",
    "out_of_scope",
    "thanks",
    "greeting",
    "inform",
]

INTENTS: Mapping[Intent, str] = {
    "emergency": "somebody is in acute danger now; dial 120 comes first",
    "distress": "suicide, despair or abuse is spoken of; people to turn to come first",
    "injection": "orders to ignore the rules, a pasted notice, a claimed authority",
    "unreadable": "nothing to read: empty, only signs or emoji, or no text at all",
    "restart": "forget what was said and begin again",
    "handover": "a human being is wanted",
    "correction": "something said before is put right",
    "compare": "two places or two benefits are to be compared",
    "change": "what would change the answer, or: what if",
    "total": "how much it all comes to",
    "wording": "the exact words of a document",
    "department": "which department is responsible, whom to turn to",
    "why": "why, or why not",
    "when": "from when, until when, how often",
    "amount": "how much one benefit is",
    "eligibility": "whether the person can get one named benefit",
    "entitlements": "what the person can get",
    "document": "what a document says of a subject, what a word means",
    "abilities": "what the assistant can do",
    "out_of_scope": "weather, jokes, code, medical advice and the like",
    "thanks": "thanks or good-bye",
    "greeting": "a greeting",
    "inform": "only facts, or an answer to a question",
}
"""Each intent in one line, the most pressing first."""

assert set(INTENTS) == set(get_args(Intent))


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of one fact of a person."""

    fact: str
    knowledge: Knowledge
    """What the words leave possible: for `negated`, what remains once the value is taken away."""
    words: str
    """The person's own words, empty where they must not be kept (an identity number)."""
    start: int
    end: int
    """Where the words stand in the original text, in code points."""
    mode: Mode = "said"


@dataclass(frozen=True, slots=True)
class PersonMeant:
    """One person spoken of."""

    label: str
    """What the person is called, in the words' own language (父亲, father)."""
    earlier: int | None
    """The index in `Context.persons` of the same person, None for somebody new."""
    statements: tuple[Statement, ...] = ()
    birth: tuple[date, date] | None = None
    """The first and the last day on which the person may have been born, where a birth date was said."""
    birth_mode: Mode = "said"

    @property
    def is_new(self) -> bool:
        """Whether the conversation has not yet spoken of this person."""
        return self.earlier is None


@dataclass(frozen=True, slots=True)
class RegionAsked:
    """A place that the message asks about."""

    code: str
    """Its GB/T 2260 code."""
    name: str
    document: str | None
    """The document that covers it, None where none does."""
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SubjectAsked:
    """A benefit or topic that the message names; `id` is its entry in corpus/vocabulary/benefits.yaml."""

    id: str
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ItemNumber:
    """An item of a list named by its number; `article` where the words were 第…条, which lists do not have."""

    number: str
    start: int
    end: int
    article: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the conversation already knows that a message may lean on."""

    today: date
    persons: tuple[str, ...] = ()
    """Labels of the persons already spoken of."""
    current: int | None = None
    """Which of them the conversation is about; by default the last."""
    documents: tuple[str, ...] = ()
    """The documents that the conversation is about."""
    asked: str | None = None
    """The fact last asked for, so that 是, 没有, 二级, 88 answers it."""
    language: Language | None = None
    """The language spoken so far, for a message that has none of its own (88)."""
    births: tuple[tuple[date, date] | None, ...] = ()
    """For each person the first and the last day on which he may have been born, so that 三月份的生日 narrows it."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """All that was meant by one message."""

    language: Language
    intent: Intent
    also: tuple[Intent, ...] = ()
    """What else was asked, the most pressing first: a letter often asks three things."""
    regions: tuple[RegionAsked, ...] = ()
    persons: tuple[PersonMeant, ...] = ()
    subjects: tuple[SubjectAsked, ...] = ()
    item_numbers: tuple[ItemNumber, ...] = ()
    correction: bool = False
    supposition: bool = False
    builds_on: bool = False
    """Whether a supposition is made on top of the one before it: 如果同时持有残疾证呢, and if she also…"""
    compare: bool = False
    not_held: bool = False
    """Whether something is asked of a kind that the documents do not say: a window, papers, arrears."""
    asker_role: str | None = None
    spans_private: tuple[tuple[int, int], ...] = ()
    """Where the text holds an identity number; never the number itself."""

    @property
    def covered(self) -> tuple[str, ...]:
        """The documents of the places asked about, in order, each once."""
        return tuple(dict.fromkeys(r.document for r in self.regions if r.document is not None))

    @property
    def uncovered(self) -> tuple[RegionAsked, ...]:
        """The places asked about that no document covers."""
        return tuple(r for r in self.regions if r.document is None)
