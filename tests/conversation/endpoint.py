"""An OpenAI-compatible endpoint on this machine, whose model does what a test wants: well or badly."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

Pieces = Iterator[bytes]


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    raw: str
    path: str

    @property
    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.raw)
        return found

    @property
    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.body["messages"]
        return found

    @property
    def has_result(self) -> bool:
        """Whether a tool has answered last."""
        return bool(self.messages[-1]["role"] == "tool")

    @property
    def suggested(self) -> tuple[str, dict[str, Any]]:
        """The call that the brief suggests."""
        brief = next(one["content"] for one in self.messages if one["role"] == "system")
        understood = json.loads(brief.rpartition("```json\n")[2].rpartition("```")[0])
        return understood["suggested"]["tool"], understood["suggested"]["arguments"]


Mind = Callable[[Asked], Pieces]


class HttpError(Exception):
    """Answered with that status instead of a stream."""

    def __init__(self, status: int, body: str = '{"error": {"message": "no"}}') -> None:
        super().__init__(status)
        self.status, self.body = status, body


def event(delta: dict[str, Any], finish: str | None = None) -> bytes:
    """One event of a stream."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return f"data: {json.dumps(chunk)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


def says(text: str) -> Pieces:
    """A message in a few pieces."""
    yield event({"role": "assistant", "content": ""})
    for at in range(0, len(text), 7):
        yield event({"content": text[at : at + 7]})
    yield event({}, "stop")
    yield DONE


def calls(*wanted: tuple[str, dict[str, Any] | str]) -> Pieces:
    """Calls of tools; arguments that are text go out as they are."""
    yield event({"role": "assistant", "content": None})
    for index, (name, arguments) in enumerate(wanted):
        written = arguments if isinstance(arguments, str) else json.dumps(arguments)
        opening = {"index": index, "id": f"call_{index}", "type": "function"}
        yield event({"tool_calls": [{**opening, "function": {"name": name, "arguments": ""}}]})
        yield event({"tool_calls": [{"index": index, "function": {"arguments": written}}]})
    yield event({}, "tool_calls")
    yield DONE


def looks_up_and_says(text: str) -> Mind:
    """Calls the suggested tool, then writes that."""

    def mind(asked: Asked) -> Pieces:
        yield from says(text) if asked.has_result else calls(asked.suggested)

    return mind


@dataclass
class Endpoint:
    """What is served, and what was asked."""

    mind: Mind = field(default_factory=lambda: looks_up_and_says(""))
    asked: list[Asked] = field(default_factory=list)
    url: str = ""
    is_over: Event = field(default_factory=Event)
    """Set when the server stops, so that nobody drips on."""


@contextmanager
def served() -> Iterator[Endpoint]:
    """An endpoint on a free port."""
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            asked = Asked(raw, self.path)
            endpoint.asked.append(asked)
            try:
                pieces = endpoint.mind(asked)
                first = next(pieces, b"")
            except HttpError as error:
                self._head(error.status, "application/json")
                self.wfile.write(error.body.encode())
                return
            try:
                if first != HEADLESS:
                    self._head(200, "text/event-stream")
                    self.wfile.write(first)
                for piece in pieces:
                    self.wfile.write(piece)
                    self.wfile.flush()
            except OSError:
                return  # it was hung up on

        def _head(self, status: int, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Connection", "close")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            return  # standard error is the test's

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield endpoint
    finally:
        endpoint.is_over.set()
        server.shutdown()
        server.server_close()


HEADLESS = b"headless"
"""As the first piece: the rest goes out without a head of HTTP's own."""
