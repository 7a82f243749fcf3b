"""How often one client may ask, and how much at once."""

from dataclasses import dataclass, field
from http import HTTPStatus
from math import ceil
from time import time

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.keys import Caller, Keys
from assistant.api.problems import Fault, SettingError, fault_response
from assistant.settings import Settings

ALWAYS_OPEN = ("/healthz", "/readyz", "/metrics")


def _parsed(name: str, written: str) -> tuple[RateLimitItem, ...]:
    try:
        return tuple(parse_many(written)) if written.strip() else ()
    except ValueError:
        raise SettingError(
            f"YANGLAO_{name}: {written!r} is no rate; write 300/minute, or 300/minute;5000/day"
        ) from None


@dataclass(frozen=True)
class Rates:
    """The limits of an installation. Each process counts for itself."""

    of_anybody: tuple[RateLimitItem, ...]
    of_desks: tuple[RateLimitItem, ...]
    _limiter: SlidingWindowCounterRateLimiter = field(
        default_factory=lambda: SlidingWindowCounterRateLimiter(MemoryStorage())
    )

    @classmethod
    def of(cls, settings: Settings) -> "Rates":
        """The rates that are set; raises SettingError naming the setting that is none."""
        return cls(_parsed("RATE", settings.rate), _parsed("DESK_RATE", settings.desk_rate))

    def count(self, caller: Caller) -> None:
        """Count one request; raises Fault when it is one too many."""
        for rate in self.of_desks if caller.has_key else self.of_anybody:
            if not self._limiter.hit(rate, caller.name):
                reset = self._limiter.get_window_stats(rate, caller.name).reset_time
                seconds = max(1, ceil(reset - time()))
                detail = f"These are more requests than {rate}. Ask again in {seconds} s."
                raise Fault(
                    HTTPStatus.TOO_MANY_REQUESTS, "too_many_requests", detail, {"Retry-After": f"{seconds}"}
                )


def is_work(scope: Scope) -> bool:
    """Whether a request makes the assistant work; reading a page, its files or the counts does not."""
    return scope["path"].startswith("/v1/") or scope["method"] not in ("GET", "HEAD", "OPTIONS")


class Doorkeeper:
    """ASGI middleware: knows who asks, keeps the desks' pages for the desks, and counts.

    The caller is left in the request's state.
    """

    def __init__(self, app: ASGIApp, keys: Keys, rates: Rates, desk_pages: tuple[str, ...]) -> None:
        self._app = app
        self._keys = keys
        self._rates = rates
        self._desk_pages = desk_pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request pass, or answer it with the problem that it has."""
        if scope["type"] == "http" and scope["path"] not in ALWAYS_OPEN:
            try:
                self._admit(scope)
            except Fault as fault:
                await fault_response(fault, scope)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _admit(self, scope: Scope) -> None:
        path, caller = scope["path"], self._keys.caller(scope)
        scope.setdefault("state", {})["caller"] = caller
        if any(path == page or path.startswith(f"{page}/") for page in self._desk_pages):
            self._keys.admit_desk(caller)
        if is_work(scope):
            self._rates.count(caller)
