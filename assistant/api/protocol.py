"""What the API asks of the assistant, so that a test may bring its own."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

from assistant.eligibility.catalogue import Catalogue
from assistant.replies.contract import Audience, Reply

CHINA = timezone(timedelta(hours=8))
"""One time for the whole country, wherever the server stands and whatever its clock is set to."""


class Assistant(Protocol):
    """`conversation.assistant.Assistant`, as far as the API needs it. Its methods may be called from any thread."""

    @property
    def catalogue(self) -> Catalogue:
        """The documents, their lists and their rules."""

    def reply(self, text: str, *, session: str, audience: Audience, today: date) -> Reply:
        """The reply to what one person says in one session."""

    def stream(self, text: str, *, session: str, audience: Audience, today: date) -> Iterator[str | Reply]:
        """The answer in pieces, then the whole reply."""

    def forget(self, session: str) -> None:
        """Delete a conversation."""

    def history(self, session: str) -> Sequence[object]:
        """What was said in a conversation; nothing for one that is not known."""

    def close(self) -> None:
        """Let go of files and connections."""


def today_in_china() -> date:
    """The day on which people there ask."""
    return datetime.now(CHINA).date()
