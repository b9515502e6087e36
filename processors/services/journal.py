"""Deduplicate's outputs, states and input position as one Kafka transaction: all of it becomes true, or none.

Opening a journal fences whoever held it before: the broker aborts what that one had under way and refuses its next
write. So there is one deduplicator, whatever the group coordinator believes. docs/decisions/0002-deduplicate-state.md
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka import errors as kafka_errors

from processors.services.sending import OURS_TO_MEND, RETRY_S, TOO_LARGE, Refused, make_producer, misconfigured, started
from processors.services.status import Status
from tocsin.log.port import Message
from tocsin.settings_services import KafkaSettings, ProcessSettings

_TRANSACTION = "tocsin-deduplicate"

StateRecord = tuple[str, bytes, bytes | None]
Step = Callable[[str], None]
"""Called with the name of each step just before it is taken; the fault tests end the process there."""


class Lost(Exception):  # noqa: N818
    """The transaction did not come true: another took over, or it took too long. What was applied must be forgotten."""


class Journal:
    def __init__(self, producer: Any, status: Status, at: Step) -> None:
        self._producer, self._status, self._at = producer, status, at

    @classmethod
    async def open(
        cls, kafka: KafkaSettings, process: ProcessSettings, status: Status, at: Step = lambda _step: None
    ) -> Journal:
        """Waits for the broker. Raises `LogMisconfigured`."""

        def make() -> AIOKafkaProducer:
            timeout_ms = int(process.transaction_timeout_s * 1000)
            return make_producer(kafka, transactional_id=_TRANSACTION, transaction_timeout_ms=timeout_ms)

        producer = await started(make, kafka, status)
        return cls(producer, status, at)

    async def commit(self, outputs: Sequence[Message], states: Sequence[StateRecord]) -> None:
        """Raises `Lost`, `Refused`, `LogMisconfigured`; then nothing of it is true."""
        try:
            await self._commit(outputs, states)
        except TOO_LARGE as error:
            raise Refused(outputs[0] if outputs else Message("", b"", b""), str(error)) from error
        except OURS_TO_MEND as error:
            raise misconfigured(error) from error
        except (kafka_errors.KafkaError, AssertionError) as error:  # aiokafka asserts on a broken transaction
            raise Lost(f"{type(error).__name__}: {error}") from error
        self._status.fine("broker")

    async def _commit(self, outputs: Sequence[Message], states: Sequence[StateRecord]) -> None:
        self._at("begin")
        await self._producer.begin_transaction()
        self._at("send revisions")
        sent = [await self._producer.send(m.topic, value=m.value, key=m.key, headers=list(m.headers)) for m in outputs]
        await self._patiently(asyncio.gather(*sent))
        self._at("send states")
        sent = [await self._producer.send(topic, value=value, key=key) for topic, key, value in states]
        await self._patiently(asyncio.gather(*sent))
        self._at("commit")
        await self._patiently(asyncio.ensure_future(self._producer.commit_transaction()))
        self._at("committed")

    async def _patiently(self, acknowledged: asyncio.Future[Any]) -> None:
        while not acknowledged.done():
            await asyncio.wait([acknowledged], timeout=RETRY_S)
            self._status.beat()
            if not acknowledged.done():
                self._status.trouble("broker", "does not acknowledge")
        acknowledged.result()

    async def reaches_broker(self) -> bool:
        found: bool = await self._producer.client.force_metadata_update()
        return found

    async def close(self) -> None:
        """What is under way is aborted by whoever opens the journal next."""
        with suppress(kafka_errors.KafkaError, AssertionError, TimeoutError):
            await asyncio.wait_for(self._producer.stop(), 5)
