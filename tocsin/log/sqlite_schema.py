"""The tables of the embedded log, and the few statements on them.

topic_<name>  the records of one topic; one partition, offsets from 0
topics        per topic the offset that the next record gets (kept apart so that it survives `trim`)
positions     per group and topic the next offset to read
state         per group, key and value
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from tocsin import topics
from tocsin.log.port import Delivered, Headers, LogMisconfigured, Message, Partition
from tocsin.log.sqlite_errors import typed_errors

APPLICATION_ID = 0x746F6373  # "tocs", so that `file` and we know our own
VERSION = 1
TOPICS: tuple[str, ...] = tuple(topic.name for topic in topics.ALL)
TABLE = {name: "topic_" + name.replace("-", "_") for name in TOPICS}
_RETENTION = {topic.name: topic.retention_ms for topic in topics.ALL}

BUSY_TIMEOUT_S = 5.0
"""How long a writer waits for another's transaction (milliseconds as a rule) before it says `LogUnavailable`."""

_CREATE = """
CREATE TABLE IF NOT EXISTS {table} (
    offset INTEGER PRIMARY KEY, timestamp_ms INTEGER NOT NULL,
    key BLOB NOT NULL, value BLOB NOT NULL, headers BLOB NOT NULL, event_id BLOB)
"""
_INDEX = "CREATE INDEX IF NOT EXISTS {table}_event_id ON {table} (event_id) WHERE event_id IS NOT NULL"
_SHARED = (
    "CREATE TABLE IF NOT EXISTS topics (name TEXT PRIMARY KEY, next_offset INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS positions (grp TEXT, topic TEXT, next_offset INTEGER NOT NULL,"
    " PRIMARY KEY (grp, topic)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS state (grp TEXT, key TEXT, value BLOB NOT NULL, PRIMARY KEY (grp, key))",
)


class Bell:
    """Rings when this process has appended something. Other processes' appends are found by looking."""

    def __init__(self) -> None:
        self._condition, self._count = threading.Condition(), 0

    def count(self) -> int:
        return self._count

    def ring(self) -> None:
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait(self, heard: int, timeout_s: float) -> None:
        """Until it has rung more often than `heard`."""
        with self._condition:
            self._condition.wait_for(lambda: self._count != heard, timeout_s)


def connect(path: Path) -> sqlite3.Connection:
    """A connection in autocommit mode; transactions are explicit. Raises sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """IMMEDIATE, so that a writer waits at the start and never fails half-way for another's sake."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk may already have rolled back
            connection.execute("ROLLBACK")
        raise


def create(path: Path) -> sqlite3.Connection:
    """Open the log's file, made if it is not there. Raises a `LogError`; `LogMisconfigured` for a foreign file."""
    with typed_errors(path):
        connection = connect(path)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == APPLICATION_ID and version == VERSION:
        return
    if found == APPLICATION_ID:
        raise LogMisconfigured(f"{path} is a log of version {version}, not {VERSION}", "use the tocsin that wrote it")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] and not _half_made(connection):
        raise LogMisconfigured(f"{path} is not a Tocsin log", "choose another --data directory")
    connection.execute("PRAGMA journal_mode=WAL")
    with transaction(connection):
        for table in TABLE.values():
            connection.execute(_CREATE.format(table=table))
            connection.execute(_INDEX.format(table=table))
        for statement in _SHARED:
            connection.execute(statement)
        connection.executemany("INSERT OR IGNORE INTO topics VALUES (?, 0)", [(name,) for name in TOPICS])
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={VERSION}")


def _half_made(connection: sqlite3.Connection) -> bool:
    """Another process made it between our two looks."""
    return bool(connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def append(connection: sqlite3.Connection, messages: Sequence[Message], now_ms: int) -> list[int]:
    """Within a transaction: put `messages` at the ends of their topics; their offsets."""
    ends: dict[str, int] = {}
    offsets = []
    for message in messages:
        offset = ends.get(message.topic)
        if offset is None:
            offset = next_offset(connection, message.topic)
        row = (offset, now_ms, message.key, message.value, _pack(message.headers), _event_id(message))
        connection.execute(f"INSERT INTO {TABLE[message.topic]} VALUES (?, ?, ?, ?, ?, ?)", row)
        ends[message.topic] = offset + 1
        offsets.append(offset)
    connection.executemany("UPDATE topics SET next_offset = ? WHERE name = ?", [(e, t) for t, e in ends.items()])
    return offsets


def append_once(connection: sqlite3.Connection, messages: Sequence[Message], now_ms: int) -> list[int]:
    """As `append`, but an event that the topic holds already stays one record, and keeps its offset.

    A producer killed between the log's acknowledgement and its own note of it sends again; Kafka's idempotence
    does not outlive the process, ours does.
    """
    offsets = []
    for message in messages:
        found = _offset_of(connection, message)
        offsets += [found] if found is not None else append(connection, [message], now_ms)
    return offsets


def _offset_of(connection: sqlite3.Connection, message: Message) -> int | None:
    """Where the topic holds this event; None for a new one, or one without an id."""
    query = f"SELECT offset FROM {TABLE[message.topic]} WHERE event_id = ? AND event_id IS NOT NULL LIMIT 1"
    row = connection.execute(query, (_event_id(message),)).fetchone()
    return row[0] if row else None


def _event_id(message: Message) -> bytes | None:
    name = "dl_id" if message.topic == topics.DEAD_LETTERS.name else "ce_id"  # a letter carries its origin's `ce_id`
    return next((value for header, value in message.headers if header == name), None)


def next_offset(connection: sqlite3.Connection, topic: str) -> int:
    row: tuple[int] = connection.execute("SELECT next_offset FROM topics WHERE name = ?", (topic,)).fetchone()
    return row[0]


def read(connection: sqlite3.Connection, topic: str, start: int, limit: int) -> list[Delivered]:
    rows = connection.execute(
        f"SELECT offset, timestamp_ms, key, value, headers FROM {TABLE[topic]} WHERE offset >= ? ORDER BY offset"
        " LIMIT ?",
        (start, limit),
    )
    partition = Partition(topic)
    return [
        Delivered(Message(topic, key, value, _unpack(headers)), partition, offset, timestamp_ms)
        for offset, timestamp_ms, key, value, headers in rows
    ]


def position(connection: sqlite3.Connection, group: str, topic: str) -> int:
    """The committed position, 0 if there is none."""
    row = connection.execute("SELECT next_offset FROM positions WHERE grp = ? AND topic = ?", (group, topic)).fetchone()
    return row[0] if row else 0


def set_position(connection: sqlite3.Connection, group: str, topic: str, offset: int) -> None:
    connection.execute("INSERT OR REPLACE INTO positions VALUES (?, ?, ?)", (group, topic, offset))


def trim(connection: sqlite3.Connection, now_ms: int) -> int:
    """Within a transaction: retention, but never past a group that has begun to read the topic."""
    deleted = 0
    for topic, retention_ms in _RETENTION.items():
        if retention_ms is None:
            continue
        deleted += connection.execute(
            f"DELETE FROM {TABLE[topic]} WHERE timestamp_ms < ? AND offset <"
            " coalesce((SELECT min(next_offset) FROM positions WHERE topic = ?), 0)",
            (now_ms - retention_ms, topic),
        ).rowcount
    return deleted


def _pack(headers: Headers) -> bytes:
    """JSON pairs; Latin-1 maps every byte to one character, so any header value survives."""
    return orjson.dumps([[name, value.decode("latin-1")] for name, value in headers])


def _unpack(packed: bytes) -> Headers:
    return tuple((name, value.encode("latin-1")) for name, value in orjson.loads(packed))
