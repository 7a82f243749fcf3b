"""Loading makes a million objects, all of which stay: to look through them for garbage takes a third of the time."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Nothing is looked through for cycles meanwhile; what nobody refers to goes as ever."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def settle() -> None:
    """What is loaded by now stays until the process ends, so it is never looked through again.

    For programs that load once and answer long: a full search takes as long as ten answers.
    """
    gc.collect()
    gc.freeze()
