"""Sends whose acknowledgement is awaited, over aiokafka.

Refused          this message will never be taken (too large)
LogMisconfigured no such topic, no right to write it, wrong credentials: stop and say so
everything else  the broker is away: waited for, without end
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from aiokafka import AIOKafkaProducer
from aiokafka import errors as kafka_errors

from processors.services.status import Status
from tocsin.log.kafka_greet import greet_all
from tocsin.log.kafka_security import security_options
from tocsin.log.port import LogMisconfigured, LogUnavailable, Message
from tocsin.settings_services import KafkaSettings

T = TypeVar("T")
_MAX_REQUEST_BYTES = 2 * 1024 * 1024
RETRY_S = 1.0
OURS_TO_MEND = (
    kafka_errors.TopicAuthorizationFailedError,
    kafka_errors.GroupAuthorizationFailedError,
    kafka_errors.ClusterAuthorizationFailedError,
    kafka_errors.TransactionalIdAuthorizationFailed,
    kafka_errors.AuthenticationFailedError,
    kafka_errors.SaslAuthenticationFailed,
    kafka_errors.UnknownTopicOrPartitionError,
    kafka_errors.InvalidTopicError,
)
TOO_LARGE = (kafka_errors.MessageSizeTooLargeError, kafka_errors.RecordListTooLargeError)


class Refused(Exception):  # noqa: N818 - a verdict on one message, as in the log port
    """The log will never take `sent`."""

    def __init__(self, sent: Message, problem: str) -> None:
        super().__init__(problem)
        self.sent = sent


def make_producer(kafka: KafkaSettings, **options: Any) -> AIOKafkaProducer:
    return AIOKafkaProducer(
        bootstrap_servers=kafka.bootstrap.split(","),
        max_request_size=_MAX_REQUEST_BYTES,
        compression_type="lz4",
        acks="all",
        linger_ms=2,
        **security_options(kafka),
        **{"enable_idempotence": True, **options},
    )


async def started(make: Callable[[], T], kafka: KafkaSettings, status: Status) -> T:
    """A started producer or consumer; a broker that is away is waited for. Raises `LogMisconfigured`."""
    while True:
        client: Any = make()
        try:
            await client.start()
        except (*OURS_TO_MEND, ValueError) as error:
            raise misconfigured(error) from error
        except kafka_errors.KafkaError as error:
            with suppress(kafka_errors.KafkaError):
                await client.stop()
            await _refused(kafka)
            status.trouble("broker", f"{type(error).__name__}: {error}")
            status.beat()
            await asyncio.sleep(RETRY_S)
        else:
            status.fine("broker")
            return client  # type: ignore[no-any-return]


async def _refused(kafka: KafkaSettings) -> None:
    """Raises `LogMisconfigured` if it is not the broker's absence that keeps us out."""
    with suppress(LogUnavailable):
        await greet_all(kafka.bootstrap, security_options(kafka))


async def reach(kafka: KafkaSettings, status: Status) -> None:
    """Returns when the broker answers. Raises `LogMisconfigured`."""
    producer = await started(lambda: make_producer(kafka), kafka, status)
    await producer.stop()


def misconfigured(error: BaseException) -> LogMisconfigured:
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, kafka_errors.UnknownTopicOrPartitionError | kafka_errors.InvalidTopicError):
        return LogMisconfigured(told, "create the topics with `tocsin topics apply`")
    return LogMisconfigured(told, "check the user, its password and its access rights (deploy/kafka/acls.toml)")


class Sender:
    """An idempotent producer. Start it with `start`."""

    def __init__(self, kafka: KafkaSettings, status: Status) -> None:
        self._kafka, self._status = kafka, status
        self._producer: Any = None

    async def start(self) -> None:
        self._producer = await started(lambda: make_producer(self._kafka), self._kafka, self._status)

    async def deliver(self, messages: Sequence[Message]) -> list[Refused]:
        """Returns when the log has acknowledged every one that it did not refuse; those come back."""
        waiting, refused = list(messages), []
        while waiting:
            outcomes = await self._attempt(waiting)
            again = []
            for message, outcome in zip(waiting, outcomes, strict=True):
                if isinstance(outcome, TOO_LARGE):
                    refused.append(Refused(message, f"{type(outcome).__name__}: {outcome}"))
                elif isinstance(outcome, OURS_TO_MEND):
                    raise misconfigured(outcome) from outcome
                elif isinstance(outcome, BaseException):
                    again.append(message)
                    self._status.trouble("broker", f"{type(outcome).__name__}: {outcome}")
            waiting = again
            if waiting:
                await asyncio.sleep(RETRY_S)
        self._status.fine("broker")
        return refused

    async def _attempt(self, messages: list[Message]) -> list[Any]:
        """First hand all over, in order; then await what came of each."""
        handed: list[Any] = []
        for message in messages:
            try:
                handed.append(await send(self._producer, message))
            except kafka_errors.KafkaError as error:
                handed.append(error)
        acknowledged = asyncio.gather(*(h for h in handed if not isinstance(h, BaseException)), return_exceptions=True)
        while not acknowledged.done():
            await asyncio.wait([acknowledged], timeout=RETRY_S)
            self._status.beat()
            if not acknowledged.done():
                self._status.trouble("broker", "does not acknowledge")
        results = iter(acknowledged.result())
        return [h if isinstance(h, BaseException) else next(results) for h in handed]

    async def reaches_broker(self) -> bool:
        found: bool = await self._producer.client.force_metadata_update()
        return found

    async def stop(self) -> None:
        if self._producer is not None:
            await self._producer.stop()


async def send(producer: AIOKafkaProducer, message: Message) -> asyncio.Future[Any]:
    """Handed over; the future is the acknowledgement."""
    acknowledged: asyncio.Future[Any] = await producer.send(
        message.topic, value=message.value, key=message.key, headers=list(message.headers)
    )
    return acknowledged
