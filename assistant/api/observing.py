"""Each request gets an id, a line in the log and its place in the counts."""

import logging
from time import perf_counter
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.metrics import Metrics
from assistant.api.problems import problem, response
from assistant.api.rates import is_work

log = logging.getLogger("yanglao.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BROKEN = "This could not be answered. The server's log says why, under the id of this request."


class Observed:
    """ASGI middleware, the outermost. The path is never logged, for a conversation's name may stand in it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = perf_counter(), 0
        request_id = scope.setdefault("state", {})["request_id"] = str(uuid4())

        async def send_observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, send_observed)
        except Exception:
            # Answered here, inside of what sets the headers; what broke is for the log alone.
            log.exception("a request broke", extra={"request_id": request_id})
            if status:
                raise
            found = problem(500, "internal", BROKEN, scope)
            await response(found)(scope, receive, send_observed)
        finally:
            seconds, route = perf_counter() - started, _route(scope)
            method = scope["method"] if scope["method"] in METHODS else "other"
            self._metrics.requests.labels(method, route, str(status)).inc()
            self._metrics.seconds.labels(route).observe(seconds)
            told = is_work(scope) or status >= 500
            log.log(
                logging.INFO if told else logging.DEBUG,
                "request",
                extra={
                    "request_id": request_id,
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                },
            )


def _route(scope: Scope) -> str:
    """The route as it is declared; everything of the pages is one."""
    return getattr(scope.get("route"), "path", "") or "pages"
