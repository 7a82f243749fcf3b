"""The adviser's workbench: a form of the facts that matter, the list item by item, and what to take away."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr
from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from assistant.conversation.assistant import Assistant, KnownPerson
from assistant.conversation.clock import today_in_china
from assistant.eligibility.catalogue import Catalogue
from assistant.eligibility.consistency import ContradictionError
from assistant.eligibility.stating import FactError
from assistant.pages.fields import Fields, UnreadableNumber, dumped, facts_that_matter, filled
from assistant.pages.frame import answer, foot, head, opens, region, wire
from assistant.pages.handout import handout
from assistant.pages.rendering import render
from assistant.pages.talking import Tap, known_people
from assistant.pages.workbench import Findings, findings
from assistant.replies.contract import Language
from assistant.replies.names import place_name
from assistant.replies.page import PageWords
from assistant.replies.script import in_script

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Case(BaseModel):
    """What the form says: the places, the day, and each fact as its field carries it."""

    language: Language = "zh-Hans"
    place: str = Field(default="", max_length=40)
    other: str = Field(default="", max_length=40)
    day: date | None = None
    form: dict[str, str] = Field(default_factory=dict, max_length=100)
    serial: int = Field(default=0, ge=0)
    """Which change this is: the page waits for the answer to one before it sends the next."""


class Opening(Tap):
    """The workbench opened, with the place that the tab's conversation was about."""

    place: str = Field(default="", max_length=40)


class UnusableCase(ValueError):
    """The form cannot be judged; the message is for the adviser."""


def adviser_desk(assistant: Assistant) -> gr.Blocks:
    """The page, ready to be mounted."""
    desk = AdviserDesk(assistant)
    words = PageWords("adviser", "zh-Hans")
    page = gr.Blocks(title=f"{words.say('title')} {words.say('adviser')}")
    with page:
        top = region("top", head("adviser", words))
        tabs = region("tabs", render("tabs", words))
        with gr.Column(elem_id="bench"):
            form = region("form", desk.form(Case(place=desk.first), words))
            main = region("main", desk.judged(Case(place=desk.first)))
        roster = region("roster", desk.roster(words))
        bottom = region("bottom", foot("adviser", words))
        taps = wire("judge")
        opens(taps, desk.open, [top, tabs, form, main, roster, bottom])
        answer(taps.judge, desk.judge, [form, main])
    return page


