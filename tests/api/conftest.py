"""One loaded assistant for all tests of the API, and an app around it with whatever settings a test wants."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.api.app import create_app
from assistant.api.protocol import Assistant
from assistant.conversation.assistant import Assistant as Whole
from assistant.replies.contract import Reply
from assistant.settings import Settings

TODAY = date(2026, 11, 24)
HERE = "http://127.0.0.1:7860"
KEY = "a-key-for-the-desks-of-a-test"
Serve = Callable[..., TestClient]


@pytest.fixture(scope="session")
def whole() -> Iterator[Whole]:
    """The real assistant, whose conversations last as long as the tests."""
    assistant = Whole.load(Settings())
    yield assistant
    assistant.close()


class Shared:
    """The assistant, which an app may use and must not close, for other tests use it too."""

    def __init__(self, whole: Whole) -> None:
        self.whole = whole
        self.is_closed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    def close(self) -> None:
        self.is_closed = True


class Scripted(Shared):
    """An assistant that says what was asked, or breaks."""

    def reply(self, text: str, *, session: str, audience: str, today: date) -> Reply:
        if "break" in text:
            raise RuntimeError(f"what was said: {text}")
        return Reply(answer=f"{text}|{session}|{audience}|{today}", language="zh-Hans", intent="inform")

    def stream(self, text: str, *, session: str, audience: str, today: date) -> Iterator[str | Reply]:
        yield "first"
        yield self.reply(text, session=session, audience=audience, today=today)

    def forget(self, session: str) -> None:
        self.forgotten = session

    def history(self, session: str) -> tuple[object, ...]:
        return ()


@pytest.fixture
def serve(whole: Whole) -> Iterator[Serve]:
    """Makes a client of an app around the real assistant, or around one of the test's own."""
    with ExitStack() as stack:

        def served(assistant: Assistant | None = None, /, *, pages: Any = None, **given: Any) -> TestClient:
            app = create_app(
                assistant or Shared(whole),
                Settings(**({"rate": "", "desk_rate": ""} | given)),
                pages=pages,
                today=lambda: TODAY,
            )
            return stack.enter_context(TestClient(app, base_url=HERE, client=("127.0.0.1", 50000)))

        yield served


@pytest.fixture
def client(serve: Serve) -> TestClient:
    """A client on the server's own machine."""
    return serve()


@pytest.fixture
def scripted(whole: Whole) -> Scripted:
    return Scripted(whole)
