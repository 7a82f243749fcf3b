"""What the desks ask of the assistant, and the taps that they carry to it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any, Protocol

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation.memory import Conversation
from assistant.eligibility.catalogue import Catalogue
from assistant.replies.contract import Audience, Language, Reply

LONGEST_MESSAGE = 10_000
CHINA = timezone(timedelta(hours=8))
"""One time for the whole country, wherever the server stands."""


class Said(Protocol):
    """One message of a conversation."""

    @property
    def role(self) -> str:
        """`person` or `assistant`."""

    @property
    def text(self) -> str:
        """The words."""


class Described(Protocol):
    """What is known of one person, as the contract writes facts."""

    @property
    def label(self) -> str:
        """What the person is called."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """The facts that were said or follow from them."""


@dataclass(frozen=True)
class KnownPerson:
    """Somebody of whom something is known, with the index by which `mend` finds the person."""

    index: int
    label: str
    facts: Mapping[str, Any]


class HandOver(Protocol):
    """A conversation handed to a human being."""

    @property
    def reference(self) -> str:
        """The number to refer to."""

    @property
    def day(self) -> date:
        """The day it was handed over."""

    @property
    def question(self) -> str:
        """What was asked."""

    @property
    def facts(self) -> Sequence[Mapping[str, Any]]:
        """What is known of each person, with `label`."""

    @property
    def items(self) -> Sequence[str]:
        """The list items that the talk was about, as "sifangtai 3"."""


class Talker(Protocol):
    """`conversation.assistant.Assistant`, as far as the desks need it. Its methods may be called from any thread."""

    @property
    def catalogue(self) -> Catalogue:
        """The documents, their lists and their rules."""

    def stream(self, text: str, *, session: str, audience: Audience, today: date) -> Iterator[str | Reply]:
        """The answer in pieces, then the whole reply."""

    def mend(
        self,
        session: str,
        *,
        person: int,
        fact: str,
        value: Any,
        audience: Audience,
        language: Language,
        today: date,
    ) -> Reply:
        """Set a fact, or forget it (None), and say what that changes."""

    def undo(self, session: str) -> bool:
        """Take back the last turn; False where there is none."""

    def forget(self, session: str) -> None:
        """Delete a conversation."""

    def history(self, session: str) -> Sequence[Said]:
        """What was said, the oldest first."""

    def known(self, session: str, today: date) -> Sequence[Described]:
        """What is known of each person of whom anything is."""

    def remembered(self, session: str) -> Conversation:
        """The conversation as it is remembered, with those persons too of whom nothing is known."""

    def handovers(self, session: str) -> Sequence[HandOver]:
        """What was handed to a human being, the oldest first."""


class Tap(BaseModel):
    """What a desk sends: who it is from and, by what was done, more. Nothing in it is trusted."""

    model_config = ConfigDict(frozen=True)

    session: str = Field(pattern="^[0-9a-f]{32}$")
    language: Language = "zh-Hans"
    turn: str = Field(default="0", pattern="^[0-9a-f]{1,32}$")
    text: str = Field(default="", max_length=LONGEST_MESSAGE)
    person: int = Field(default=0, ge=0, lt=50)
    fact: str = Field(default="", max_length=40)
    value: str = Field(default="", max_length=400)
    """As a form carries it; empty to forget the fact."""
    said: str = Field(default="", max_length=200)
    """The words of what was tapped."""
    again: bool = False
    """Whether the desk was open already and changes its language."""

    @classmethod
    def of(cls, event: gr.EventData) -> "Tap":
        """Read an event; raises pydantic's ValidationError for one that no desk sends."""
        return cls.model_validate(event, from_attributes=True)


def known_people(talker: Talker, session: str) -> list[KnownPerson]:
    """Everybody of whom something is known, in the order of mention."""
    persons = talker.remembered(session).persons
    indexes = [index for index, person in enumerate(persons) if person.is_known]
    known = talker.known(session, today())
    return [KnownPerson(index, one.label, one.facts) for index, one in zip(indexes, known, strict=True)]


def only_person(known: Sequence[KnownPerson]) -> int | None:
    """Whose fact a bare answer settles: the index of the one person known, None where it could be several."""
    return known[0].index if len(known) == 1 else None


def today() -> date:
    """The day on which people ask."""
    return datetime.now(CHINA).date()
