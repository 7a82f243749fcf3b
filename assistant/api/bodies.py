"""How large a request may be."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.headers import DATA


class Capped:
    """ASGI middleware that reads no more of a request to the API than it may hold.

    The pages have caps of their own.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self._app = app
        self._most = most
        """Bytes."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; reading too much of it raises the HTTPException that it is answered with."""
        if scope["type"] != "http" or not scope["path"].startswith(DATA):
            await self._app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "")
        read = 0

        async def receive_capped() -> Message:
            nonlocal read
            if stated.isascii() and stated.isdigit() and int(stated) > self._most:
                raise self._too_large()
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise self._too_large()
            return message

        await self._app(scope, receive_capped, send)

    def _too_large(self) -> HTTPException:
        # The rest is not read, so nothing else can be asked over this connection.
        detail = f"A request holds {self._most // 1024} KiB at most."
        return HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail, {"Connection": "close"})
