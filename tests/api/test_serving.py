"""The server as it is started: what it says, whom it serves, and how it stops."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from assistant.cli.app import run

ROOT = Path(__file__).parents[2]
HEADLINE = "我爸92岁，在四方台吃低保，能领什么？"


class Server:
    """A process of `yanglao serve`."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def ask(self, method: str, address: str, body: Any = None) -> tuple[int, Any]:
        """Ask over a connection of its own, so that any process may answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": "application/json", "Connection": "close"}
        connection.request(method, address, None if body is None else json.dumps(body), headers)
        answered = connection.getresponse()
        said = answered.read().decode()
        connection.close()
        return answered.status, json.loads(said) if said.startswith("{") else said

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + 60
        while self.ask("GET", "/readyz")[0] != 200:
            assert time.monotonic() < deadline, "the server does not become ready"
            time.sleep(0.1)


Start = Callable[..., Server]


@contextmanager
def started(memory: Path, *options: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", *options]
    environment = os.environ | {"YANGLAO_MEMORY": str(memory), "YANGLAO_RATE": ""}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Serving on http://127.0.0.1:"), line
        server = Server(process, int(line.rpartition(":")[2]))
        server.wait_until_ready()
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:
        yield lambda *options: stack.enter_context(started(tmp_path / "memory.sqlite", *options))


@pytest.mark.slow
def test_one_process_serves_pages_and_api_and_ends_what_it_has_begun(start: Start) -> None:
    server = start()
    assert "<html" in server.ask("GET", "/")[1]
    assert server.ask("POST", "/v1/chat", {"text": HEADLINE})[1]["totals"]
    body = json.dumps({"text": HEADLINE}).encode()
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        head = (
            "POST /v1/chat HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        connection.sendall(head.encode() + body[:-5])
        # The other half of the message comes when the server has long been told to stop.
        assert server.ask("GET", "/healthz")[0] == 200
        server.process.send_signal(signal.SIGTERM)
        while _accepts(server.port):
            time.sleep(0.05)
        connection.sendall(body[-5:])
        answered = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answered.startswith(b"HTTP/1.1 200 OK")
    _, log = server.process.communicate(timeout=30)
    assert server.process.returncode in (0, -signal.SIGTERM)
    assert [json.loads(line)["level"] for line in log.splitlines() if '"error"' in line] == []
    assert "四方台" not in log


def _accepts(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.mark.slow
def test_several_processes_share_one_memory_and_one_count(start: Start) -> None:
    server = start("--workers", "2")
    session = "one-conversation-over-several-processes"
    assert server.ask("POST", "/v1/chat", {"text": HEADLINE, "session": session})[0] == 200
    for _ in range(12):
        status, reply = server.ask("POST", "/v1/chat", {"text": "88岁", "session": session})
        assert (status, reply["facts"]["welfare"]) == (200, "dibao")
    assert (
        'yanglao_requests_total{method="POST",route="/v1/chat",status="200"} 13.0'
        in server.ask("GET", "/metrics")[1]
    )
    # The pages hold their queue in one process, so several serve none.
    assert server.ask("GET", "/")[0] == 404


@pytest.mark.parametrize(
    ("variables", "options", "told"),
    [
        ({"YANGLAO_MEMORY": ":memory:"}, ["--workers", "2"], "YANGLAO_MEMORY"),
        ({"YANGLAO_RATE": "often"}, ["--port", "0"], "YANGLAO_RATE"),
        ({"YANGLAO_DESK_KEYS": "short"}, [], "YANGLAO_DESK_KEYS"),
        ({"YANGLAO_CONFIG": "nowhere.toml"}, [], "nowhere.toml"),
        ({"YANGLAO_LOG_LEVEL": "loud"}, [], "YANGLAO_LOG_LEVEL"),
        ({}, ["--port", "99999"], "port"),
        ({"YANGLAO_HOST": "no.such.host.invalid"}, [], "no.such.host.invalid"),
    ],
)
def test_a_setting_that_cannot_be_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    variables: dict[str, str],
    options: list[str],
    told: str,
) -> None:
    monkeypatch.setenv("YANGLAO_MEMORY", str(tmp_path / "memory.sqlite"))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert run(["serve", *options]) in (1, 2)
    error = capsys.readouterr().err
    assert told in error.splitlines()[-1]


def test_a_port_in_use_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YANGLAO_MEMORY", ":memory:")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 2
    assert f"port {port} of 127.0.0.1 cannot be used" in capsys.readouterr().err
