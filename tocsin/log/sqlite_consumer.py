"""Reads from the embedded log for a group."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from tocsin.log import sqlite_schema
from tocsin.log.port import Delivered, Partition
from tocsin.log.sqlite_errors import typed_errors
from tocsin.log.sqlite_schema import Bell, connect, transaction

_LOOK_EVERY_S = 0.25
"""How soon another process's appends are found. Ours ring the bell."""


class SqliteConsumer:
    """One thread. Starts at the group's committed positions, else at the beginning."""

    def __init__(self, path: Path, bell: Bell, group: str, topics: tuple[str, ...]) -> None:
        self._path, self._bell, self._group, self._topics = path, bell, group, topics
        with typed_errors(path):
            self._connection = connect(path)
            self._next = {t: sqlite_schema.position(self._connection, group, t) for t in topics}

    def poll(self, max_records: int, timeout_s: float) -> list[Delivered]:
        """The next records in order per topic; empty after `timeout_s` without any. Raises a `LogError`."""
        deadline = time.monotonic() + timeout_s
        while True:
            heard = self._bell.count()
            found = self._read(max_records)
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            self._bell.wait(heard, min(left, _LOOK_EVERY_S))

    def _read(self, max_records: int) -> list[Delivered]:
        found: list[Delivered] = []
        with typed_errors(self._path):
            self._topics = (*self._topics[1:], *self._topics[:1])  # so that a busy topic starves no other
            for topic in self._topics:
                rest = max_records - len(found)
                if rest > 0:
                    found += sqlite_schema.read(self._connection, topic, self._next[topic], rest)
        for delivered in found:
            self._next[delivered.partition.topic] = delivered.offset + 1
        return found

    def commit(self, positions: Mapping[Partition, int]) -> None:
        """Durably set the next offsets to read. Raises `LogError`; then the old positions stand."""
        with typed_errors(self._path), transaction(self._connection):
            for partition, offset in positions.items():
                sqlite_schema.set_position(self._connection, self._group, partition.topic, offset)

    def committed(self) -> Mapping[Partition, int]:
        """The group's durable positions in its topics; one never committed is absent."""
        with typed_errors(self._path):
            rows = self._connection.execute("SELECT topic, next_offset FROM positions WHERE grp = ?", (self._group,))
            return {Partition(topic): offset for topic, offset in rows if topic in self._topics}

    def lag(self) -> int:
        """Records appended and not yet committed by the group."""
        committed = self.committed()
        with typed_errors(self._path):
            ends = {t: sqlite_schema.next_offset(self._connection, t) for t in self._topics}
        return sum(end - committed.get(Partition(topic), 0) for topic, end in ends.items())

    def close(self) -> None:
        self._connection.close()
