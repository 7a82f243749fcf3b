"""The runtime context of one run of the agent: a message on its way to a reply. It is never stored."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any

from assistant.conversation.answering import Answered, Answering
from assistant.conversation.routing import Call, Route
from assistant.language import Meaning
from assistant.replies.contract import Audience, Reply


@dataclass
class Turn:
    """What comes in, what is found, and what goes out."""

    said: str
    """The message as it was typed, personal numbers and all."""
    audience: Audience
    today: date
    meaning: Meaning | None = None
    """What is meant, where it need not be read from words: a fact that was put right by tapping."""
    forgotten: tuple[int, str] | None = None
    """A person and a fact to be forgotten, tapped likewise."""
    answering: Answering | None = None
    """Set once the message is understood."""
    route: Route | None = None
    found: dict[str, Answered] = field(default_factory=dict)
    """What the tools found, by call."""
    one_at_a_time: Lock = field(default_factory=Lock)
    """A model may call several tools at once, which then run side by side."""
    model_calls: int = 0
    began: float = field(default_factory=time.monotonic)
    is_given_up: bool = False
    """Whether the language model failed, so that the built-in one writes the answer."""
    reply: Reply | None = None

    def understood(self) -> Answering:
        """The message, understood; every node behind the first may count on it."""
        if self.answering is None:
            raise RuntimeError("a tool was called before the message was understood")
        return self.answering

    def keep(self, call: Call, answered: Answered) -> Answered:
        """Remember what a tool found."""
        self.found[_key(call.tool, call.arguments)] = answered
        return answered

    def found_by(self, call: Call) -> Answered | None:
        """What exactly that call has found, None where it was not made."""
        return self.found.get(_key(call.tool, call.arguments))

    @property
    def handed_over(self) -> Answered | None:
        """What a hand-over in this turn has found, None where there was none."""
        return next((one for one in self.found.values() if one.handover is not None), None)


def _key(tool: str, arguments: Mapping[str, Any]) -> str:
    return f"{tool} {json.dumps(arguments, sort_keys=True, ensure_ascii=False)}"
