"""The same conversations in PostgreSQL, where any number of processes may share them."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from assistant.conversation.assistant import Assistant
from assistant.conversation.store import expire, open_store
from assistant.replies.contract import Reply

TODAY = date(2026, 11, 24)
MARK = "羊毛毡"
Open = Callable[..., Assistant]


def programs() -> Path | None:
    """Where Debian keeps the newest server's programs, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    return found[-1].parent if found else None


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server of the tests' own, on this machine alone."""
    folder = programs()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("there is no PostgreSQL: apt-get install postgresql")
        pytest.skip("there is no PostgreSQL: apt-get install postgresql")
    with ExitStack() as ends, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        home = Path(tempfile.mkdtemp(prefix="yanglao-postgres-"))
        ends.callback(shutil.rmtree, home, ignore_errors=True)
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(home, "postgres", "postgres")
        free.close()
        _run(
            folder / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8"
        )
        settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
        _run(
            folder / "pg_ctl",
            "-D",
            home / "data",
            "-w",
            "-t",
            "60",
            "-l",
            home / "log",
            "-o",
            settings,
            "start",
        )
        ends.callback(_run, folder / "pg_ctl", "-D", home / "data", "-m", "immediate", "stop")
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"


def _run(program: Path, *arguments: str | Path) -> None:
    user: dict[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
    done = subprocess.run(
        [program, *arguments],
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # pg_ctl's child holds a pipe open
        stderr=subprocess.DEVNULL,
        timeout=120,
        check=False,
        **user,
    )
    assert done.returncode == 0, f"{program.name} ended with {done.returncode}"


@pytest.fixture
def clean(address: str) -> Iterator[str]:
    """The server without a conversation."""
    yield address
    with psycopg.connect(address, autocommit=True) as connection:
        for table in ("checkpoints", "checkpoint_blobs", "checkpoint_writes"):
            connection.execute(f"TRUNCATE {table}")  # type: ignore[arg-type]


def say(assistant: Assistant, text: str, session: str = "s") -> Reply:
    return assistant.reply(text, session=session, audience="citizen", today=TODAY)


def number_of(address: str, table: str) -> int:
    with psycopg.connect(address) as connection:
        row = connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # type: ignore[arg-type]
    assert row is not None
    return int(row[0])


def everything(address: str) -> bytes:
    """All that is stored of conversations."""
    with psycopg.connect(address) as connection:
        tables = ("checkpoints", "checkpoint_blobs", "checkpoint_writes")
        rows = [connection.execute(f"SELECT t::text FROM {one} t").fetchall() for one in tables]  # type: ignore[arg-type]
        blobs = connection.execute("SELECT blob FROM checkpoint_blobs WHERE blob IS NOT NULL").fetchall()
    return str(rows).encode() + b"".join(bytes(blob) for (blob,) in blobs)


def test_a_conversation_is_gone_on_with_by_another_process(kept_in: Open, clean: str) -> None:
    one, other = kept_in(clean), kept_in(clean)
    say(one, "我妈85岁，宁河户口，低保")
    reply = say(other, "不对，是79岁")
    assert (reply.facts["age"], reply.facts["welfare"], reply.regions) == (79, "dibao", ("ninghe",))
    assert one.history("s") == other.history("s")
    assert one.remembered("s") == other.remembered("s")


def test_turns_are_taken_back(kept_in: Open, clean: str) -> None:
    assistant = kept_in(clean)
    stages = []
    for text in ("我妈85岁，宁河户口", "她是低保", "那盘锦呢"):
        stages.append((assistant.remembered("s"), assistant.history("s")))
        say(assistant, text)
    for stage in reversed(stages):
        assert assistant.undo("s")
        assert (assistant.remembered("s"), assistant.history("s")) == stage
    assert not assistant.undo("s")


def test_only_the_last_checkpoint_is_kept(kept_in: Open, clean: str) -> None:
    assistant = kept_in(clean)
    for text in ("我妈85岁，宁河户口", "她是低保", "不对，79岁", "沈阳呢"):
        say(assistant, text)
        assert number_of(clean, "checkpoints") == 1
    kept = number_of(clean, "checkpoint_blobs")
    say(assistant, "盘锦第10项是什么")
    assert number_of(clean, "checkpoint_blobs") == kept


def test_a_forgotten_conversation_is_gone(kept_in: Open, clean: str) -> None:
    assistant = kept_in(clean)
    say(assistant, f"我妈85岁，宁河户口，{MARK}")
    say(assistant, "我爸90岁，盘锦户口", "other")
    assert MARK.encode() in everything(clean)
    assistant.forget("s")
    assert MARK.encode() not in everything(clean)
    assert assistant.history("s") == ()
    assert len(assistant.history("other")) == 2


def test_a_conversation_expires(kept_in: Open, clean: str) -> None:
    before = datetime.now(UTC)
    assistant = kept_in(clean)
    say(assistant, "我妈85岁，宁河户口")
    assert expire(assistant.store, before - timedelta(minutes=1)) == 0
    assert expire(assistant.store, datetime.now(UTC) + timedelta(minutes=1)) == 1
    assert number_of(clean, "checkpoints") == 0


def test_conversations_at_once_do_not_meet(kept_in: Open, clean: str) -> None:
    one, other = kept_in(clean), kept_in(clean)

    def talk(number: int) -> None:
        name, age = f"visitor {number}", 60 + number
        for assistant, text in (
            (one, f"我妈{age}岁，宁河户口"),
            (other, "高龄津贴多少钱"),
            (one, "那还能领什么"),
        ):
            assert say(assistant, text, name).facts["age"] == age

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(talk, range(30)))


def test_a_server_that_does_not_answer_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.conversation.store.CONNECTING", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(OSError, match="does not answer") as raised:
        open_store(f"postgresql://somebody:secret@127.0.0.1:{port}/none")
    assert "secret" not in str(raised.value)


def test_no_personal_number_and_no_session_name_is_stored(kept_in: Open, clean: str) -> None:
    say(kept_in(clean), "身份证230505194103020021，电话13800138000，四方台户口，能领什么", "13900139000")
    kept = everything(clean)
    assert "四方台".encode() in kept
    for number in (b"230505194103020021", b"13800138000", b"13900139000"):
        assert number not in kept
