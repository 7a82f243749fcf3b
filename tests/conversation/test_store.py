"""Conversations in an SQLite file: they last, they go when they are to go, and nobody else's eye falls on them."""

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from assistant.conversation.assistant import Assistant
from assistant.conversation.store import GREGORIAN, expire, open_store
from assistant.replies.contract import Reply

TODAY = date(2026, 11, 24)
MARK = "羊毛毡"  # words that no reply holds
Open = Callable[..., Assistant]


def say(assistant: Assistant, text: str, session: str = "s") -> Reply:
    return assistant.reply(text, session=session, audience="citizen", today=TODAY)


def bytes_beside(file: Path) -> bytes:
    """All that stands in the file, its log and its index."""
    return b"".join(one.read_bytes() for one in sorted(file.parent.iterdir()))


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def aged(file: Path) -> Callable[[timedelta], None]:
    """Makes every conversation in the file older than it is."""

    def age(by: timedelta) -> None:
        ticks = int((datetime.now(UTC) - by - GREGORIAN).total_seconds()) * 10_000_000
        older = str(UUID(int=(ticks >> 12) << 80 | 6 << 76 | (ticks & 0xFFF) << 64 | 1 << 63))
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("UPDATE checkpoints SET checkpoint_id = ?", (older,))

    return age


# --- what lasts -------------------------------------------------------------------------------------------


def test_a_conversation_goes_on_after_the_file_was_closed_and_opened_again(kept_in: Open, file: Path) -> None:
    first = kept_in(file)
    say(first, "我妈85岁，宁河户口，低保")
    before = first.history("s")
    first.close()
    second = kept_in(file)
    assert second.history("s") == before
    reply = say(second, "不对，是79岁")
    assert (reply.facts["age"], reply.facts["welfare"], reply.regions) == (79, "dibao", ("ninghe",))
    assert reply.answer.startswith("按79岁重新看")


def test_two_processes_share_a_file(kept_in: Open, file: Path) -> None:
    one, other = kept_in(file), kept_in(file)
    say(one, "我妈85岁，宁河户口")
    assert say(other, "她是低保").facts == {**say(one, "那能领什么").facts}
    assert other.history("s") == one.history("s")


def test_what_is_kept_in_memory_ends_with_the_assistant(kept_in: Open) -> None:
    say(kept_in(":memory:"), "我妈85岁，宁河户口")
    assert kept_in(":memory:").history("s") == ()


def test_a_file_in_the_home_folder_can_be_named(
    kept_in: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    say(kept_in("~/deep/in/it.sqlite"), "你好")
    assert (tmp_path / "deep" / "in" / "it.sqlite").is_file()


# --- who may read it --------------------------------------------------------------------------------------


def test_only_the_owner_may_read_the_file_and_what_stands_beside_it(kept_in: Open, file: Path) -> None:
    mask = os.umask(0)
    try:
        say(kept_in(file), "我妈85岁，宁河户口")
    finally:
        os.umask(mask)
    modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in file.parent.iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}


def test_what_a_session_is_called_is_not_stored(kept_in: Open, file: Path) -> None:
    assistant = kept_in(file)
    for name in ("13800138000", "张三-230505194103020021", "奶奶的手机"):
        say(assistant, "我妈85岁，宁河户口", name)
    assistant.close()
    kept = bytes_beside(file)
    for name in ("13800138000", "230505194103020021", "张三", "奶奶的手机"):
        assert name.encode() not in kept
    threads = {thread for (thread,) in rows(file, "SELECT thread_id FROM checkpoints")}
    assert len(threads) == 3
    assert all(re.fullmatch("[0-9a-f]{64}", str(thread)) for thread in threads)


def test_only_plain_values_are_read_back(kept_in: Open, file: Path) -> None:
    say(kept_in(file), "我妈85岁，宁河户口")
    kinds = {kind for (kind,) in rows(file, "SELECT type FROM checkpoints")}
    assert kinds == {"msgpack"}
    assert os.environ["LANGGRAPH_STRICT_MSGPACK"] == "true"


