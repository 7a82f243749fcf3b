"""What a message wants to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import regex

from assistant.language.lexicon import Words
from assistant.language.meaning import INTENTS, Intent
from assistant.language.phrases import Found, Phrasebook

# What a cue says alone only counts where no cue of another kind is there.
_POLITE: frozenset[Intent] = frozenset({"thanks", "greeting", "abilities"})
_PRESSING: frozenset[Intent] = frozenset({"emergency", "distress", "injection"})
_ASKS = regex.compile(r"\?|吗|呢$|什么|怎么")
_ORDER = {intent: i for i, intent in enumerate(INTENTS)}


class Cues:
    """The words by which people say what they want."""

    def __init__(self, words: Words) -> None:
        self._book: Phrasebook[Intent] = Phrasebook(
            (str(phrase), cast(Intent, intent))
            for intent, entry in words.intents.items()
            for tongue in ("zh", "en", "pinyin")
            for phrase in entry.get(tongue) or ()
        )

    def find(self, plain: str) -> list[Found[Intent]]:
        """The cues of a text, from left to right."""
        return self._book.find(plain)


@dataclass(frozen=True, slots=True)
class Findings:
    """What else was found in the message."""

    readable: bool
    answer: bool
    """是, 没有: an answer and nothing else."""
    correction: bool
    supposed: bool
    facts: bool
    subjects: bool
    places: int


def intents_of(cues: Sequence[Found[Intent]], plain: str, found: Findings) -> tuple[Intent, ...]:
    """What is wanted, the most pressing first; never empty."""
    if not found.readable:
        return ("unreadable",)
    wanted: set[Intent] = {sense for cue in cues for sense in cue.senses}
    if found.correction:
        wanted.add("correction")
    if found.supposed and not wanted & _PRESSING:
        wanted.add("change")
    _settle_scope(wanted, found)
    _settle_benefits(wanted, found)
    if not wanted:
        wanted = {_without_cue(plain, found)}
    return tuple(sorted(wanted, key=lambda intent: _ORDER[intent]))


def _settle_scope(wanted: set[Intent], found: Findings) -> None:
    """What is of the domain is not out of its scope, and what is out of it is nothing else."""
    domain = found.facts or found.subjects or found.places > 0
    if domain and wanted - {"out_of_scope", *_POLITE}:
        wanted.discard("out_of_scope")
    if "out_of_scope" in wanted:
        wanted -= {"document", "amount", "entitlements", "eligibility", "when", "why"}
    if domain or wanted - _POLITE:
        wanted -= _POLITE


def _settle_benefits(wanted: set[Intent], found: Findings) -> None:
    """能领吗 asks for one benefit where one is named, else for all of them."""
    if "compare" in wanted and found.places < 2 and not found.subjects:
        wanted.discard("compare")
    if "eligibility" in wanted and not found.subjects:
        wanted.discard("eligibility")
        wanted.add("entitlements")
    if wanted & {"entitlements", "amount", "eligibility"}:
        wanted.discard("document")


def _without_cue(plain: str, found: Findings) -> Intent:
    """What a message wants that uses none of the known words."""
    if found.answer:
        return "inform"
    asks = bool(_ASKS.search(plain))
    if found.subjects:
        return "eligibility" if asks else "inform" if found.facts else "document"
    if found.facts:
        return "entitlements" if asks else "inform"
    return "inform" if found.places else "document"
