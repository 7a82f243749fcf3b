"""Assistants, with conversations in the process or in a file of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import assistant as loading
from assistant.conversation.assistant import Assistant
from assistant.replies.contract import Audience, Reply
from assistant.settings import Settings

TODAY = date(2026, 11, 24)
Open = Callable[..., Assistant]
Talk = Callable[..., list[Reply]]


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    """One that keeps its conversations in the process."""
    return Assistant.load(Settings())


@pytest.fixture(scope="module")
def talk(assistant: Assistant) -> Talk:
    """Holds a conversation of its own each time."""
    sessions = count()

    def say(*texts: str, audience: Audience = "citizen") -> list[Reply]:
        session = f"session {next(sessions)}"
        return [assistant.reply(text, session=session, audience=audience, today=TODAY) for text in texts]

    return say


def once(load: Callable[..., Any], *arguments: Any) -> Any:
    """What is loaded from the corpus is the same each time and never changes: one will do for all tests."""
    if load not in _loaded:
        _loaded[load] = load(*arguments)
    return _loaded[load]


_loaded: dict[Callable[..., Any], Any] = {}


@pytest.fixture
def kept_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens assistants that keep conversations where they are told to, and closes them."""
    for owner, name in (
        (loading, "load_catalogue"),
        (loading.Reader, "load"),
        (loading.Verifier, "load"),
        (loading.Subjects, "load"),
    ):
        load = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *arguments, _load=load: once(_load, *arguments))
    with ExitStack() as opened:

        def open_at(memory: Path | str, days: int = 30) -> Assistant:
            assistant = Assistant.load(Settings(memory=str(memory), memory_days=days))
            return opened.enter_context(closing(assistant))

        yield open_at


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a test keeps its conversations."""
    return tmp_path / "kept" / "conversations.sqlite"
