"""What is counted, for Prometheus: requests, how long they take, what kind of answer was given. No person's words."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
    multiprocess,
)

from assistant.api.protocol import Assistant
from assistant.replies.contract import Audience, Reply

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""Where several processes leave their counts; the name is the client library's."""
A = TypeVar("A", bound=Assistant)
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


@dataclass(frozen=True)
class Metrics:
    """The counters of one process."""

    registry: CollectorRegistry
    requests: Counter
    seconds: Histogram
    replies: Counter

    @classmethod
    def make(cls) -> "Metrics":
        """Counters at nought."""
        disable_created_metrics()  # type: ignore[no-untyped-call]
        registry = CollectorRegistry()
        if SHARED_FOLDER not in os.environ:
            ProcessCollector(registry=registry)
        return cls(
            registry,
            Counter(
                "yanglao_requests", "Requests answered.", ["method", "route", "status"], registry=registry
            ),
            Histogram(
                "yanglao_request_seconds",
                "From a request to the end of its answer.",
                ["route"],
                buckets=SECONDS,
                registry=registry,
            ),
            Counter(
                "yanglao_replies",
                "Replies by what was asked and whether it could be answered.",
                ["audience", "language", "intent", "refused"],
                registry=registry,
            ),
        )

    def count(self, reply: Reply, audience: Audience) -> None:
        """Count one reply."""
        refused = reply.refused.reason if reply.refused else "none"
        self.replies.labels(audience, reply.language, reply.intent, refused).inc()

    def counting(self, assistant: A) -> A:
        """The same assistant, whose replies are counted, whether the API or a page asks for them."""
        return cast(A, _Counted(assistant, self))

    def page(self) -> bytes:
        """All counts in the text format; of all processes where they share a folder."""
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self.registry)
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)


class _Counted:
    """Stands before an assistant; what it does not count it hands on."""

    def __init__(self, assistant: Assistant, metrics: Metrics) -> None:
        self._assistant = assistant
        self._metrics = metrics

    def reply(self, text: str, *, audience: Audience, **said: Any) -> Reply:
        reply = self._assistant.reply(text, audience=audience, **said)
        self._metrics.count(reply, audience)
        return reply

    def stream(self, text: str, *, audience: Audience, **said: Any) -> Iterator[str | Reply]:
        for step in self._assistant.stream(text, audience=audience, **said):
            if isinstance(step, Reply):
                self._metrics.count(step, audience)
            yield step

    def __getattr__(self, name: str) -> Any:
        return getattr(self._assistant, name)
