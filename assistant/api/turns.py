"""Work of the assistant, which is for processors and not for the event loop: in few threads, in order of arrival."""

from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from http import HTTPStatus
from typing import TypeVar

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from assistant.api.problems import Fault

Result = TypeVar("Result")
_END = object()


class Turns:
    """Runs so many calls at a time; lets so many wait, and sends away whoever comes then.

    More threads than processors make everybody wait for everybody; a queue lets the first be answered first.
    """

    def __init__(self, threads: int, waiting: int) -> None:
        self._limiter = CapacityLimiter(threads)
        self._most = threads + waiting
        self._here = 0

    async def run(self, call: Callable[..., Result], /, *args: object, **kwargs: object) -> Result:
        """What the call returns or raises; raises Fault when too many are waiting."""
        if self._here >= self._most:
            raise Fault(
                HTTPStatus.SERVICE_UNAVAILABLE,
                "busy",
                "Too many are asking just now. Ask again in a few seconds.",
                {"Retry-After": "3"},
            )
        self._here += 1
        try:
            return await run_sync(partial(call, *args, **kwargs), limiter=self._limiter)
        finally:
            self._here -= 1

    async def each(self, steps: Iterator[Result]) -> AsyncIterator[Result]:
        """What an iterator yields. Only its first step waits its turn: who has begun to be answered goes on."""
        step = await self.run(next, steps, _END)
        while step is not _END:
            yield step
            step = await run_sync(next, steps, _END)
