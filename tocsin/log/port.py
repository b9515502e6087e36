"""The log port. What a producer or a sink may expect of any log; one contract suite holds every log to it.

1. A send is durable when its acknowledgement resolves, not before; it may then be called seen.
2. Records of one key keep their order; offsets in a partition only grow.
3. A consumer group starts at its committed position, else at the beginning. Nothing commits by itself.
4. `commit` moves the group's position; after a crash reading goes on from there, so a record may come twice,
   never not at all.

    LogError                   the log refused or cannot be had
     +- LogUnavailable         away for now: wait and try again, nothing is wrong with the message
     +- LogFull                no room (disk, quota): wait; the operator must act
     +- MessageRefused         this message will never be taken (too large, unknown topic)
     +- LogMisconfigured       wrong path, address or credentials: stop and say so
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


class LogError(Exception):
    """The log refused, or cannot be had."""


class LogUnavailable(LogError):  # noqa: N818 - the tree above reads better without four suffixes
    """Away for now; wait."""


class LogFull(LogError):  # noqa: N818
    """No room; wait, and tell the operator."""


class MessageRefused(LogError):  # noqa: N818
    """This message will never be taken."""


class LogMisconfigured(LogError):  # noqa: N818
    """A wrong path, address or credential; `remedy` is one line for the user."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(f"{message}; {remedy}" if remedy else message)
        self.remedy = remedy


Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: UTF-8 key, JSON value (raw bytes for dead letters), CloudEvents headers."""

    topic: str
    key: bytes
    value: bytes
    headers: Headers = ()


@dataclass(frozen=True, slots=True, order=True)
class Partition:
    topic: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Delivered:
    """What is read. `timestamp_ms` is the send time (Unix, ms)."""

    message: Message
    partition: Partition
    offset: int
    timestamp_ms: int


@runtime_checkable
class Producer(Protocol):
    """Sends. Thread-safe."""

    def send(self, message: Message) -> Future[int]:
        """Resolves to the offset when the log has acknowledged; fails with a `LogError`."""
        ...

    def flush(self, timeout_s: float) -> None:
        """Wait until every send so far is settled. Raises `LogUnavailable` on time-out."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class Consumer(Protocol):
    """Reads for a group. One thread."""

    def poll(self, max_records: int, timeout_s: float) -> list[Delivered]:
        """The next records in order per partition; empty after `timeout_s` without any."""
        ...

    def commit(self, positions: Mapping[Partition, int]) -> None:
        """Durably set the next offset to read. Raises `LogError`; then the old position stands."""
        ...

    def committed(self) -> Mapping[Partition, int]:
        """The group's durable positions; a partition never committed is absent."""
        ...

    def lag(self) -> int:
        """Records appended and not yet committed by the group."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class Log(Protocol):
    """A log that can be written and read."""

    def producer(self) -> Producer: ...

    def consumer(self, group: str, topics: tuple[str, ...]) -> Consumer: ...

    def close(self) -> None: ...
