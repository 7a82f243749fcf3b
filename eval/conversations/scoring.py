"""Holds conversations with the assistant and notes everything that a scorecard counts."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from assistant.conversation import verification
from assistant.conversation.assistant import Assistant
from assistant.replies.contract import Reply
from eval.conversations.expectations import Conversation, Fault, Turn, faults


@dataclass(frozen=True)
class Answered:
    """One turn: what was wrong with its reply, and whether the verifier had to change it."""

    turn: Turn
    day: date
    reply: Reply
    faults: tuple[Fault, ...]
    changed: bool


@dataclass(frozen=True)
class Scored:
    """A conversation, turn by turn."""

    conversation: Conversation
    turns: tuple[Answered, ...]

    @property
    def is_right(self) -> bool:
        """Whether every turn was wholly right."""
        return not any(turn.faults for turn in self.turns)


def score(assistant: Assistant, conversations: Iterable[Conversation]) -> list[Scored]:
    """Hold every conversation and compare."""
    sources = {policy.id: policy.source.text for policy in assistant.catalogue.policies.values()}
    with _warnings_of_the_verifier() as warnings:
        return [
            Scored(one, tuple(_answered(assistant, one, turn, sources, warnings) for turn in one.turns))
            for one in conversations
        ]


def _answered(
    assistant: Assistant,
    conversation: Conversation,
    turn: Turn,
    sources: dict[str, str],
    warnings: list[str],
) -> Answered:
    before, day = len(warnings), date.fromisoformat(conversation.today)
    reply = assistant.reply(turn.text, session=conversation.id, audience=conversation.audience, today=day)
    found = tuple(faults(reply, turn.expect, sources))
    return Answered(turn, day, reply, found, len(warnings) > before)


@contextmanager
def _warnings_of_the_verifier() -> Iterator[list[str]]:
    """What it logs when it leaves something out."""
    warnings: list[str] = []

    class Noting(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            warnings.append(record.getMessage())

    handler = Noting(logging.WARNING)
    verification.log.addHandler(handler)
    try:
        yield warnings
    finally:
        verification.log.removeHandler(handler)