# --- what goes ----------------------------------------------------------------------------------------------


def test_a_forgotten_conversation_leaves_no_byte_behind(kept_in: Open, file: Path) -> None:
    assistant = kept_in(file)
    for text in (f"我妈85岁，宁河户口，{MARK}", f"高龄津贴多少钱，{MARK}", "你好"):
        say(assistant, text)
    say(assistant, "我爸90岁，盘锦户口", "other")
    assert MARK.encode() in bytes_beside(file)
    assistant.forget("s")
    assert MARK.encode() not in bytes_beside(file)
    assert assistant.history("s") == ()
    assert not assistant.known("s", TODAY)
    assert len(assistant.history("other")) == 2


def test_to_forget_what_is_not_there_does_nothing(kept_in: Open, file: Path) -> None:
    kept_in(file).forget("nobody")


def test_only_the_last_checkpoint_is_kept(kept_in: Open, file: Path) -> None:
    assistant = kept_in(file)
    for text in ("我妈85岁，宁河户口", "她是低保", "不对，79岁", "沈阳呢", "盘锦第10项是什么"):
        say(assistant, text)
        assert rows(file, "SELECT COUNT(*) FROM checkpoints") == [(1,)]
    assistant.undo("s")
    assert rows(file, "SELECT COUNT(*) FROM checkpoints") == [(1,)]
    [(latest,)] = rows(file, "SELECT checkpoint_id FROM checkpoints")
    assert rows(file, f"SELECT COUNT(*) FROM writes WHERE checkpoint_id < '{latest}'") == [(0,)]


def test_a_long_conversation_does_not_grow_without_bound(kept_in: Open, file: Path) -> None:
    assistant = kept_in(file)

    def size_after(turns: int) -> int:
        for turn in range(turns):
            say(assistant, f"我妈{60 + turn % 30}岁，宁河户口，能领什么")
        [(size,)] = rows(file, "SELECT SUM(LENGTH(checkpoint) + LENGTH(metadata)) FROM checkpoints")
        assert isinstance(size, int)
        return size

    assert size_after(30) * 1.1 > size_after(30)
    assert len(assistant.history("s")) == 40


def test_a_conversation_that_nobody_goes_on_with_expires(
    kept_in: Open, file: Path, aged: Callable[[timedelta], None]
) -> None:
    first = kept_in(file)
    say(first, f"我妈85岁，宁河户口，{MARK}", "old")
    first.close()
    aged(timedelta(days=8))
    second = kept_in(file, days=7)
    say(second, "你好", "new")  # the first message of a day looks for what is over
    assert second.history("old") == ()
    assert len(second.history("new")) == 2
    assert MARK.encode() not in bytes_beside(file)


def test_a_conversation_whose_time_is_not_over_stays(
    kept_in: Open, file: Path, aged: Callable[[timedelta], None]
) -> None:
    first = kept_in(file)
    say(first, "我妈85岁，宁河户口", "old")
    first.close()
    aged(timedelta(days=6))
    second = kept_in(file, days=7)
    assert second.sweep() == 0
    assert say(second, "能领什么", "old").facts["age"] == 85


def test_expiry_counts_from_the_last_turn(kept_in: Open, file: Path) -> None:
    before = datetime.now(UTC)
    assistant = kept_in(file)
    say(assistant, "你好")
    [(_, last)] = assistant.store.last_turns()
    assert before <= last <= datetime.now(UTC)
    assert expire(assistant.store, before) == 0
    assert expire(assistant.store, datetime.now(UTC)) == 1


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="file"):
        open_store(str(tmp_path / "file" / "conversations.sqlite"))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("dear reader, " * 100)
    with pytest.raises(OSError, match=r"letter.*not a database"):
        open_store(str(tmp_path / "letter"))


@pytest.fixture(autouse=True)
def _mask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)
