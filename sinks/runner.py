"""Consume -> add -> flush -> commit: the one loop that every sink runs in.

The offset is committed only after the store has committed, so a kill between the two brings the batch again, and
the sink's upserts make nothing of it. A store or log that is away is waited for without end; only a record that
cannot be read, or that its store will never take, is dead-lettered, and that send is acknowledged before the offset
moves.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from sinks.port import Sink, StoreRefused, StoreUnavailable
from tocsin.contract.codec import ContractError
from tocsin.contract.dead_letter import DeadLetter, dead_letter_message
from tocsin.log.port import Consumer, Delivered, LogFull, LogUnavailable, Partition, Producer
from tocsin.rules import RULES_VERSION

T = TypeVar("T")
_ACKNOWLEDGE_S = 30.0
_RETRY_S = (0.5, 30.0)


@dataclass(frozen=True, slots=True)
class Stored:
    """A batch is in the store. `ages_s` is how long ago each record was appended to its topic."""

    sink: str
    records: int
    seconds: float
    ages_s: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record that cannot be read, or that the store will never take, went to the dead letters.

    `error` is the class of the error.
    """

    sink: str
    problem: str
    error: str = "unknown"


@dataclass(frozen=True, slots=True)
class Paused:
    """The store or the log is away; tried again in `retry_s`."""

    sink: str
    problem: str
    retry_s: float


@dataclass(frozen=True, slots=True)
class Turned:
    """The loop has gone round: a second at most between two of these, or a `Paused` every half minute."""

    sink: str


Listener = Callable[[Stored | Unreadable | Paused | Turned], None]


class SinkRunner:
    """`run` in a thread of its own until `stop` is set. Raises `StoreMisconfigured` or `LogMisconfigured`."""

    def __init__(
        self,
        sink: Sink,
        consumer: Consumer,
        dead_letters: Producer,
        stop: threading.Event,
        *,
        batch_records: int = 500,
        batch_seconds: float = 1.0,
        listener: Listener = lambda _event: None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sink, self._consumer, self._dead_letters, self._stop = sink, consumer, dead_letters, stop
        self._batch_records, self._batch_seconds = batch_records, batch_seconds
        self._listener, self._now = listener, now
        self._positions: dict[Partition, int] = {}
        self._count, self._since = 0, 0.0
        self._appended_ms: list[int] = []

    def run(self) -> None:
        while not self._stop.is_set():
            self.step()
        self._store()

    def step(self) -> None:
        """Read what there is, and store it when the batch is large or old enough."""
        self._listener(Turned(self._sink.name))
        room = self._batch_records - self._count
        age = time.monotonic() - self._since if self._count else 0.0
        records = self._patiently(lambda: self._consumer.poll(room, max(0.0, min(0.5, self._batch_seconds - age))))
        for record in records or ():
            if not self._count:
                self._since = time.monotonic()
            if not self._take(record):
                return
        full = self._count >= self._batch_records
        if self._count and (full or time.monotonic() - self._since >= self._batch_seconds):
            self._store()

    def _take(self, record: Delivered) -> bool:
        try:
            self._sink.add(record)
        except ContractError as error:
            if not self._bury(record, type(error).__name__, str(error)):
                return False
        self._positions[record.partition] = record.offset + 1
        self._appended_ms.append(record.timestamp_ms)
        self._count += 1
        return True

    def _bury(self, record: Delivered, error: str, problem: str) -> bool:
        letter = DeadLetter(
            stage=f"sink {self._sink.name}",
            error=error,
            message=problem,
            topic=record.partition.topic,
            partition=record.partition.number,
            offset=record.offset,
            failed_at=self._now(),
            rules_version=RULES_VERSION,
        )
        message = dead_letter_message(letter, record.message)
        if self._patiently(lambda: self._dead_letters.send(message).result(_ACKNOWLEDGE_S)) is None:
            return False
        self._listener(Unreadable(self._sink.name, problem, error))
        return True

    def _store(self) -> None:
        """Rule 5: the store first, then the offset."""
        if not self._count:
            return
        begun = time.monotonic()
        if not self._flushed() or self._patiently(self._commit) is None:
            return
        now = self._now().timestamp()
        ages_s = tuple(max(0.0, now - appended / 1000) for appended in self._appended_ms)
        self._listener(Stored(self._sink.name, self._count, time.monotonic() - begun, ages_s))
        self._positions, self._count, self._appended_ms = {}, 0, []

    def _flushed(self) -> bool:
        """What the store refuses for good goes to the dead letters, all else into the store. False: told to stop."""
        while True:
            try:
                return self._patiently(self._flush) is not None
            except StoreRefused as error:
                for record, problem in error.refused.items():
                    if not self._bury(record, type(error).__name__, problem):
                        return False

    def _flush(self) -> bool:
        self._sink.flush()
        return True

    def _commit(self) -> Mapping[Partition, int]:
        self._consumer.commit(self._positions)
        return self._positions

    def _patiently(self, attempt: Callable[[], T]) -> T | None:
        """The attempt's result, tried until it comes; None when told to stop meanwhile (nothing was committed)."""
        retry_s = _RETRY_S[0]
        while True:
            try:
                return attempt()
            except (StoreUnavailable, LogUnavailable, LogFull, TimeoutError) as error:
                self._listener(Paused(self._sink.name, str(error), retry_s))
            if self._stop.wait(retry_s):
                return None
            retry_s = min(2 * retry_s, _RETRY_S[1])
