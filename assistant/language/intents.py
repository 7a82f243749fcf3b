"""What a message wants to know."""

from collections.abc import Set
from dataclasses import dataclass

from assistant.language.meaning import INTENTS, Intent

# What a cue says alone only counts where no cue of another kind is there.
_POLITE: frozenset[Intent] = frozenset({"thanks", "greeting", "abilities"})
_PRESSING: frozenset[Intent] = frozenset({"emergency", "distress", "injection"})
# What is asked of us even beside small talk, once somebody's case is told.
_OURS: frozenset[Intent] = frozenset(
    {"entitlements", "compare", "change", "total", "wording", "department", "correction"}
)
# What is asked beside something out of scope that is only told.
_ASKED: frozenset[Intent] = _OURS | {"eligibility", "amount", "when", "why"}
_ASKED_OF_TEXTS: frozenset[Intent] = _ASKED | {"document"}
# What stays wanted beside something out of scope.
_BESIDE_SCOPE: frozenset[Intent] = _PRESSING | {"out_of_scope", "restart", "handover"}
# What a few words that answer a question may want beside: "with some help" wants no help.
_BESIDE_ANSWER: frozenset[Intent] = _BESIDE_SCOPE | {"correction"}
NOT_OURS: frozenset[Intent] = frozenset({"emergency", "distress", "unreadable", "out_of_scope"})
"""Intents beside which nothing is asked of the documents."""
_ORDER = {intent: i for i, intent in enumerate(INTENTS)}


@dataclass(frozen=True, slots=True)
class Findings:
    """What else was found in the message."""

    readable: bool
    answer: bool
    """是, 没有: an answer and nothing else."""
    correction: bool
    supposed: bool
    facts: bool
    tells: bool
    """More is told of somebody than 他 and 她 tell."""
    aged: bool
    """Somebody's age is told."""
    nobody: bool
    """Nobody is told of, in the message or before it."""
    asks: bool
    asks_in_english: bool
    short_answer: bool
    """A few words tell what was asked for last, and ask nothing."""
    statement: bool
    """What was asked for last is told, or something else by an English sentence that asks nothing."""
    subjects: bool
    places: int
    several_places: bool
    """四个地方: more than one, not by name."""
    firmly_out_of_scope: bool
    """A joke about pensions: foreign to the documents whatever it names."""
    told_in_passing: bool
    """What is out of scope stands where nothing is asked."""
    foreign: bool
    """Something is asked that other offices, courts or doctors decide."""
    of_the_text: bool
    """A text is asked about, or what a word means."""
    not_held: bool
    """Something is asked that no document says."""


def intents_of(cues: Set[Intent], found: Findings) -> tuple[Intent, ...]:
    """What is wanted, the most pressing first; never empty."""
    if not found.readable:
        return ("unreadable",)
    wanted = set(cues) & _BESIDE_ANSWER if found.short_answer else set(cues)
    if found.correction:
        wanted.add("correction")
    if found.supposed and not wanted & _PRESSING:
        wanted.add("change")
    _settle_scope(wanted, found)
    _settle_benefits(wanted, found)
    if not wanted:
        wanted = {_without_cue(found)}
    return tuple(sorted(wanted, key=lambda intent: _ORDER[intent]))


def _settle_scope(wanted: set[Intent], found: Findings) -> None:
    """What is asked of a benefit is not out of scope, whatever else is said; a place alone says nothing of that."""
    if found.foreign:
        ours = found.aged and bool(wanted & _OURS)
    else:
        asks = bool(wanted & (_ASKED if found.told_in_passing and found.tells else _OURS))
        asks_text = found.told_in_passing and found.of_the_text and bool(wanted & _ASKED_OF_TEXTS)
        ours = found.not_held or (found.facts and asks) or asks_text
    if found.firmly_out_of_scope or (found.foreign and not found.subjects):
        wanted.add("out_of_scope")
    if (ours or found.subjects) and not found.firmly_out_of_scope:
        wanted.discard("out_of_scope")
    if "out_of_scope" in wanted:
        wanted &= _BESIDE_SCOPE
    if found.tells or found.subjects or found.places or wanted - _POLITE:
        wanted -= _POLITE


def _settle_benefits(wanted: set[Intent], found: Findings) -> None:
    """能领吗 asks for one benefit where one is named, else for all of them."""
    if "compare" in wanted and not (found.places > 1 or found.several_places or found.subjects):
        wanted.discard("compare")
    if "compare" in wanted and found.of_the_text and not (found.subjects or found.tells):
        # whether two plans say the same of something
        wanted.discard("compare")
        wanted.add("document")
    if found.nobody and not found.supposed and len(wanted) > 1:
        # 要持啥证才给配辅具: nobody is there whose case could change
        wanted.discard("change")
    if "eligibility" in wanted and not found.subjects:
        wanted.discard("eligibility")
        wanted.add("entitlements")
    if wanted == {"document"} and found.subjects and found.aged and not found.of_the_text:
        # What's the old-age allowance for my dad? He's 91: his is asked, not what it is
        wanted.add("eligibility")
    if wanted & {"entitlements", "amount", "eligibility"}:
        wanted.discard("document")


def _without_cue(found: Findings) -> Intent:
    """What a message wants that uses none of the known words."""
    if found.answer:
        return "inform"
    if found.not_held:
        return "document"
    if found.statement and not found.subjects:
        return "inform"
    if found.subjects:
        return "eligibility" if found.asks else "inform" if found.facts else "document"
    if found.facts:
        return "entitlements" if found.asks else "inform"
    return "inform" if found.places and not (found.asks_in_english or found.of_the_text) else "document"
