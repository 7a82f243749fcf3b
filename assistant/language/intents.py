"""What a message wants to know."""

from collections.abc import Sequence
from typing import cast

import regex

from assistant.language.lexicon import Words
from assistant.language.meaning import INTENTS, Intent
from assistant.language.phrases import Found, Phrasebook

# What a cue says alone only counts where no cue of another kind is there.
_POLITE: tuple[Intent, ...] = ("thanks", "greeting", "abilities")
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


def intents_of(
    cues: Sequence[Found[Intent]],
    plain: str,
    *,
    correction: bool,
    supposed: bool,
    facts: bool,
    subjects: bool,
    places: int,
) -> tuple[Intent, ...]:
    """What is wanted, the most pressing first; never empty."""
    if not regex.search(r"\p{L}|\d", plain):
        return ("unreadable",)
    wanted: set[Intent] = {sense for cue in cues for sense in cue.senses}
    if correction:
        wanted.add("correction")
    if supposed and not wanted & {"emergency", "distress", "injection"}:
        wanted.add("change")
    domain = facts or subjects or places > 0
    if "out_of_scope" in wanted and domain and (wanted - {"out_of_scope", *_POLITE}):
        wanted.discard("out_of_scope")
    if "compare" in wanted and places < 2 and not subjects:
        wanted.discard("compare")
    if "entitlements" in wanted and "eligibility" in wanted and not subjects:
        wanted.discard("eligibility")
    if "eligibility" in wanted and not subjects and "entitlements" not in wanted:
        wanted.discard("eligibility")
        wanted.add("entitlements")
    if "entitlements" in wanted or "amount" in wanted or "eligibility" in wanted:
        wanted.discard("document")
    if "out_of_scope" in wanted:
        wanted -= {"document", "amount", "entitlements", "eligibility", "when", "why"}
    if wanted - set(_POLITE) or domain:
        wanted -= set(_POLITE)
    if not wanted:
        asks = bool(regex.search(r"\?|吗|呢$|什么|怎么", plain))
        wanted.add(
            "eligibility"
            if asks and subjects
            else "entitlements"
            if asks and facts
            else "inform"
            if domain or facts
            else "document"
        )
        if subjects and not facts and wanted == {"inform"}:
            wanted = {"document"}
    return tuple(sorted(wanted, key=lambda intent: _ORDER[intent]))
