"""Sends into the embedded log: one writing thread, which commits what has piled up as one transaction."""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import wait as wait_for
from pathlib import Path

from tocsin.log.port import LogError, LogUnavailable, Message
from tocsin.log.sqlite_errors import typed_errors
from tocsin.log.sqlite_schema import Bell, append_once, connect, transaction

_BATCH = 500
_Item = tuple[Message, "Future[int]"]


class SqliteProducer:
    """Thread-safe. Nothing is retried here: a failed send's future carries the error, and the caller decides.

    Idempotent by CloudEvents id: sending an event again gives its first offset.
    """

    def __init__(self, path: Path, bell: Bell, clock: Callable[[], float], check: Callable[[Message], None]) -> None:
        self._path, self._bell, self._clock, self._check = path, bell, clock, check
        self._waiting: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._unsettled: set[Future[int]] = set()
        self._lock, self._closed = threading.Lock(), False
        self._thread = threading.Thread(target=self._write, name="log-producer", daemon=True)
        self._thread.start()

    def send(self, message: Message) -> Future[int]:
        """Resolves to the offset once the record is on the disk; fails with a `LogError`."""
        future: Future[int] = Future()
        try:
            self._check(message)
        except LogError as error:
            future.set_exception(error)
            return future
        with self._lock:
            if self._closed:
                future.set_exception(LogUnavailable("the producer is closed"))
                return future
            self._unsettled.add(future)
            self._waiting.put((message, future))
        return future

    def flush(self, timeout_s: float) -> None:
        """Wait until every send so far is settled. Raises `LogUnavailable` on time-out."""
        with self._lock:
            pending = set(self._unsettled)
        if wait_for(pending, timeout_s).not_done:
            raise LogUnavailable(f"not all sends were settled within {timeout_s} s")

    def close(self) -> None:
        """Settle what was sent before, take nothing more."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._waiting.put(None)
        self._thread.join()

    def _write(self) -> None:
        connection: sqlite3.Connection | None = None
        going = True
        while going:
            batch, going = self._take()
            if not batch:
                continue
            try:
                with typed_errors(self._path):
                    connection = connection or connect(self._path)
                    with transaction(connection):
                        offsets = append_once(connection, [message for message, _ in batch], int(self._clock() * 1000))
            except LogError as error:
                self._settle(batch, error)
            else:
                self._settle(batch, offsets)
                self._bell.ring()
        if connection is not None:
            connection.close()

    def _take(self) -> tuple[list[_Item], bool]:
        """Wait for one, then take what is there; False when it was the last."""
        batch: list[_Item] = []
        item = self._waiting.get()
        while item is not None:
            batch.append(item)
            if len(batch) >= _BATCH:
                return batch, True
            try:
                item = self._waiting.get_nowait()
            except queue.Empty:
                return batch, True
        return batch, False

    def _settle(self, batch: list[_Item], outcome: list[int] | LogError) -> None:
        with self._lock:
            self._unsettled.difference_update(future for _, future in batch)
        for index, (_, future) in enumerate(batch):
            if not future.set_running_or_notify_cancel():
                continue  # cancelled by who sent it; the record may be there all the same
            if isinstance(outcome, LogError):
                future.set_exception(outcome)
            else:
                future.set_result(outcome[index])
