"""The desks as a person meets them: served by its own process, opened in Debian's chromium."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
HEADLINE = {
    "en": "my 92-year-old father is on dibao in Sifangtai, what can he get?",
    "zh": "我爸92岁，在四方台吃低保，能领什么？",
}
OWN = {
    "YANGLAO_HOST": "127.0.0.1",
    "YANGLAO_MEMORY": ":memory:",
    "YANGLAO_RATE": "",
    "YANGLAO_DESK_RATE": "",
    "YANGLAO_STOP_SECONDS": "1",
    "YANGLAO_LOG_LEVEL": "error",
}
"""Settings of a server that only one machine uses, and nothing is left of."""
# Runs before the page's own code: whoever looks up or connects to another host ends the process.
GUARD = """
import os, runpy, sys
def guard(event, args):
    host = {"socket.connect": lambda: args[1], "socket.getaddrinfo": lambda: args}.get(event, lambda: None)()
    if isinstance(host, tuple) and host[0] not in (None, "127.0.0.1", "localhost", "::1", "0.0.0.0"):
        sys.stderr.write(f"the page tried to reach {host[0]!r}\\n")
        os._exit(3)
sys.addaudithook(guard)
runpy.run_path("ui.py", run_name="__main__")
"""


def chromium() -> str | None:
    """The browser's program, or None where it is not installed."""
    return shutil.which("chromium")


@contextmanager
def served(feedback: Path = Path(os.devnull)) -> Iterator[str]:
    """The address of desks that this machine alone can reach; opinions are kept in the file.

    Raises RuntimeError with what the server said, if it ends.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | OWN | {"YANGLAO_PORT": str(port), "YANGLAO_FEEDBACK": str(feedback)}
    process = subprocess.Popen(
        [sys.executable, "-c", GUARD], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if line != f"Serving on http://127.0.0.1:{port}\n":
            raise RuntimeError(f"the page does not say where it serves, but {line!r}")
        yield f"http://127.0.0.1:{port}"
        if process.poll() is not None:
            raise RuntimeError(f"the page ended by itself with status {process.returncode}")
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window; raises FileNotFoundError where there is none."""
    program = chromium()
    if program is None:
        raise FileNotFoundError("there is no chromium: apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        try:
            yield opened
        finally:
            opened.close()


def visit(page: Page, address: str, desk: str = "/") -> None:
    """Open a desk and wait until it answers taps."""
    page.goto(f"{address}{desk}")
    page.wait_for_function("() => document.documentElement.dataset.ready === 'yes'")


def ask(page: Page, text: str) -> None:
    """Type a message on the citizen's page, send it and wait until it is answered."""
    answered = page.locator(".turn.done")
    before = answered.count()
    line = page.locator("#message")
    line.fill(text)
    line.press("Enter")
    expect(answered).to_have_count(before + 1, timeout=30_000)
