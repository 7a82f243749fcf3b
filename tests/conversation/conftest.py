"""Assistants with conversations in a file of the test's own."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from assistant.conversation import assistant as loading
from assistant.conversation.assistant import Assistant
from assistant.settings import Settings

Open = Callable[..., Assistant]


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
