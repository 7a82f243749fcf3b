"""The card of what was understood of each person, and of what was handed to a human being."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.conversation.assistant import Assistant, KnownPerson
from assistant.conversation.handing_over import HandOver
from assistant.eligibility.catalogue import Catalogue
from assistant.pages.fields import Field, Fields
from assistant.pages.rendering import render
from assistant.pages.talking import known_people
from assistant.replies.page import PageWords


@dataclass(frozen=True)
class Carded:
    """One person as the card shows them."""

    index: int
    label: str
    fields: tuple[Field, ...]


def card(assistant: Assistant, session: str, words: PageWords) -> str:
    """The card of a session as HTML."""
    return _card(assistant, words, known_people(assistant, session), assistant.handovers(session))


def empty_card(assistant: Assistant, words: PageWords) -> str:
    """The card of a conversation that has not begun."""
    return _card(assistant, words, (), ())


def _card(assistant: Assistant, words: PageWords, known: Any, handovers: Any) -> str:
    people = [_carded(person, assistant.catalogue, words) for person in known]
    return render(
        "card",
        words,
        people=people,
        count=sum(len(person.fields) for person in people),
        is_open=bool(handovers),
        handovers=[
            {"reference": one.reference, "plain": slip(one, assistant.catalogue, words)} for one in handovers
        ],
    )


def _carded(person: KnownPerson, catalogue: Catalogue, words: PageWords) -> Carded:
    fields = Fields(catalogue, words).of(person.facts, person.facts)
    return Carded(person.index, person.label or words.say("facts.somebody"), fields)


def slip(handover: HandOver, catalogue: Catalogue, words: PageWords) -> str:
    """What is handed over, as plain text for a clerk."""
    say = words.say
    lines = [
        f"{say('handover_title', reference=handover.reference)} · {handover.day.isoformat()}",
        f"{say('handover_asked')}{say('colon')}{handover.question}",
        *(_facts(facts, catalogue, words) for facts in handover.facts),
    ]
    if handover.items:
        lines.append(
            f"{say('handover_items')}{say('colon')}{words.listed(list(_items(handover, catalogue, words)))}"
        )
    return "\n".join([*lines, say("ai_line")])


def _facts(facts: Mapping[str, Any], catalogue: Catalogue, words: PageWords) -> str:
    fields = Fields(catalogue, words)
    said = [
        f"{field.label} {field.words}{field.unit if field.type == 'number' else ''}"
        for field in fields.of([name for name in facts if name != "label"], facts)
    ]
    who = facts.get("label") or words.say("facts.somebody")
    head = f"{words.say('handover_facts')}{words.say('colon')}{who}"
    return words.say("list").join([head, *said])


def _items(handover: HandOver, catalogue: Catalogue, words: PageWords) -> Iterator[str]:
    for entry in handover.items:
        document, _, number = entry.partition(" ")
        policy = catalogue.policies.get(document)
        name = policy.names.of(words.tongue) if policy else document
        yield f"{name} {words.say('item', number=number)}"
