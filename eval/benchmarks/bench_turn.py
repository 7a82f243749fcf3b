"""What a turn costs through the whole agent: understanding, tools, both checks, and the memory's file."""

from collections.abc import Iterator
from itertools import count
from time import process_time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from assistant.conversation.assistant import Assistant
from eval.conversations.expectations import Conversation, read_conversations
from eval.turns import AT_ONCE, CONVERSATIONS, GOALS, at_once, hold, opened

SOME = 150
"""Conversations of different kinds; each is held once."""


@pytest.fixture(scope="module")
def assistant() -> Iterator[Assistant]:
    with opened() as assistant:
        yield assistant


@pytest.fixture(scope="module")
def conversations() -> list[Conversation]:
    found = read_conversations(CONVERSATIONS)
    return found[:: max(1, len(found) // SOME)]


# The processor's time of this process: what else a busy machine does is no part of it.
@pytest.mark.benchmark(timer=process_time)
def test_a_turn(assistant: Assistant, conversations: list[Conversation], benchmark: BenchmarkFixture) -> None:
    turns = (
        turn
        for number in count()
        for one in conversations
        for turn in hold(assistant, one, f"{number} {one.id}")
    )
    rounds = sum(len(one.turns) for one in conversations)
    benchmark.pedantic(lambda: next(turns), rounds=rounds)  # type: ignore[no-untyped-call]
    if benchmark.stats is not None:  # with --benchmark-disable there are none
        times = benchmark.stats.stats.sorted_data
        assert times[len(times) // 2] <= GOALS["p50"]
        assert times[len(times) * 99 // 100] <= GOALS["p99"]


def test_fifty_conversations_at_once(
    assistant: Assistant, conversations: list[Conversation], benchmark: BenchmarkFixture
) -> None:
    costs = benchmark.pedantic(at_once, args=(assistant, conversations), rounds=1)  # type: ignore[no-untyped-call]
    assert len(costs) >= AT_ONCE
