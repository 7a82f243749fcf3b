"""`python -m eval.load`: many people chat at once through HTTP for a minute; how long do they wait, what does it cost.

Each person holds one conversation after the other, a new one for each, and reads for some seconds before the next
message. With `--pause 0` nobody reads: what is measured then is how many messages are answered in a second.
"""

import argparse
import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter

import httpx

from eval.conversations.expectations import read_conversations

ROOT = Path(__file__).parents[1]
CONVERSATIONS = Path(__file__).parent / "conversations"
MIB = 1024 * 1024
WARM_UP = 10
"""Seconds after which the memory is taken that the last is held against: the search has been opened by then."""


@dataclass
class Measured:
    """What was seen from outside of the server."""

    seconds: list[float] = field(default_factory=list)
    """How long each answered message was waited for."""
    errors: list[str] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Seconds since the start, and the resident memory of all processes in MiB."""
    processor: list[float] = field(default_factory=list)
    """The processor time of all processes in seconds."""


@contextmanager
def serving(workers: int) -> Iterator[tuple[str, int]]:
    """A server of its own, with a memory of its own, on this machine alone; its address and its process."""
    with TemporaryDirectory(prefix="yanglao-load-") as folder:
        settings = {"MEMORY": f"{folder}/conversations.sqlite", "RATE": "", "LOG_LEVEL": "warning"}
        command = [sys.executable, "-m", "assistant.cli", "serve", "--port", "0", "--workers", str(workers)]
        environment = os.environ | {f"YANGLAO_{name}": value for name, value in settings.items()}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            line = process.stdout.readline().split()
            if not line:
                raise RuntimeError("the server ended before it served; what it said stands above")
            yield line[-1], process.pid
        finally:
            process.terminate()
            process.wait(timeout=60)


async def chat(address: str, pid: int, *, people: int, seconds: float, pause: float) -> Measured:
    """Let so many people chat for so many seconds."""
    measured = Measured()
    texts = [[turn.text for turn in one.turns] for one in read_conversations(CONVERSATIONS)]
    limits = httpx.Limits(max_connections=people, max_keepalive_connections=people)
    async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60, trust_env=False) as client:
        while (await client.get("/readyz")).status_code != 200:
            await asyncio.sleep(0.1)
        start, numbers = monotonic(), count()
        talking = [
            _talk(client, Random(person), texts, numbers, pause, start + seconds, measured)
            for person in range(people)
        ]
        await asyncio.gather(_watch(pid, start, seconds, measured), *talking)
    return measured


async def _talk(
    client: httpx.AsyncClient,
    random: Random,
    texts: Sequence[Sequence[str]],
    numbers: Iterator[int],
    pause: float,
    end: float,
    measured: Measured,
) -> None:
    await asyncio.sleep(random.uniform(0, 2 * pause))
    while monotonic() < end:
        session = f"load-{next(numbers)}-of-somebody-who-chats"
        for text in random.choice(texts):
            if monotonic() >= end:
                return
            await _say(client, text, session, measured)
            await asyncio.sleep(random.uniform(0, 2 * pause))


async def _say(client: httpx.AsyncClient, text: str, session: str, measured: Measured) -> None:
    began = perf_counter()
    try:
        answered = await client.post("/v1/chat", json={"text": text, "session": session})
    except httpx.HTTPError as error:
        measured.errors.append(type(error).__name__)
        return
    if answered.status_code == 200 and "error" not in answered.json():
        measured.seconds.append(perf_counter() - began)
    else:
        measured.errors.append(str(answered.status_code))


async def _watch(pid: int, start: float, seconds: float, measured: Measured) -> None:
    while (passed := monotonic() - start) < seconds:
        processes = list(_family(pid))
        measured.memory.append((passed, sum(map(_resident, processes))))
        measured.processor.append(sum(map(_processor_time, processes)))
        await asyncio.sleep(1)


def _family(pid: int) -> Iterator[int]:
    """A process and those that it started."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _family(int(child))


def _resident(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MIB


def _processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(measured: Measured, seconds: float) -> str:
    """The figures in a few lines."""
    waited = sorted(measured.seconds) or [float("nan")]
    p50, p95, p99 = (waited[int(len(waited) * part)] * 1000 for part in (0.5, 0.95, 0.99))
    warm = next((memory for passed, memory in measured.memory if passed >= WARM_UP), measured.memory[-1][1])
    last = measured.memory[-1][1]
    return (
        f"{len(measured.seconds)} messages answered, {len(measured.seconds) / seconds:.1f} a second; "
        f"errors: {len(measured.errors)} {sorted(set(measured.errors)) or ''}\n"
        f"waited for: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, longest {waited[-1] * 1000:.0f} ms\n"
        f"processor time: {(measured.processor[-1] - measured.processor[0]) / len(waited) * 1000:.0f} ms a message\n"
        f"memory: {warm:.0f} MiB after {WARM_UP} s, {last:.0f} MiB at the end "
        f"({(last - warm) / len(waited) * 1024:+.1f} KiB a message)"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument(
        "--pause", type=float, default=3, help="mean seconds between an answer and the next message"
    )
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    with serving(given.workers) as (address, pid):
        talk = chat(address, pid, people=given.people, seconds=given.seconds, pause=given.pause)
        measured = asyncio.run(talk)
    print(
        f"{given.people} people, {given.seconds:.0f} s, pauses of {given.pause:g} s, {given.workers} process(es)"
    )
    print(report(measured, given.seconds))


if __name__ == "__main__":
    main()
