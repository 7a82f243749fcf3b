"""`python -m eval.turns`: what a turn costs, through the whole agent with the built-in model and a file for memory.

Beside the time on the clock stands the processor's: on a machine that does other work as well, the first tells little.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import quantiles

from rich.console import Console
from rich.table import Table

from assistant.conversation.assistant import Assistant
from assistant.conversation.collecting import settle
from assistant.settings import Settings
from eval.conversations.expectations import Conversation, read_conversations

CONVERSATIONS = Path(__file__).parent / "conversations"
AT_ONCE = 50
COLD_STARTS = 5
GOALS = {"p50": 0.030, "p99": 0.100, "cold": 3.0}
"""Seconds."""
QUESTION = "我爸92岁，在四方台吃低保，能领什么？"


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock and of the processor."""

    wall: float
    processor: float


@contextmanager
def opened() -> Iterator[Assistant]:
    """An assistant with a memory file of its own, past what only the first message pays for."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(memory=str(Path(folder) / "conversations.sqlite"))
        with closing(Assistant.load(settings)) as assistant:
            for text in (QUESTION, "四方台的文件里有没有说多久上门一次", "what is item 3 of Panjin?"):
                assistant.reply(text, session="warm", audience="citizen", today=date(2026, 11, 24))
            settle()  # as the programs that answer long do
            yield assistant


def hold(assistant: Assistant, conversation: Conversation, session: str) -> Iterator[Cost]:
    """Hold a conversation; what each turn costs (of the processor, all threads of this process together)."""
    day = date.fromisoformat(conversation.today)
    for turn in conversation.turns:
        wall, processor = time.perf_counter(), time.process_time()
        assistant.reply(turn.text, session=session, audience=conversation.audience, today=day)
        yield Cost(time.perf_counter() - wall, time.process_time() - processor)


def one_by_one(assistant: Assistant, conversations: Sequence[Conversation]) -> list[Cost]:
    """Every turn of every conversation, one after the other."""
    return [
        cost for number, one in enumerate(conversations) for cost in hold(assistant, one, f"one {number}")
    ]


def at_once(assistant: Assistant, conversations: Sequence[Conversation]) -> list[Cost]:
    """So many people at the same time, each with a conversation; raises whatever goes wrong for one of them."""
    people = list(islice(cycle(conversations), AT_ONCE))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        held = pool.map(lambda one: list(hold(assistant, one[1], f"at once {one[0]}")), enumerate(people))
        return [cost for costs in held for cost in costs]


def cold_starts() -> list[Cost]:
    """`yanglao ask` in a process of its own."""
    return [
        _timed_child([sys.executable, "-m", "assistant.cli", "ask", QUESTION]) for _ in range(COLD_STARTS)
    ]


def _timed_child(command: Sequence[str]) -> Cost:
    wall, before = time.perf_counter(), getrusage(RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    used = getrusage(RUSAGE_CHILDREN)
    processor = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return Cost(time.perf_counter() - wall, processor)


def at_percent(costs: Sequence[Cost], percent: int, of: Callable[[Cost], float]) -> float:
    """A percentile."""
    return quantiles(map(of, costs), n=100, method="inclusive")[percent - 1]


def main() -> None:
    """Print the figures beside their goals."""
    conversations = read_conversations(CONVERSATIONS)
    with opened() as assistant:
        turns = one_by_one(assistant, conversations)
        began = time.perf_counter()
        crowd = at_once(assistant, conversations)
        took = time.perf_counter() - began
    cold = cold_starts()
    table = Table("", "clock", "processor", "goal")
    for name, costs, percents in (("a turn", turns, (50, 99)), ("a cold `yanglao ask`", cold, (50,))):
        for percent in percents:
            goal = GOALS["cold" if costs is cold else f"p{percent}"]
            wall, processor = (
                at_percent(costs, percent, of) for of in (lambda one: one.wall, lambda one: one.processor)
            )
            table.add_row(f"{name}, p{percent}", _shown(wall), _shown(processor), _shown(goal))
    console = Console(highlight=False)
    console.print(table)
    console.print(f"{len(turns)} turns of {len(conversations)} conversations")
    console.print(
        f"{AT_ONCE} conversations at once: {len(crowd)} turns without an error, {len(crowd) / took:.0f} a second"
    )


def _shown(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


if __name__ == "__main__":
    main()
