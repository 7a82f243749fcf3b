"""What the API asks of the assistant, so that a test may bring its own."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Protocol

from assistant.eligibility.catalogue import Catalogue
from assistant.replies.contract import Audience, Reply
from assistant.retrieval.searcher import Searcher


class Assistant(Protocol):
    """`conversation.assistant.Assistant`, as far as the API needs it. Its methods may be called from any thread."""

    @property
    def catalogue(self) -> Catalogue:
        """The documents, their lists and their rules."""

    @property
    def searcher(self) -> Callable[[], Searcher]:
        """Opens the search, once."""

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
