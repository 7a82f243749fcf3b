"""The citizen's page: a conversation, the card of what was understood, and what can be done with an answer."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr
from pydantic import Field

from assistant.conversation.assistant import Assistant
from assistant.conversation.clock import today_in_china
from assistant.eligibility.stating import FactError
from assistant.pages.answers import Answers
from assistant.pages.cards import card, empty_card
from assistant.pages.feedback import Feedback
from assistant.pages.fields import Fields, UnreadableNumber, read_value
from assistant.pages.frame import answer, foot, head, opens, region, unseen, wire
from assistant.pages.rendering import render
from assistant.pages.talking import LONGEST_MESSAGE, Tap, known_people, only_person
from assistant.replies.contract import Language, Reply
from assistant.replies.page import PageWords

EVERY = 0.2
"""Seconds between two pictures of an answer that is coming."""
log = logging.getLogger(__name__)


class Rating(Tap):
    """What somebody thinks of an answer."""

    useful: bool
    note: str = Field(default="", max_length=500)
    intent: str = Field(default="", pattern="^[a-z_]{0,30}$")
    regions: str = Field(default="", pattern="^[a-z ]{0,100}$")


def citizen_desk(assistant: Assistant, feedback: Feedback) -> gr.Blocks:
    """The page, ready to be mounted."""
    desk = CitizenDesk(assistant, feedback)
    words = PageWords("citizen", "zh-Hans")
    page = gr.Blocks(title=words.say("title"))
    with page:
        top = region("top", head("citizen", words))
        with gr.Column(elem_id="body"):
            main = region("main", desk.start(words))
            known = region("card", empty_card(assistant, words))
            compose = region("compose", desk.compose(words))
        bottom = region("bottom", foot("citizen", words))
        latest = unseen("latest", "talk.show(props.value)")
        taps = wire("ask", "mend", "undo", "forget", "rate")
        opens(taps, desk.open, [top, main, known, compose, bottom, latest])
        answer(taps.ask, desk.ask, [latest, known])
        answer(taps.mend, desk.mend, [latest, known])
        answer(taps.undo, desk.undo, [latest, known])
        answer(taps.forget, desk.forget, [known])
        answer(taps.rate, desk.rate, []).success(None, js="() => talk.rated()")
    return page


@dataclass(frozen=True)
class CitizenDesk:
    """Answers the taps of the page."""

    assistant: Assistant
    feedback: Feedback

    def open(self, event: gr.EventData) -> tuple[Any, ...]:
        """The page in the language of whoever opens it, with the conversation that the tab goes on with."""
        tap = Tap.of(event)
        words = PageWords("citizen", tap.language)
        history = "" if tap.again else self._history(tap)
        return (
            head("citizen", words),
            # A conversation that is on the screen stays there; its region is made anew with the next visit.
            gr.skip() if tap.again or words.language == "zh-Hans" else self.start(words),
            card(self.assistant, tap.session, words),
            self.compose(words),
            foot("citizen", words),
            history or gr.skip(),
        )

    def start(self, words: PageWords) -> str:
        """What stands there before anything is said."""
        return render("start", words, places=list(self._places(words)), questions=words.entries("questions"))

    def compose(self, words: PageWords) -> str:
        """The line to write in."""
        return render("compose", words, longest=LONGEST_MESSAGE)

    def ask(self, event: gr.EventData) -> Iterator[tuple[Any, ...]]:
        """The answer to what was said, as it comes."""
        tap = Tap.of(event)
        answers = self._answers()
        yield answers.waiting(tap.turn, tap.text, tap.language), gr.skip()
        so_far, shown = "", time.monotonic()
        try:
            for piece in self.assistant.stream(
                tap.text, session=tap.session, audience="citizen", today=today_in_china()
            ):
                if isinstance(piece, Reply):
                    yield self._answered(tap, tap.text, piece)
                    continue
                so_far += piece
                if time.monotonic() - shown > EVERY:
                    shown = time.monotonic()
                    yield answers.coming(tap.turn, tap.text, so_far, tap.language), gr.skip()
        except Exception:
            # Who asks is told so in plain words; the reason is for whoever runs the page.
            log.exception("a message could not be answered")
            yield answers.failed(tap.turn, tap.text, tap.language), gr.skip()

    def mend(self, event: gr.EventData) -> tuple[Any, ...]:
        """One fact set or forgotten by a tap, and what that changes."""
        tap = Tap.of(event)
        said = tap.said or self._mended(tap)
        try:
            value = read_value(self.assistant.catalogue, tap.fact, tap.value)
            reply = self.assistant.mend(
                tap.session,
                person=tap.person,
                fact=tap.fact,
                value=value,
                audience="citizen",
                language=tap.language,
                today=today_in_china(),
            )
        except (UnreadableNumber, FactError):
            words = PageWords("citizen", tap.language)
            told = words.say("facts.not_a_number", words=tap.value)
            return self._answers().told(tap.turn, said, told, tap.language), gr.skip()
        except Exception:
            log.exception("a fact could not be mended")
            return self._answers().failed(tap.turn, said, tap.language), gr.skip()
        return self._answered(tap, said, reply)

    def undo(self, event: gr.EventData) -> tuple[Any, ...]:
        """The last message taken back."""
        tap = Tap.of(event)
        words = PageWords("citizen", tap.language)
        is_undone = self.assistant.undo(tap.session)
        told = words.say("undone" if is_undone else "nothing_to_undo")
        article = self._answers().told(tap.turn, "", told, tap.language)
        return (
            f'<div data-withdraws="{words.say("withdrawn")}">{article}</div>' if is_undone else article,
            card(self.assistant, tap.session, words),
        )

    def forget(self, event: gr.EventData) -> tuple[Any, ...]:
        """The whole conversation deleted."""
        tap = Tap.of(event)
        self.assistant.forget(tap.session)
        return (empty_card(self.assistant, PageWords("citizen", tap.language)),)

    def rate(self, event: gr.EventData) -> None:
        """An opinion of an answer, kept without the conversation."""
        rating = Rating.of(event)
        assert isinstance(rating, Rating)
        self.feedback.keep(
            today_in_china(),
            useful=rating.useful,
            note=rating.note,
            intent=rating.intent,
            documents=rating.regions.split(),
        )

    def _answered(self, tap: Tap, said: str, reply: Reply) -> tuple[str, str]:
        words = PageWords("citizen", tap.language)
        person = only_person(known_people(self.assistant, tap.session))
        article = self._answers().answered(tap.turn, said, reply, person)
        return article, card(self.assistant, tap.session, words)

    def _mended(self, tap: Tap) -> str:
        """What a tap on the card says, in words."""
        fields = Fields(self.assistant.catalogue, PageWords("citizen", tap.language))
        if tap.fact not in self.assistant.catalogue.vocabulary.facts:
            return tap.fact
        try:
            return fields.said(tap.fact, read_value(self.assistant.catalogue, tap.fact, tap.value))
        except UnreadableNumber:
            return tap.value

    def _history(self, tap: Tap) -> str:
        """What was said before in this tab, as articles of the log."""
        said = list(self.assistant.history(tap.session))
        turns = zip(said[::2], said[1::2], strict=False)
        fields = Fields(self.assistant.catalogue, PageWords("citizen", tap.language))
        articles = [
            self._answers().told(
                f"{index:x}0", fields.reworded(person.text), assistant.text, _language(assistant.text, tap)
            )
            for index, (person, assistant) in enumerate(turns)
        ]
        return f"<div data-restored>{''.join(articles)}</div>" if articles else ""

    def _places(self, words: PageWords) -> Iterator[str]:
        """The places with a service list, each with the city that it is in; of a draft it is said."""
        catalogue = self.assistant.catalogue
        for document in catalogue.lists:
            place = catalogue.places.get(document)
            city = catalogue.places.ancestors(place)[0].name if place.level == 2 else ""
            is_draft = catalogue.policies[document].status == "draft"
            yield f"{city}{place.name}{words.say('draft') if is_draft else ''}"

    def _answers(self) -> Answers:
        return Answers(self.assistant.catalogue, "citizen", today_in_china())


def _language(text: str, tap: Tap) -> Language:
    """The language of words of which no reply says it."""
    ascii_letters = sum(character.isascii() and character.isalpha() for character in text)
    return "en" if ascii_letters > len(text) / 2 else "zh-Hans" if tap.language == "en" else tap.language