@dataclass(frozen=True)
class AdviserDesk:
    """Answers the taps of the workbench."""

    assistant: Assistant

    @property
    def catalogue(self) -> Catalogue:
        """The documents, their lists and their rules."""
        return self.assistant.catalogue

    @property
    def first(self) -> str:
        """The place that is shown before one is chosen."""
        return next(iter(self.catalogue.lists))

    def open(self, event: gr.EventData) -> tuple[Any, ...]:
        """The page in the adviser's language, with what the tab's conversation knows of a person."""
        tap = Opening.of(event)
        assert isinstance(tap, Opening)
        words = PageWords("adviser", tap.language)
        known = known_people(self.assistant, tap.session)
        person = known[tap.person] if tap.person < len(known) else None
        facts = person.facts if person else {}
        case = Case(
            language=tap.language,
            place=self._place(tap.place, facts),
            form={name: self._written(name, value, words) for name, value in facts.items()},
        )
        form = self.form(case, words, people=known, person=tap.person, opened=tap.session)
        return (
            head("adviser", words),
            render("tabs", words),
            form,
            self.judged(case),
            self.roster(words),
            foot("adviser", words),
        )

    def roster(self, words: PageWords) -> str:
        """The form that takes a roster."""
        places = {one: self._named(one, words) for one in self.catalogue.lists}
        return render("roster_form", words, places=places, day=today_in_china().isoformat())

    def judge(self, event: gr.EventData) -> tuple[str, str]:
        """The form and the findings after a change."""
        case = Case.model_validate(event, from_attributes=True)
        return self.form(case, PageWords("adviser", case.language)), self.judged(case)

    def form(
        self,
        case: Case,
        words: PageWords,
        *,
        people: Sequence[KnownPerson] = (),
        person: int = 0,
        opened: str = "",
    ) -> str:
        """The fields that matter for the places chosen, and those that are set."""
        names = set(
            facts_that_matter(self.catalogue, case.place if case.place in self.catalogue.lists else None)
        )
        if case.other in self.catalogue.lists:
            names |= set(facts_that_matter(self.catalogue, case.other))
        names |= {name for name, value in case.form.items() if value}
        shown = [name for name in self.catalogue.vocabulary.facts if name in names]
        fields = Fields(self.catalogue, words).of(shown, self._readable(case))
        return render(
            "form",
            words,
            case=case,
            places={one: self._named(one, words) for one in self.catalogue.lists},
            day=(case.day or today_in_china()).isoformat(),
            usual=[field for field in fields if field.is_asked or field.value],
            rare=[field for field in fields if not (field.is_asked or field.value)],
            people=[one.label or words.say("facts.somebody") for one in people],
            person=person,
            opened=opened,
        )

    def judged(self, case: Case) -> str:
        """The findings as HTML, or why there are none."""
        words = PageWords("adviser", case.language)
        try:
            found = self.findings(case)
        except UnusableCase as fault:
            return render("fault", words, case=case, fault=str(fault))
        return render(
            "findings", words, case=case, found=found, script=lambda text: in_script(str(text), case.language)
        )

    def findings(self, case: Case) -> list[Findings]:
        """The person against each place's list; raises UnusableCase."""
        words = PageWords("adviser", case.language)
        try:
            facts = filled(self.catalogue, case.form)
            return [
                findings(self.catalogue, place, facts, case.day or today_in_china(), case.language)
                for place in dict.fromkeys((case.place, case.other))
                if place in self.catalogue.lists
            ]
        except UnreadableNumber as fault:
            raise UnusableCase(words.say("facts.not_a_number", words=fault)) from fault
        except ContradictionError as fault:
            raise UnusableCase(words.say("contradiction", reason=fault)) from fault
        except (FactError, ValueError) as fault:
            raise UnusableCase(str(fault)) from fault

    async def export(self, request: Request) -> Response:
        """The findings to take away: a Word file for `handout`, JSON for `findings`."""
        try:
            case = Case.model_validate_json(await request.body())
            found = self.findings(case)
        except (UnusableCase, ValidationError) as fault:
            return Response(str(fault), status_code=422, media_type="text/plain")
        if request.path_params["kind"] == "handout":
            return Response(handout(found, today_in_china().isoformat()), media_type=WORD)
        written = {"assessments": [one.on_the_wire() for one in found]}
        return Response(json.dumps(written, ensure_ascii=False, indent=2), media_type="application/json")

    def _place(self, asked: str, facts: Mapping[str, Any]) -> str:
        """The place asked about, else where the person is registered or lives, else the first."""
        for place in (asked, facts.get("hukou"), facts.get("residence")):
            if isinstance(place, str) and place in self.catalogue.lists:
                return place
        return self.first

    def _named(self, document: str, words: PageWords) -> str:
        name = in_script(place_name(self.catalogue, document, words.tongue), words.language)
        is_draft = self.catalogue.policies[document].status == "draft"
        return name + (words.say("draft") if is_draft else "")

    def _written(self, name: str, value: Any, words: PageWords) -> str:
        """A fact as its field carries it."""
        field = Fields(self.catalogue, words).field(name, value)
        return field.typed if field.type == "number" else dumped(value)

    def _readable(self, case: Case) -> dict[str, Any]:
        """What can be read of the form; what cannot is said beside the findings."""
        facts: dict[str, Any] = {}
        for name, value in case.form.items():
            try:
                facts |= filled(self.catalogue, {name: value})
            except ValueError:
                continue
        return facts
