"""What the desks ask of the assistant, and the taps that they carry to it."""

from collections.abc import Sequence

import gradio as gr
from pydantic import BaseModel, ConfigDict, Field

from assistant.conversation.assistant import Assistant, KnownPerson
from assistant.conversation.clock import today_in_china
from assistant.replies.contract import Language

LONGEST_MESSAGE = 10_000


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


def known_people(assistant: Assistant, session: str) -> Sequence[KnownPerson]:
    """Everybody of whom something is known, in the order of mention."""
    return assistant.known(session, today_in_china())


def only_person(known: Sequence[KnownPerson]) -> int | None:
    """Whose fact a bare answer settles: the index of the one person known, None where it could be several."""
    return known[0].index if len(known) == 1 else None
