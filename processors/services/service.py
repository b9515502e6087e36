"""A stage as a Faust service: events in batches to the stage, and acknowledged when the stage has finished them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from processors.services.careful import CarefulApp
from processors.services.records import delivered
from processors.services.stage import Halted, Stage
from processors.services.status import Status
from tocsin import metrics
from tocsin.embedded.events import Worked
from tocsin.embedded.instrument import instrument

_IDLE_S = 1.0
_PROBE_S = 5.0


class Service:
    """Hangs the stage into the app. `failure` is what ended it, None while all is well."""

    def __init__(self, app: CarefulApp, stage: Stage, status: Status, batch_records: int) -> None:
        self._app, self._stage, self._status, self._limit = app, stage, status, batch_records
        self._waiting: asyncio.Queue[Any] = asyncio.Queue(maxsize=batch_records)
        self.failure: Exception | None = None
        metrics.HALTED.labels(stage=stage.name).set(0)
        source = app.topic(stage.topic, key_serializer="raw", value_serializer="raw")
        app.agent(source, name=stage.name, concurrency=1)(self._take)
        app.task(self._work)
        app.task(self._watch)
        app.on_partitions_assigned.connect(self._assigned)

    async def _take(self, stream: Any) -> None:
        """The agent. Nothing here can fail, and what waits here is bounded."""
        async for event in stream.events():
            await self._waiting.put(event)

    async def _assigned(self, *_: Any, **__: Any) -> None:
        self._status.fine("assignment")
        metrics.REBALANCES.labels(self._stage.name).inc()

    async def _work(self) -> None:
        try:
            while True:
                batch = await self._batch()
                self._status.beat()
                if batch:
                    await self._finish(batch)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # told by the command, which exits with it
            self.failure = error
            await self._app.crash(error)

    async def _batch(self) -> list[Any]:
        """What waits, of the generation now in force: what is older is delivered to whom the partition is dealt."""
        try:
            batch = [await asyncio.wait_for(self._waiting.get(), _IDLE_S)]
        except TimeoutError:
            return []
        while len(batch) < self._limit and not self._waiting.empty():
            batch.append(self._waiting.get_nowait())
        return [event for event in batch if self._in_force(event)]

    def _in_force(self, event: Any) -> bool:
        return bool(event.message.generation_id == self._app.consumer_generation_id)

    async def _finish(self, batch: list[Any]) -> None:
        records = [delivered(event) for event in batch]
        halted, begun = False, time.monotonic()
        try:
            finished = await self._stage.handle(records, lambda: self._in_force(batch[-1]))
        except Halted as error:
            finished, halted = error.finished, True
        for event in batch[:finished]:
            self._app.finish(event.message)
        now = time.time()
        ages_s = tuple(max(0.0, now - record.timestamp_ms / 1000) for record in records[:finished])
        seconds = time.monotonic() - begun
        instrument(Worked(self._stage.name, finished, seconds, None, self._stage.topic, ages_s))
        if halted:
            await self._halt()

    async def _halt(self) -> None:
        """Until an operator looks and starts it again. The offset stays where the trouble begins."""
        metrics.HALTED.labels(stage=self._stage.name).set(1)
        self._status.trouble("poison", "halted: too many messages cannot be handled; see the dead letters")
        while True:
            self._status.beat()
            await asyncio.sleep(_IDLE_S)

    async def _watch(self) -> None:
        """Readiness while nothing moves: can the broker be reached?"""
        while True:
            try:
                reached = await asyncio.wait_for(self._stage.reaches_broker(), _PROBE_S)
            except TimeoutError:
                reached = False
            if reached:
                self._status.fine("broker")
            else:
                self._status.trouble("broker", "cannot be reached")
            await asyncio.sleep(_PROBE_S)
