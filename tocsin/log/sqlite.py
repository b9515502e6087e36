"""The embedded log: the topics as tables of one SQLite file.

Why an acknowledged send is durable: the file is in WAL mode with `synchronous=FULL`, so a commit returns only after
the WAL has been fsynced (https://sqlite.org/pragma.html#pragma_synchronous). A kill -9 would spare even unsynced
pages, since they are the kernel's; FULL is for the power cut, after which a producer that keeps its memory of seen
articles elsewhere must not remember more than the log does. The cost, one fsync per transaction, is shared: the
producer commits whatever has piled up as one transaction, and stages work in batches.

Besides the port there is `transact`, which only an embedded log can offer: outputs, the group's position and the
stage's state in one transaction. So an embedded processor needs no journal: a kill leaves all of it or nothing.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tocsin import topics
from tocsin.log import sqlite_schema
from tocsin.log.port import Delivered, LogMisconfigured, Message, MessageRefused, Partition
from tocsin.log.sqlite_consumer import SqliteConsumer
from tocsin.log.sqlite_errors import typed_errors
from tocsin.log.sqlite_producer import SqliteProducer
from tocsin.log.sqlite_schema import Bell, append, transaction

MAX_MESSAGE_BYTES = 4 * 1024 * 1024
"""Key, value and headers together. Ample for an article (a long read is 100 kB) and small beside memory."""

_LETTER_BYTES = 64 * 1024
"""What a dead letter may have beyond that, so that every message can become one."""


@dataclass(frozen=True, slots=True)
class Move:
    """The group's position in a topic goes from `start` (as read; the transaction is refused if it is not) to `end`."""

    partition: Partition
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Step:
    """What a stage did with a batch, to become durable as one."""

    group: str
    moves: Sequence[Move]
    outputs: Sequence[Message] = ()
    state: Mapping[str, bytes | None] = field(default_factory=dict)
    """Key to value, of the group's own; None deletes."""


class SqliteLog:
    """One file; several threads and processes may open it. Raises `LogMisconfigured` if it cannot be had."""

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.path, self._clock, self._bell = path, clock, Bell()
        self._own, self._lock = sqlite_schema.create(path), threading.Lock()
        self._producers: list[SqliteProducer] = []

    def producer(self) -> SqliteProducer:
        made = SqliteProducer(self.path, self._bell, self._clock, self.check)
        self._producers.append(made)
        return made

    def consumer(self, group: str, topics: tuple[str, ...]) -> SqliteConsumer:
        for topic in topics:
            if topic not in sqlite_schema.TOPICS:
                raise LogMisconfigured(f"no topic {topic!r}", f"the topics are {', '.join(sqlite_schema.TOPICS)}")
        return SqliteConsumer(self.path, self._bell, group, topics)

    def transact(self, step: Step) -> list[int]:
        """All of `step` or nothing; the offsets of its outputs. Thread-safe.

        Raises `LogFull`, `LogUnavailable` (then it may be tried again as it is), `MessageRefused`, and
        `LogMisconfigured` when the group's position is not `start`: somebody else works for this group.
        """
        for message in step.outputs:
            self.check(message)
        with self._connected() as connection, transaction(connection):
            offsets = append(connection, step.outputs, self._now_ms())
            for move in step.moves:
                _move(connection, step.group, move)
            _write_state(connection, step.group, step.state)
        self._bell.ring()
        return offsets

    def state(self, group: str) -> list[tuple[str, bytes]]:
        """The group's key/value state, in key order."""
        with self._connected() as connection:
            rows = connection.execute("SELECT key, value FROM state WHERE grp = ? ORDER BY key", (group,))
            return list(rows)

    def read(self, topic: str, start: int = 0, limit: int = 1000) -> list[Delivered]:
        """Records of `topic` from offset `start`, for looking without a group."""
        with self._connected() as connection:
            return sqlite_schema.read(connection, topic, start, limit)

    def end(self, topic: str) -> int:
        """The offset that the next record of `topic` will get."""
        with self._connected() as connection:
            return sqlite_schema.next_offset(connection, topic)

    def trim(self) -> int:
        """Delete what is past its topic's retention and read by every group that reads the topic; how many."""
        with self._connected() as connection, transaction(connection):
            return sqlite_schema.trim(connection, self._now_ms())

    def check(self, message: Message) -> None:
        """Raises `MessageRefused` for what this log will never take."""
        if message.topic not in sqlite_schema.TOPICS:
            raise MessageRefused(f"no topic {message.topic!r}")
        allowed = MAX_MESSAGE_BYTES + (_LETTER_BYTES if message.topic == topics.DEAD_LETTERS.name else 0)
        size = len(message.key) + len(message.value) + sum(len(n) + len(v) for n, v in message.headers)
        if size > allowed:
            raise MessageRefused(f"a message of {size} bytes; {allowed} are allowed")

    def close(self) -> None:
        """Settle what is being sent, and let go of the file."""
        for producer in self._producers:
            producer.close()
        with self._lock:
            self._own.close()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Our one connection, to one thread at a time: SQLite lets one writer in anyway."""
        with self._lock, typed_errors(self.path):
            yield self._own

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)


def _move(connection: sqlite3.Connection, group: str, move: Move) -> None:
    topic = move.partition.topic
    if sqlite_schema.position(connection, group, topic) != move.start:
        raise LogMisconfigured(
            f"group {group!r} is no longer at offset {move.start} of {topic!r}", "another process works on this log"
        )
    sqlite_schema.set_position(connection, group, topic, move.end)


def _write_state(connection: sqlite3.Connection, group: str, state: Mapping[str, bytes | None]) -> None:
    gone = [(group, key) for key, value in state.items() if value is None]
    kept = [(group, key, value) for key, value in state.items() if value is not None]
    connection.executemany("DELETE FROM state WHERE grp = ? AND key = ?", gone)
    connection.executemany("INSERT OR REPLACE INTO state (grp, key, value) VALUES (?, ?, ?)", kept)
