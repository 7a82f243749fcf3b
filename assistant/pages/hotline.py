"""The hotline desk: the caller's words and the caller's facts in step, a line to read out, a ticket to copy."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr
from pydantic import Field

from assistant.conversation.assistant import Assistant, KnownPerson
from assistant.conversation.clock import today_in_china
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.stating import FactError
from assistant.pages.fields import Fields, UnreadableNumber, facts_that_matter, read_value
from assistant.pages.frame import answer, foot, head, opens, region, wire
from assistant.pages.markdown import read_out, to_html, to_text
from assistant.pages.rendering import render
from assistant.pages.sources import folds, item_address
from assistant.pages.talking import (
    LONGEST_MESSAGE,
    Tap,
    known_people,
    only_person,
)
from assistant.pages.ticket import ticket
from assistant.replies.contract import Reply
from assistant.replies.hotline import seconds
from assistant.replies.names import place_name
from assistant.replies.page import PageWords
from assistant.replies.script import in_script, tongue_of
from assistant.replies.words import Speech

log = logging.getLogger(__name__)


class Call(Tap):
    """A tap of the desk, with the place that the call is about as far as the desk knows it."""

    place: str = Field(default="", max_length=40)
    heard: str = Field(default="", max_length=LONGEST_MESSAGE)
    """The caller's last words."""


def hotline_desk(assistant: Assistant) -> gr.Blocks:
    """The page, ready to be mounted."""
    desk = HotlineDesk(assistant)
    words = PageWords("hotline", "zh-Hans")
    page = gr.Blocks(title=f"{words.say('title')} {words.say('hotline')}")
    with page:
        top = region("top", head("hotline", words))
        with gr.Column(elem_id="line"):
            compose = region("compose", desk.compose(words))
            main = region("main", render("call", words, reply=None, told=None, fault=None))
            form = region("form", desk.form(words, (), 0, ""))
        bottom = region("bottom", foot("hotline", words))
        taps = wire("ask", "mend", "person", "forget")
        opens(taps, desk.open, [top, compose, form, main, bottom])
        answer(taps.ask, desk.ask, [form, main])
        answer(taps.mend, desk.mend, [form, main])
        answer(taps.person, desk.person, [form])
        answer(taps.forget, desk.forget, [form, main])
    return page


