"""Structured logs: one JSON object a line, and nothing that a person said in it."""

import json
import logging
import sys
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType
from typing import Any

from assistant.conversation.privacy import redact

EXTRA = ("request_id", "method", "route", "status", "ms")


class JsonLines(logging.Formatter):
    """One record, one line. Of an error its kind and place are told, not its message, which may quote a person."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": redact(record.getMessage()).text,
        }
        line |= {name: getattr(record, name) for name in EXTRA if hasattr(record, name)}
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line |= {"error": kind.__qualname__, "at": _places(trace)}
        return json.dumps(line, ensure_ascii=False)


def _places(trace: TracebackType | None) -> list[str]:
    """Where an error was raised, the innermost first."""
    frames = [f"{frame.f_globals.get('__name__')}:{line}" for frame, line in walk_tb(trace)]
    return frames[::-1]


def configure_logs(level: str) -> None:
    """Send everything that is logged to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    handler.setLevel(level.upper())  # some libraries set a level of their own when they are imported
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = name != "uvicorn.access"  # its lines hold addresses and paths
    # These log what they were asked, or every step of a request.
    for name in ("httpx", "httpcore", "mcp", "asyncio", "multipart"):
        logging.getLogger(name).setLevel(logging.WARNING)
