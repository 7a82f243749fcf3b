"""Whoever writes twice at once is answered one after the other; nobody waits for anybody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock


@dataclass
class _Queue:
    lock: Lock = field(default_factory=Lock)
    length: int = 0
    """How many hold the lock or wait for it."""


@dataclass(frozen=True)
class Queues:
    """A lock for each conversation that is being answered; it goes with the last who needs it."""

    _guard: Lock = field(default_factory=Lock)
    _queues: dict[str, _Queue] = field(default_factory=dict)

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Wait until nobody else is within under that name."""
        with self._guard:
            queue = self._queues.setdefault(name, _Queue())
            queue.length += 1
        try:
            with queue.lock:
                yield
        finally:
            with self._guard:
                queue.length -= 1
                if not queue.length:
                    del self._queues[name]