@dataclass(frozen=True)
class HotlineDesk:
    """Answers the taps of the desk."""

    assistant: Assistant

    @property
    def catalogue(self) -> Catalogue:
        """The documents, their lists and their rules."""
        return self.assistant.catalogue

    def open(self, event: gr.EventData) -> tuple[Any, ...]:
        """The desk in the operator's language, with the call that the tab goes on with."""
        call = _call(event)
        words = PageWords("hotline", call.language)
        history = self.assistant.history(call.session)
        told = to_html(history[-1].text, call.language, lambda *_: None) if history else None
        panel = gr.skip() if call.again else render("call", words, reply=None, told=told, fault=None)
        form = self._form(call, words, call.person, call.place)
        return head("hotline", words), self.compose(words), form, panel, foot("hotline", words)

    def compose(self, words: PageWords) -> str:
        """The line for the caller's words."""
        return render("caller", words, longest=LONGEST_MESSAGE)

    def ask(self, event: gr.EventData) -> tuple[str, str]:
        """What the caller said, understood: the form and the panel after it."""
        call = _call(event)
        words = PageWords("hotline", call.language)
        try:
            reply = self._told(call, call.text)
        except Exception:
            # The operator is told so in plain words; the reason is for whoever runs the desk.
            log.exception("a message could not be answered")
            return self._form(call, words, call.person, call.place), self._fault(words, words.say("failed"))
        return self._after(call, words, reply)

    def mend(self, event: gr.EventData) -> tuple[str, str]:
        """A field of the form changed."""
        call = _call(event)
        words = PageWords("hotline", call.language)
        try:
            value = read_value(self.catalogue, call.fact, call.value)
            reply = self._mended(call, value, words)
        except UnreadableNumber:
            fault = words.say("facts.not_a_number", words=call.value)
            return self._form(call, words, call.person, call.place), self._fault(words, fault)
        except (FactError, IndexError):
            return self._form(call, words, call.person, call.place), self._fault(words, words.say("nobody"))
        except Exception:
            log.exception("a field could not be set")
            return self._form(call, words, call.person, call.place), self._fault(words, words.say("failed"))
        return self._after(call, words, reply)

    def person(self, event: gr.EventData) -> str:
        """The form of another person of the call."""
        call = _call(event)
        return self._form(call, PageWords("hotline", call.language), call.person, call.place)

    def forget(self, event: gr.EventData) -> tuple[str, str]:
        """A new call: nothing of the last one is left."""
        call = _call(event)
        self.assistant.forget(call.session)
        words = PageWords("hotline", call.language)
        return self.form(words, (), 0, ""), render("call", words, reply=None, told=None, fault=None)

    def form(self, words: PageWords, known: Sequence[KnownPerson], person: int, place: str) -> str:
        """The caller's facts: those that matter for the place, and those that are known."""
        facts = next((one.facts for one in known if one.index == person), {})
        document = place if place in self.catalogue.lists else None
        matter = {*facts_that_matter(self.catalogue, document), *facts}
        fields = Fields(self.catalogue, words).of(
            [name for name in self.catalogue.vocabulary.facts if name in matter], facts
        )
        return render(
            "caller_form",
            words,
            place=document or "",
            places=list(self._places(words)),
            usual=[field for field in fields if field.is_asked or field.value],
            rare=[field for field in fields if not (field.is_asked or field.value)],
            people=[(one.index, one.label or words.say("facts.somebody")) for one in known],
            person=person,
        )

    def _told(self, call: Call, text: str) -> Reply:
        reply: Reply | None = None
        for piece in self.assistant.stream(
            text, session=call.session, audience="hotline", today=today_in_china()
        ):
            reply = piece if isinstance(piece, Reply) else reply
        if reply is None:
            raise RuntimeError("the assistant gave no reply")
        return reply

    def _mended(self, call: Call, value: Any, words: PageWords) -> Reply:
        """Set the fact; of a call in which nobody is known yet, by saying it."""
        if not known_people(self.assistant, call.session):
            field = Fields(self.catalogue, words).field(call.fact, value)
            told = self._told(call, f"{field.label}{words.say('colon')}{field.words}{field.unit}")
            known = known_people(self.assistant, call.session)
            if known and known[0].facts.get(call.fact) == value:
                return told
        return self.assistant.mend(
            call.session,
            person=call.person,
            fact=call.fact,
            value=value,
            audience="hotline",
            language=call.language,
            today=today_in_china(),
        )

    def _after(self, call: Call, words: PageWords, reply: Reply) -> tuple[str, str]:
        place = reply.regions[0] if reply.regions else call.place
        person = self._person(call, reply)
        return self._form(call, words, person, place), self.panel(words, reply, call)

    def _person(self, call: Call, reply: Reply) -> int:
        """Whose facts the form shows: those of whom the reply is about, else whom it showed, else the first."""
        known = known_people(self.assistant, call.session)
        about = [one.index for one in known if reply.persons and one.label == reply.persons[0].label]
        shown = [one.index for one in known if one.index == call.person]
        several = [*(about if len(about) == 1 else []), *shown, *(one.index for one in known)]
        return several[0] if several else 0

    def panel(self, words: PageWords, reply: Reply, call: Call) -> str:
        """What the operator reads out, asks and writes down."""
        answered = PageWords("hotline", reply.language)
        script, rest = read_out(reply.answer)
        aloud = Speech.of(tongue_of(reply.language))
        first = reply.questions[0] if reply.questions else None
        facts = self.catalogue.vocabulary.facts
        handovers = self.assistant.handovers(call.session)
        return render(
            "call",
            words,
            reply=reply,
            told=None,
            fault=None,
            script=script,
            seconds=round(seconds(script, aloud)) if script else 0,
            html=to_html(
                rest,
                reply.language,
                lambda number, begins: item_address(reply, number, begins, self.catalogue),
            ),
            only_person=only_person(known_people(self.assistant, call.session)),
            question=(first.text, Fields(self.catalogue, words).field(first.fact)) if first else None,
            then=[
                in_script(facts[one.fact].label.of(words.tongue), words.language)
                for one in reply.questions[1:4]
            ],
            folds=list(folds(reply, self.catalogue, answered)),
            reference=handovers[-1].reference if handovers else None,
            ticket=ticket(self.catalogue, words, reply, call.heard, to_text(rest), today_in_china()),
        )

    def _fault(self, words: PageWords, fault: str) -> str:
        return render("call", words, reply=None, told=None, fault=fault)

    def _form(self, call: Call, words: PageWords, person: int, place: str) -> str:
        return self.form(words, known_people(self.assistant, call.session), person, place)

    def _places(self, words: PageWords) -> Iterator[tuple[str, str, str]]:
        """The id of each document with a list, what its place is called, and what it is called in full."""
        tree = self.catalogue.places
        for document in self.catalogue.lists:
            place = tree.get(document)
            city = tree.ancestors(place)[0].name if place.level == 2 else ""
            draft = words.say("draft") if self.catalogue.policies[document].status == "draft" else ""
            name = in_script(place_name(self.catalogue, document, words.tongue), words.language)
            yield document, name + draft, f"{city}{place.name}"


def _call(event: gr.EventData) -> Call:
    call = Call.of(event)
    assert isinstance(call, Call)
    return call
