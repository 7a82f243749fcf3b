"""What the routes work with: made once for an app, handed to each group of routes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.requests import HTTPConnection

from assistant.api.keys import Caller, Keys
from assistant.api.metrics import Metrics
from assistant.api.protocol import Assistant
from assistant.api.tools import Tools
from assistant.api.turns import Turns


@dataclass
class Health:
    """Whether the server may be sent requests: not before everything is read, and not once it is told to stop."""

    is_ready: bool = False


@dataclass(frozen=True)
class Services:
    """Everything behind the routes."""

    assistant: Assistant
    tools: Tools
    turns: Turns
    keys: Keys
    metrics: Metrics
    today: Callable[[], date]
    health: Health = field(default_factory=Health)


def caller_of(request: HTTPConnection) -> Caller:
    """Who sent the request, as the doorkeeper found."""
    state: dict[str, Any] = request.scope["state"]
    caller = state["caller"]
    assert isinstance(caller, Caller)
    return caller
