"""The desks in a real browser: what is opened is watched, and whatever goes wrong in it fails the test."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from assistant.conversation.assistant import Assistant
from assistant.settings import Settings
from eval.served import browser, chromium, served, visit

PHONE, DESK = 390, 1440
STOPPED_LISTENING = ("AbortError: signal is aborted", "Connection errored out")
"""What Gradio says on a page that is left while it still listens for an answer."""
Visit = Callable[..., Page]
being_left: set[Page] = set()


def reload(page: Page) -> None:
    """Load the page anew, as a person does who does not wait."""
    being_left.add(page)
    page.reload()
    being_left.remove(page)


@pytest.fixture(scope="session")
def assistant() -> Assistant:
    return Assistant.load(Settings(memory=":memory:"))


@pytest.fixture(scope="session")
def opened() -> Iterator[Browser]:
    """The browser; for a stranger who has none the tests are skipped, in CI they fail."""
    if chromium() is None and not os.environ.get("CI"):
        pytest.skip("there is no chromium: apt-get install chromium fonts-noto-cjk")
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def feedback(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the served desks keep opinions in."""
    return tmp_path_factory.mktemp("feedback") / "feedback.jsonl"


@pytest.fixture(scope="session")
def address(opened: Browser, feedback: Path) -> Iterator[str]:
    with served(feedback) as found:
        yield found


@pytest.fixture(scope="session")
def in_locale(opened: Browser) -> Callable[[str], BrowserContext]:
    """The browser of somebody with a language: its pages share what was loaded, and no conversation."""
    return cache(lambda locale: opened.new_context(locale=locale))


@pytest.fixture
def open_desk(in_locale: Callable[[str], BrowserContext], address: str) -> Iterator[Visit]:
    """Opens a desk at a width, in a view, for somebody with a language."""
    with watched(in_locale, address) as found:
        yield found


@contextmanager
def watched(in_locale: Callable[[str], BrowserContext], address: str) -> Iterator[Visit]:
    """What opens desks: nothing may go wrong in them, and nothing may leave this machine."""
    faults: list[str] = []
    pages: list[Page] = []

    def console(message: ConsoleMessage) -> None:
        # What a desk is refused it tells its user; that is no fault of the page.
        expected = ["422 (Unprocessable", *(STOPPED_LISTENING if message.page in being_left else ())]
        if message.type == "error" and not any(words in message.text for words in expected):
            faults.append(f"console: {message.text}")

    def open_page(
        desk: str = "/",
        width: int = DESK,
        *,
        view: str = "normal",
        contrast: str = "normal",
        locale: str = "zh-CN",
    ) -> Page:
        page = in_locale(locale).new_page()
        page.set_viewport_size({"width": width, "height": 900})
        pages.append(page)
        # Once, so that what a test itself chooses is still there after a reload.
        page.add_init_script(
            f"""if (!sessionStorage.getItem("tested")) {{
                localStorage.clear();
                localStorage.setItem("yanglao.view", "{view}");
                localStorage.setItem("yanglao.contrast", "{contrast}");
                sessionStorage.setItem("tested", "yes");
            }}"""
        )
        page.on("request", lambda request: faults.extend(elsewhere(request.url, address)))
        page.on("console", console)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        visit(page, address, desk)
        return page

    yield open_page
    for page in pages:
        page.close()
    assert faults == []


def elsewhere(url: str, address: str) -> list[str]:
    """What a request to another host is reported as; nothing for one to the desk's own."""
    inside = url.startswith((f"{address}/", "data:", "blob:"))
    return [] if inside else [f"request: {url}"]
