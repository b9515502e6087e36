"""A processor over the embedded log: read a batch -> pure core -> one transaction of outputs, position and state.

So a kill at any moment leaves a message either wholly done or not begun. A message that the core cannot handle goes
to the dead letters in the same transaction. A log that is full or away is waited for, without end and without loss.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from tocsin.contract.dead_letter import DeadLetter, dead_letter_message
from tocsin.embedded.events import DeadLettered, Event, Listener, Preparing, Waits, Worked
from tocsin.log.port import Delivered, LogFull, LogUnavailable, Message, Partition
from tocsin.log.sqlite import Move, SqliteLog, Step
from tocsin.rules import RULES_VERSION

T = TypeVar("T")
_RETRY_S = (0.5, 15.0)
_POLL_S = 0.5


@dataclass(frozen=True, slots=True)
class Effects:
    """What one message comes to. `state` are changes of the stage's own keys; None deletes."""

    outputs: tuple[Message, ...] = ()
    state: Mapping[str, bytes | None] = field(default_factory=dict)
    events: tuple[Event, ...] = ()


class Core(Protocol):
    """A pure core, dressed for the log."""

    name: str
    topic: str
    batch: int

    def prepare(self, state: list[tuple[str, bytes]]) -> None:
        """Before the first message, and after a message that failed: forget everything but `state`."""
        ...

    def handle(self, message: Message) -> Effects:
        """Any exception means that this message cannot be handled."""
        ...


@dataclass(slots=True)
class _Batch:
    """What is to become durable as one."""

    start: int
    end: int
    outputs: list[Message] = field(default_factory=list)
    state: dict[str, bytes | None] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def add(self, offset: int, effects: Effects) -> None:
        self.end = offset + 1
        self.outputs += effects.outputs
        self.state.update(effects.state)
        self.events += effects.events


class Stage:
    """`run` in a thread of its own until `stop` is set. Raises `LogMisconfigured`."""

    def __init__(
        self,
        core: Core,
        log: SqliteLog,
        stop: threading.Event,
        listener: Listener,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._core, self._log, self._stop, self._listener, self._now = core, log, stop, listener, now
        self.name = core.name
        self._partition = Partition(core.topic)
        self._consumer = log.consumer(core.name, (core.topic,))
        self._position = self._consumer.committed().get(self._partition, 0)

    def run(self) -> None:
        self._listener(Preparing(self.name, ready=False))
        if self._prepare():
            self._listener(Preparing(self.name, ready=True))
        while not self._stop.is_set():
            records = self._patiently(lambda: self._consumer.poll(self._core.batch, _POLL_S))
            if records:
                self._work(records)

    def lag(self) -> int:
        """Messages not yet done. From any thread."""
        return self._log.end(self._core.topic) - self._position

    def _work(self, records: list[Delivered]) -> None:
        begun = time.monotonic()
        batch = self._fresh()
        for record in records:
            if self._stop.is_set():
                break  # what is done is kept, the others are read again at the next start
            try:
                effects = self._core.handle(record.message)
                for output in effects.outputs:
                    self._log.check(output)
            except Exception as error:
                # What was done before it must not be lost with what the core forgets now.
                if not (self._commit(batch) and self._prepare()):
                    return
                batch = self._fresh()
                effects = self._dead_letter(record, error)
            batch.add(record.offset, effects)
        if self._commit(batch):
            ages_s = tuple(max(0.0, time.time() - record.timestamp_ms / 1000) for record in records)
            seconds = time.monotonic() - begun
            self._listener(Worked(self.name, len(records), seconds, self.lag(), self._core.topic, ages_s))

    def _fresh(self) -> _Batch:
        return _Batch(self._position, self._position)

    def _prepare(self) -> bool:
        state = self._patiently(lambda: self._log.state(self.name))
        if state is None:
            return False
        self._core.prepare(state)
        return True

    def _commit(self, batch: _Batch) -> bool:
        """False when told to stop before it was durable; then none of it is."""
        if batch.end == batch.start:
            return True
        step = Step(self.name, [Move(self._partition, batch.start, batch.end)], batch.outputs, batch.state)
        if self._patiently(lambda: self._log.transact(step)) is None:
            return False
        self._position = batch.end
        for event in batch.events:
            self._listener(event)
        return True

    def _dead_letter(self, record: Delivered, error: Exception) -> Effects:
        letter = DeadLetter(
            stage=self.name,
            error=type(error).__name__,
            message=str(error),
            topic=record.partition.topic,
            partition=record.partition.number,
            offset=record.offset,
            failed_at=self._now(),
            rules_version=RULES_VERSION,
        )
        problem = f"{record.partition.topic} {record.offset}: {type(error).__name__}: {error}"
        told = DeadLettered(self.name, problem, type(error).__name__)
        return Effects((dead_letter_message(letter, record.message),), events=(told,))

    def _patiently(self, attempt: Callable[[], T]) -> T | None:
        """The attempt's result, tried until it comes; None when told to stop while waiting."""
        retry_s = _RETRY_S[0]
        while True:
            try:
                return attempt()
            except (LogFull, LogUnavailable) as error:
                self._listener(Waits(self.name, str(error), retry_s))
            if self._stop.wait(retry_s):
                return None
            retry_s = min(2 * retry_s, _RETRY_S[1])
