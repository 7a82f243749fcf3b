"""What a message means that leans on what was said before it, or that asks without a word of asking."""

from dataclasses import replace

from assistant.conversation.elders import is_told, tells
from assistant.conversation.memory import Conversation
from assistant.language import Intent, Meaning
from assistant.language.turns import Leaning

# What a message is taken to ask that names something and has no word of asking.
BY_DEFAULT: frozenset[Intent] = frozenset({"document", "eligibility", "entitlements", "inform"})
# What comes before everything else that a message may ask.
URGENT: frozenset[Intent] = frozenset({"emergency", "distress", "unreadable", "restart", "handover"})
OF_SOMEBODY: frozenset[Intent] = frozenset({"amount", "eligibility", "when", "why"})


def leaned(meaning: Meaning, leaning: Leaning, before: Conversation) -> Meaning:
    """The meaning with the intent that it has in its conversation."""
    intent = _intent(meaning, leaning, before)
    return meaning if intent == meaning.intent else replace(meaning, intent=intent)


def _intent(meaning: Meaning, leaning: Leaning, before: Conversation) -> Intent:
    if leaning.is_dishonest and meaning.intent not in URGENT:
        return "injection"
    asked = before.looked_up or before.intent
    names = bool(meaning.subjects or meaning.item_numbers)
    # The same is asked of something else: 体检的呢, or of another place: 那盘锦呢
    same = names or (meaning.regions and before.looked_up is not None) or tells(meaning)
    if leaning.goes_on and asked is not None and meaning.intent in BY_DEFAULT and same:
        return asked
    if meaning.intent == "entitlements" and leaning.same_benefit and before.subjects:
        return "eligibility"
    if meaning.intent == "inform" and meaning.regions and before.looked_up and not meaning.persons:
        return before.looked_up
    is_judging = (
        before.looked_up is None
        and before.intent is not None
        and any(person.is_known for person in before.persons)
    )
    if meaning.intent == "document" and meaning.subjects and is_judging and not leaning.asks_text:
        # Of somebody who is being judged, a benefit is asked about, not its text: 那免费体检总有吧
        return "eligibility"
    if meaning.intent == "inform" and _names_benefit(meaning) and not meaning.correction:
        # Who names a benefit beside the facts asks for it: 72岁独居老太太 食堂吃饭补助
        return "eligibility"
    if meaning.intent == "change" and before.documents and set(meaning.covered) - set(before.documents):
        # Another place is no change of the person: 那要是宁河85岁的老人呢
        return before.intent or "entitlements"
    if leaning.names_body and meaning.intent not in URGENT:
        return meaning.intent if meaning.intent in ("department", "wording") else "document"
    if leaning.names_text and meaning.intent in (*OF_SOMEBODY, "inform") and not tells(meaning):
        return "document"
    return meaning.intent


def _names_benefit(meaning: Meaning) -> bool:
    """Whether a benefit is named that is no part of a fact: 低保 in 吃低保 is one."""
    return any(not is_told(meaning, subject.start, subject.end) for subject in meaning.subjects)
