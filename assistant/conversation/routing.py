"""Which way a message takes: a tool that finds the answer, or words that need none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.conversation.case import ASPECTS, LIKELY, LOOK_UPS, ONLY_TOLD, SURE, Case
from assistant.conversation.leaning import URGENT
from assistant.language import Intent
from assistant.replies.messages import Message, RefusalKind

REFUSALS: Mapping[Intent, RefusalKind] = {
    "emergency": "emergency",
    "distress": "distress",
    "unreadable": "unreadable",
    "out_of_scope": "out_of_scope",
    "injection": "claimed_rule",
}
COURTESIES: Mapping[Intent, Message] = {
    "greeting": "greeting",
    "thanks": "thanks",
    "abilities": "abilities",
    "restart": "restart",
}
ToolName = Literal["check_eligibility", "compare_places", "hand_over", "search_policy", "show_item"]


@dataclass(frozen=True)
class Call:
    """A tool finds the answer."""

    tool: ToolName
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Say:
    """A short reply, or what is still missing."""

    message: Message


@dataclass(frozen=True)
class Refuse:
    """There is no answer to give."""

    kind: RefusalKind
    place: str | None = None


@dataclass(frozen=True)
class NotHeld:
    """Asked is for what no document says (a form, a telephone number); the benefit it is about is named."""


Route = Call | Say | Refuse | NotHeld


def route(case: Case) -> Route:
    """The way of a message."""
    return _way_out(case) or _way_in(case)


def _way_out(case: Case) -> Route | None:
    """What is answered without any list or text of a document, None for everything else."""
    meaning, meant = case.meaning, case.meaning.intent
    if case.leaning.is_dishonest and meant not in URGENT:
        return Refuse("dishonest")
    if not _asks_more(case):
        if meant == "handover":
            return Call("hand_over", {"reason": "asked"})
        if meant in REFUSALS:
            return Refuse(REFUSALS[meant])
        if meant in COURTESIES:
            return Say(COURTESIES[meant])
    if _asks_elsewhere(case):
        return Refuse("uncovered_region", meaning.uncovered[0].code)
    if not case.conversation.documents:
        return _search(case) if case.intent in LOOK_UPS else Say("ask_region")
    only_tells = case.tells and not case.leaning.is_question and bool(case.before.case_intent)
    if meaning.not_held and not (
        _asks_for_everything(case) or case.is_of_a_measure or _asks_how_it_stands(case) or only_tells
    ):
        return NotHeld()
    return None


def _way_in(case: Case) -> Route:
    """What the lists and the texts are asked."""
    if case.meaning.item_numbers and case.lists:
        return _numbered(case)
    if (case.leaning.asks_about_document and not case.subjects) or case.asks_about_named_document:
        return _show(case, *case.conversation.documents)
    if case.focus and not _are_items_looked_up(case):
        return Call("search_policy", {"query": case.text, "within": list(case.focus)})
    if case.is_of_a_measure or case.goes_on_in_texts:
        return _search(case)
    if case.is_of_the_text or (case.intent in LOOK_UPS and not _is_for_somebody(case)):
        return _look_up(case)
    if not case.lists:
        asks_for_somebody = case.is_anybody_known or case.subjects
        return _refuse_here(case) if asks_for_somebody and not case.is_said else _search(case)
    is_specific = not (case.subjects or case.described or _asks_for_all(case.intent)) or _asks_of_nobody(case)
    if case.is_about_nobody and (case.intent == "when" or case.leaning.names_text or is_specific):
        return _look_up(case) if case.intent == "when" and case.found.abstained else _search(case)
    return _judgement(case)


def _look_up(case: Case) -> Call:
    """The items that are asked about, or whatever the texts say."""
    items = dict.fromkeys(f"{document} {key.split('.')[0]}" for document, key in case.items)
    if case.leaning.names_body:
        return _search(case)
    best = case.found.answer
    is_named = (
        case.is_bare
        or (case.intent == "department" and bool(case.subjects))
        # 盘锦的文件里同样这个钱: what was spoken of goes by its name.
        or (case.is_elsewhere and case.leaning.points_back)
    )
    if items and best is not None and best.score >= SURE and not is_named:
        # A name that the surest answer has nothing to do with was meant otherwise: 养老院的护理床
        # and what merely goes on from an item may mean the next: 在家分散的呢
        likely = [hit for hit in case.found.passages if hit.score >= LIKELY]
        hits = likely if case.subjects or not case.leaning.goes_on else [best]
        found = {f"{hit.passage.document} {hit.passage.item}" for hit in hits}
        items = dict.fromkeys(item for item in items if item in found)
    return _show(case, *items) if items else _search(case)


def _are_items_looked_up(case: Case) -> bool:
    """Whether items were spoken of that are shown word for word, or by who answers for them."""
    return case.intent in ("department", "wording") and bool(case.items)


def _judgement(case: Case) -> Route:
    items = [f"{document} {key}" for document, key in case.items]
    if case.subjects and not items:
        return _refuse_here(case)
    # Two elders, each of a place of their own, are not one elder held against two places.
    if case.intent == "compare" and len(case.lists) > 1 and items and len(case.step.spoken_of) == 1:
        return Call("compare_places", {"items": items})
    if case.intent == "compare" and not items and not case.is_anybody_known and not case.found.abstained:
        return _search(case)
    all_of_it = case.intent == "total" and not (case.leaning.points_firmly and case.subjects)
    if all_of_it or (case.intent == "document" and not case.described):
        items = []
    return _check(case.aspect if items or case.intent == "change" else "everything", items)


def _numbered(case: Case) -> Route:
    """Items named by their numbers: shown, or judged where it is asked of somebody how they stand."""
    named = [(_list_of(case, one.start), one.number) for one in case.meaning.item_numbers]
    known = [
        (document, number) for document, number in named if number in case.catalogue.lists[document].items
    ]
    if not known:
        return Refuse("not_in_documents", named[0][0])
    benefits = [
        f"{document} {one.key}"
        for document, number in known
        for one in case.catalogue.rulebooks[document].benefits
        if one.item == number
    ]
    if case.intent == "compare" and len({document for document, _ in known}) > 1:
        return Call("compare_places", {"items": benefits})
    if (case.intent in ASPECTS and case.intent != "when") or (case.intent == "compare" and case.puts_case):
        return _check(case.aspect, benefits)
    return _show(case, *(f"{document} {number}" for document, number in known))


def _list_of(case: Case, at: int) -> str:
    """The list that a number belongs to: that of the place named last before it."""
    before = [place.document for place in case.meaning.regions if place.start < at]
    return next((one for one in reversed(before) if one in case.lists), None) or case.lists[0]


def _check(aspect: str, items: list[str]) -> Call:
    return Call("check_eligibility", {"aspect": aspect, "items": items})


def _show(case: Case, *items: str) -> Call:
    also = case.leaning.asks_text or any(one in ("amount", "document", "when") for one in case.meaning.also)
    part = "departments" if case.intent == "department" and not also else "whole"
    return Call("show_item", {"items": list(items), "part": part})


def _search(case: Case) -> Call:
    return Call("search_policy", {"query": case.query})


def _refuse_here(case: Case) -> Refuse:
    """The document of the place holds no answer; the place is named as the person named it."""
    return Refuse("not_in_documents", case.place_asked_about)


def _asks_of_nobody(case: Case) -> bool:
    """Whether something is asked without a word of asking for anybody: 那个模式是哪儿搞的."""
    return case.meaning.intent == "inform" and case.leaning.is_question and not case.meaning.persons


def _asks_for_all(intent: Intent) -> bool:
    """Whether everything that a list holds for somebody is asked for."""
    return intent in ("entitlements", "eligibility", "total", "change", "why", "compare")


def _asks_elsewhere(case: Case) -> bool:
    """Whether no document covers the place asked about; where somebody lives or is registered is only told."""
    if case.meaning.covered or not case.meaning.uncovered:
        return False
    # 他说前年在郑州已经办过一回: where something was, in what only tells
    tells = case.tells and case.meaning.intent in ONLY_TOLD and not case.leaning.is_question
    only_told = tells or all(
        case.is_told(place.start, place.end)
        and not case.house.turns.means_people_there(case.text, place.start, place.end)
        for place in case.meaning.uncovered
    )
    return not (only_told and case.conversation.documents)


def _is_for_somebody(case: Case) -> bool:
    """Whether what looks like a question about the text is put on behalf of somebody whose case can be judged."""
    if not (case.is_age_known and case.lists):
        return False
    if case.intent == "department":
        return bool(case.subjects)
    names = case.asked_about or case.meaning.item_numbers or case.leaning.names_body
    return case.intent == "document" and case.tells and not names


def _asks_for_everything(case: Case) -> bool:
    """Whether, whatever else was asked, somebody's entitlements were."""
    asked = (case.meaning.intent, *case.meaning.also)
    return "entitlements" in asked and case.is_age_known and bool(case.lists)


def _asks_how_it_stands(case: Case) -> bool:
    """Whether, with what no document says in the story, it is asked how somebody stands with a benefit."""
    return case.intent in ("eligibility", "why", "change") and case.puts_case and bool(case.items)


def _asks_more(case: Case) -> bool:
    """Whether a greeting, or an attempt to bend the rules, comes with a question that can be answered."""
    meaning = case.meaning
    if meaning.intent in URGENT:
        return False
    asks = any(also not in (*REFUSALS, *COURTESIES, "handover", "inform") for also in meaning.also)
    told = meaning.intent != "out_of_scope" and case.tells
    return (asks or told) and bool(case.conversation.documents or meaning.regions or told)
