"""The few things in which SQL stores differ for a reader; and a pool of their connections."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Generic, Protocol, TypeVar

Rows = list[tuple[object, ...]]
C = TypeVar("C")


class Database(Protocol):
    """Rows hold text, numbers and None only: times as RFC 3339 UTC, days as ISO 8601, JSON as text."""

    def rows(self, sql: str, parameters: Mapping[str, object]) -> Rows:
        """Parameters are `:name` in the SQL. Raises `StoreError` (sinks/port.py)."""
        ...

    def day(self, moment: str) -> str:
        """The SQL of the UTC day, `2026-03-08`, of a time."""
        ...

    def scanned(self, table: str) -> str:
        """The SQL of a table that is read in whole: in the order in which it lies, not by an index."""
        ...

    def close(self) -> None: ...


class Pool(Generic[C]):
    """Connections of any thread, at most `size`; a thread that finds none waits. A broken one is not put back."""

    def __init__(self, size: int, connect: Callable[[], C], close: Callable[[C], None]) -> None:
        self._connect, self._close = connect, close
        self._places: queue.LifoQueue[C | None] = queue.LifoQueue()
        for _ in range(size):
            self._places.put(None)

    @contextmanager
    def connection(self) -> Iterator[C]:
        held = self._places.get()
        try:
            if held is None:
                held = self._connect()
            yield held
        except BaseException:
            if held is not None:
                self._close(held)
            self._places.put(None)
            raise
        self._places.put(held)

    def close(self) -> None:
        while not self._places.empty():
            if (held := self._places.get()) is not None:
                self._close(held)
