"""A language model behind an OpenAI-compatible endpoint, which is hung up on when it comes to no end.

Imported only where an endpoint is set: its client is heavy.
"""

import socket
from collections.abc import Iterator
from contextlib import suppress
from threading import Timer
from typing import Any

import httpx
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI

from assistant.settings import Settings

MOST_TOKENS = 400
"""An answer's opening is a few sentences; the result itself is not written by a model."""
MOST_BYTES = 1_000_000
"""No answer of so few tokens is as long on the wire."""


DONE = ("stop", "tool_calls")
"""Why a whole answer ends; others are cut short."""


class BrokenOffError(ConnectionError):
    """A stream ended before the model had said all."""


class Endpoint(ChatOpenAI):
    """Takes an answer only when it is whole: half a sentence may say the contrary of the whole one."""

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        is_done = False
        for chunk in super()._stream(*args, **kwargs):
            is_done |= (chunk.generation_info or {}).get("finish_reason") in DONE
            yield chunk
        if not is_done:
            raise BrokenOffError("the language model's answer is not whole")


def open_endpoint(model: str, settings: Settings) -> Endpoint:
    """The model of that name, where the settings say."""
    return Endpoint(
        model_name=model,
        openai_api_base=settings.model_url,
        openai_api_key=settings.model_key,
        use_responses_api=False,
        streaming=True,
        temperature=0,
        request_timeout=settings.model_timeout,
        max_retries=0,
        max_tokens=MOST_TOKENS,
        http_client=httpx.Client(transport=Deadline(settings.model_timeout)),
    )


class Deadline(httpx.BaseTransport):
    """Ends a call after so many seconds, whatever still drips in: a time-out for each read would start anew."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        # A connection serves one call, so that hanging up can never end another one.
        self._inner = httpx.HTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One call; raises httpx.TransportError when it is hung up on."""
        line = _Line(self._seconds)
        request.extensions = {**request.extensions, "trace": line.trace}
        try:
            response = self._inner.handle_request(request)
        except BaseException:
            line.close()
            raise
        assert isinstance(response.stream, httpx.SyncByteStream)
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Limited(response.stream, line),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close every connection."""
        self._inner.close()


class _Line:
    """One connection, with the clock that ends it."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._stream: Any = None
        self.is_cut = False
        self._clock = Timer(seconds, self._cut)
        self._clock.daemon = True
        self._clock.start()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Told by the HTTP library what it does: remembers the connection once there is one."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = info["return_value"]

    def check(self) -> None:
        """Raises ReadTimeout once the time is over."""
        if self.is_cut:
            raise httpx.ReadTimeout(f"the language model took longer than {self._seconds:g} s")

    def close(self) -> None:
        self._clock.cancel()

    def _cut(self) -> None:
        self.is_cut = True
        if self._stream is not None:
            with suppress(OSError):  # it has just been closed
                # Closing alone would not wake who waits for the next byte.
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


class _Limited(httpx.SyncByteStream):
    """A response's body, up to the deadline and to a length that no honest answer has."""

    def __init__(self, inner: httpx.SyncByteStream, line: _Line) -> None:
        self._inner, self._line = inner, line

    def __iter__(self) -> Iterator[bytes]:
        length = 0
        for piece in self._inner:
            length += len(piece)
            if length > MOST_BYTES:
                raise httpx.ReadError(f"the language model's answer is longer than {MOST_BYTES} bytes")
            self._line.check()
            yield piece
        self._line.check()  # whoever reads to the end of a connection takes hanging up for that end

    def close(self) -> None:
        """Stop the clock."""
        self._line.close()
        self._inner.close()
