"""What a stage is to its service, and the errors that end one.

StageStopped            the stage can go on no more
 +- Halted              it can read nothing (poison): wait for the operator, offset not moved
 +- DeadLetterRefused   a dead letter will never be taken: exit non-zero, offset not moved
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from tocsin.log.port import Delivered


class StageStopped(Exception):  # noqa: N818
    """The stage can go on no more."""


class Halted(StageStopped):
    """Too much of the input cannot be read. `finished` records of the batch are done."""

    def __init__(self, finished: int) -> None:
        super().__init__("too many messages in a row, or too large a share of them, cannot be handled")
        self.finished = finished


class DeadLetterRefused(StageStopped):
    """What cannot be handled cannot be put aside either."""


class Stage(Protocol):
    name: str
    topic: str

    async def start(self) -> None: ...

    async def handle(self, records: Sequence[Delivered], ours: Callable[[], bool]) -> int:
        """All effects of the records are durable when it returns how many it finished; the rest are no longer `ours`.

        Raises `StageStopped`, `LogMisconfigured`. Nothing else of a message's making may come out.
        """
        ...

    async def reaches_broker(self) -> bool: ...

    async def stop(self) -> None: ...
