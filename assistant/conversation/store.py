"""Where conversations are kept: LangGraph checkpoints in SQLite, in a file or in memory, or in PostgreSQL."""

import logging
import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

# Read once, when the checkpointer is imported: nothing but plain values is ever read back.
os.environ.setdefault("LANGGRAPH_STRICT_MSGPACK", "true")

from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.sqlite import SqliteSaver

IN_MEMORY = ":memory:"
POSTGRES = ("postgresql://", "postgres://")
MOST_CONNECTIONS = 10
CONNECTING = 15.0
"""Seconds that a connection is waited for."""
GREGORIAN = datetime(1582, 10, 15, tzinfo=UTC)
"""The moment from which the time in a checkpoint's id (a UUID of version 6) is reckoned."""
LAST_TURNS = "SELECT thread_id, MAX(checkpoint_id) FROM checkpoints GROUP BY thread_id"

log = logging.getLogger(__name__)


class StoreError(OSError):
    """The place that was set for conversations cannot be used; the message names it and says why."""


class Store(Protocol):
    """Keeps conversations. `saver` is what the agent's graph reads and writes."""

    saver: BaseCheckpointSaver[str]

    def keep_latest(self, thread: str) -> None:
        """Drop all but the last checkpoint of a conversation: it holds what an undo needs."""

    def forget(self, thread: str) -> None:
        """Delete a conversation."""

    def last_turns(self) -> Iterable[tuple[str, datetime]]:
        """Each conversation with the moment of its last turn."""

    def close(self) -> None:
        """Close what is open."""


def open_store(memory: str) -> Store:
    """Open what the setting names: `:memory:`, the path of a file, or a PostgreSQL address.

    Raises OSError where that cannot be opened.
    """
    return PostgresStore(memory) if memory.startswith(POSTGRES) else SqliteStore(memory)


def expire(store: Store, before: datetime) -> int:
    """Delete the conversations that nobody has gone on with since a moment; returns how many."""
    old = [thread for thread, last in store.last_turns() if last < before]
    for thread in old:
        store.forget(thread)
    return len(old)


def _made_at(checkpoint: str) -> datetime:
    """The moment a checkpoint was made, which its id holds."""
    number = UUID(checkpoint).int
    ticks = (number >> 80) << 12 | (number >> 64) & 0xFFF
    return GREGORIAN + timedelta(microseconds=ticks // 10)


class SqliteStore:
    """Conversations in a file that only its owner may read, or in this process."""

    def __init__(self, path: str) -> None:
        if path != IN_MEMORY:
            file = Path(path).expanduser()
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            path = str(file)
        # The saver serialises its use by a lock of its own.
        self._connection = sqlite3.connect(path, check_same_thread=False)
        self._saver = SqliteSaver(self._connection)
        try:
            # What is deleted is overwritten; a turn lost to a power cut may be asked again.
            self._connection.executescript("PRAGMA secure_delete = ON; PRAGMA synchronous = NORMAL;")
            self._saver.setup()
        except sqlite3.DatabaseError as error:
            self._connection.close()
            raise StoreError(f"conversations cannot be kept in {path}: {error}") from error
        self.saver: BaseCheckpointSaver[str] = self._saver

    def keep_latest(self, thread: str) -> None:
        """See `Store`."""
        with self._saver.cursor() as cursor:
            latest = "(SELECT MAX(checkpoint_id) FROM checkpoints WHERE thread_id = :thread)"
            for table in ("writes", "checkpoints"):
                statement = f"DELETE FROM {table} WHERE thread_id = :thread AND checkpoint_id < {latest}"
                cursor.execute(statement, {"thread": thread})

    def forget(self, thread: str) -> None:
        """See `Store`. Its bytes go from the file as well."""
        self._saver.delete_thread(thread)
        with self._saver.cursor(transaction=False) as cursor:
            # The log that stands beside the file still holds what was written of late.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def last_turns(self) -> Iterable[tuple[str, datetime]]:
        """See `Store`."""
        with self._saver.cursor(transaction=False) as cursor:
            rows = cursor.execute(LAST_TURNS).fetchall()
        return [(thread, _made_at(checkpoint)) for thread, checkpoint in rows]

    def close(self) -> None:
        """See `Store`."""
        self._connection.close()


class PostgresStore:
    """Conversations in PostgreSQL, which any number of processes may share."""

    def __init__(self, address: str) -> None:
        # Only who sets PostgreSQL needs its driver.
        from langgraph.checkpoint.postgres import PostgresSaver
        from psycopg import Connection
        from psycopg.rows import dict_row
        from psycopg_pool import ConnectionPool, PoolTimeout

        self._pool = ConnectionPool(
            address,
            max_size=MOST_CONNECTIONS,
            timeout=CONNECTING,
            kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row},
            connection_class=Connection[dict[str, Any]],
            check=ConnectionPool.check_connection,  # a restarted server leaves dead connections behind
            open=True,
        )
        saver = PostgresSaver(self._pool)
        try:
            saver.setup()
        except PoolTimeout as error:
            self._pool.close()
            # The address may hold a password.
            raise StoreError(f"the PostgreSQL server for conversations does not answer: {error}") from error
        self.saver: BaseCheckpointSaver[str] = saver

    def keep_latest(self, thread: str) -> None:
        """See `Store`."""
        from psycopg.errors import SerializationFailure

        try:
            self.saver.prune([thread])
        except SerializationFailure:
            log.info("another process is at work on the same conversation; its next turn drops what is old")

    def forget(self, thread: str) -> None:
        """See `Store`."""
        self.saver.delete_thread(thread)

    def last_turns(self) -> Iterable[tuple[str, datetime]]:
        """See `Store`."""
        with self._pool.connection() as connection, closing(connection.execute(LAST_TURNS)) as cursor:
            rows = cursor.fetchall()
        return [(row["thread_id"], _made_at(row["max"])) for row in rows]

    def close(self) -> None:
        """See `Store`."""
        self._pool.close()
