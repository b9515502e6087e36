"""The log over Apache Kafka, with kafka-python. What producers and sinks use; the processors use Faust.

Settings that are not the client's defaults say why beside them.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from kafka import KafkaConsumer, KafkaProducer, TopicPartition
from kafka import errors as kafka_errors
from kafka.admin import KafkaAdminClient
from kafka.structs import OffsetAndMetadata

from tocsin.log.kafka_greet import greet
from tocsin.log.port import (
    Consumer,
    Delivered,
    LogError,
    LogMisconfigured,
    LogUnavailable,
    Message,
    MessageRefused,
    Partition,
    Producer,
)

_MAX_REQUEST_BYTES = 2 * 1024 * 1024  # the topics' max.message.bytes
_SILENCE_SESSIONS = 6  # session timeouts without a word from the group's coordinator, and a client is given up
_CLOSE_S = 5.0  # twice that and a poller's own end fit into the 30 s that a service has
_BUFFERED_SENDS = 10_000  # sends in flight before `send` waits: bounds memory while the broker is away


@dataclass(frozen=True, slots=True)
class KafkaAddress:
    """`bootstrap` is `host:port,...`; `security` are the client's security options (both clients share them).

    `session_ms`: after so long without a sign of life a group deals a consumer's partitions to others.
    """

    bootstrap: str
    security: Mapping[str, Any] = field(default_factory=dict)
    client_id: str = "tocsin"
    session_ms: int = 10_000

    def client_options(self) -> dict[str, Any]:
        return {
            "bootstrap_servers": self.bootstrap.split(","),
            "client_id": self.client_id,
            # a misspelt topic must fail, not come into being
            "allow_auto_create_topics": False,
            # after an outage the clients must be back within seconds, not after half a minute
            "reconnect_backoff_max_ms": 2_000,
            **self.security,
        }

    def greet(self) -> None:
        """Raises `LogMisconfigured` for a certificate or user that is refused, `LogUnavailable` if none answers."""
        greet(self.bootstrap, self.security)


def typed_error(error: BaseException) -> LogError:
    """The port's error for one of the client's."""
    if isinstance(error, LogError):
        return error
    told = f"{type(error).__name__}: {error}"
    if isinstance(error, kafka_errors.MessageSizeTooLargeError | kafka_errors.RecordListTooLargeError):
        return MessageRefused(told)
    if isinstance(error, kafka_errors.UnknownTopicOrPartitionError | kafka_errors.InvalidTopicError):
        return LogMisconfigured(told, "create the topics with `tocsin topics apply`")
    # the client tells of some refusals, as of InitProducerId, in words alone
    wordy = "AuthorizationFailedError" in str(error)
    if wordy or isinstance(error, kafka_errors.AuthorizationError | kafka_errors.SaslAuthenticationFailedError):
        return LogMisconfigured(told, "check the user, its password and its access rights (deploy/kafka/acls.toml)")
    return LogUnavailable(told)


def missing(address: KafkaAddress, topics: tuple[str, ...]) -> list[str]:
    """Those of `topics` that the cluster has not. Raises `LogError`, also for one that we have no right to."""
    address.greet()
    options = address.client_options()
    options.pop("allow_auto_create_topics")
    try:
        with closing(KafkaAdminClient(**options)) as admin:
            codes = {topic["name"]: topic["error_code"] for topic in admin.describe_topics(list(topics))}
    except (kafka_errors.KafkaError, OSError) as error:
        raise typed_error(error) from error
    forbidden = kafka_errors.TopicAuthorizationFailedError
    for topic, code in codes.items():
        if code == forbidden.errno:
            raise typed_error(forbidden(topic))
    return [topic for topic in topics if codes.get(topic)]


def require(address: KafkaAddress, topics: tuple[str, ...]) -> tuple[str, ...]:
    """`topics`. Raises `LogMisconfigured` for the first of them that the cluster has not; `LogError`."""
    if absent := missing(address, topics):
        raise LogMisconfigured(f"no topic {absent[0]!r}", "create the topics with `tocsin topics apply`")
    return topics


class KafkaLog:
    """A `Log` over one cluster. Making it touches no network; the first producer or consumer does."""

    def __init__(self, address: KafkaAddress) -> None:
        self._address = address
        self._made: list[KafkaLogProducer | KafkaLogConsumer] = []

    def producer(self) -> Producer:
        made = KafkaLogProducer(self._address)
        self._made.append(made)
        return made

    def consumer(self, group: str, topics: tuple[str, ...]) -> Consumer:
        made = KafkaLogConsumer(self._address, group, topics)
        self._made.append(made)
        return made

    def close(self) -> None:
        """Closes what was made here: a consumer left open would keep its partitions."""
        while self._made:
            self._made.pop().close()


class KafkaLogProducer:
    """Idempotent, acks=all (the client's defaults), waiting without end for a broker that is away."""

    def __init__(self, address: KafkaAddress) -> None:
        address.greet()
        try:
            self._client = KafkaProducer(
                **address.client_options(),
                linger_ms=10,  # with the larger batch about twice the throughput, for 10 ms of latency
                batch_size=131_072,
                max_request_size=_MAX_REQUEST_BYTES,
                # an outage must not fail a send: it is waited for, `flush` tells who is impatient
                delivery_timeout_ms=2**31 - 1,
                compression_type="lz4",
            )
        except (kafka_errors.KafkaError, OSError, ValueError) as error:
            raise typed_error(error) from error
        self._address, self._known = address, set[str]()
        self._room = threading.BoundedSemaphore(_BUFFERED_SENDS)

    def send(self, message: Message) -> Future[int]:
        """As the port says. Waits while `_BUFFERED_SENDS` sends are in flight."""
        acknowledged: Future[int] = Future()
        acknowledged.set_running_or_notify_cancel()
        self._room.acquire()
        try:
            self._require(message.topic)
            sent = self._client.send(message.topic, value=message.value, key=message.key, headers=list(message.headers))
        except Exception as error:  # the client raises assertion errors for keys and values, too
            self._room.release()
            acknowledged.set_exception(typed_error(error))
            return acknowledged
        sent.add_callback(self._succeeded, acknowledged)
        sent.add_errback(self._failed, acknowledged)
        return acknowledged

    def _require(self, topic: str) -> None:
        """The client waits a minute for a topic that is not there, and then calls it a time-out."""
        if topic in self._known:
            return
        if missing(self._address, (topic,)):
            raise MessageRefused(f"no topic {topic!r}")
        self._known.add(topic)

    def _succeeded(self, acknowledged: Future[int], metadata: Any) -> None:
        self._room.release()
        acknowledged.set_result(metadata.offset)

    def _failed(self, acknowledged: Future[int], error: BaseException) -> None:
        self._room.release()
        acknowledged.set_exception(typed_error(error))

    def flush(self, timeout_s: float) -> None:
        try:
            self._client.flush(timeout=timeout_s)
        except kafka_errors.KafkaError as error:
            raise LogUnavailable(f"not acknowledged within {timeout_s} s: {error}") from error

    def close(self) -> None:
        """Waits a while for what is in flight. What is unacknowledged then fails, and is its sender's to send again.

        Twice does no harm.
        """
        try:
            self._client.close(timeout=_CLOSE_S)
        except kafka_errors.KafkaTimeoutError:  # the client gives up before it has ended its thread
            self._client._sender.force_close()
            self._client._sender.join(_CLOSE_S)


class KafkaLogConsumer:
    """Commits only when told, starts at the beginning. One thread."""

    def __init__(self, address: KafkaAddress, group: str, topics: tuple[str, ...]) -> None:
        self._address, self._group, self._topics = address, group, topics
        self._client = self._opened()

    def _opened(self) -> Any:
        require(self._address, self._topics)
        try:
            return KafkaConsumer(
                *self._topics,
                **self._address.client_options(),
                group_id=self._group,
                session_timeout_ms=self._address.session_ms,
                heartbeat_interval_ms=self._address.session_ms // 4,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                # deduplicate writes in transactions: what is not committed may never come true
                isolation_level="read_committed",
                max_partition_fetch_bytes=_MAX_REQUEST_BYTES,
            )
        except (kafka_errors.KafkaError, OSError, ValueError) as error:
            raise typed_error(error) from error

    def poll(self, max_records: int, timeout_s: float) -> list[Delivered]:
        if self._heard_nothing_s() > _SILENCE_SESSIONS * self._address.session_ms / 1000:
            self._begin_again()
        try:
            batches = self._client.poll(timeout_ms=int(timeout_s * 1000), max_records=max_records)
        except kafka_errors.KafkaError as error:
            raise typed_error(error) from error
        return [_delivered(record) for records in batches.values() for record in records]

    def _heard_nothing_s(self) -> float:
        """Since the coordinator's last word. The client has no public way to it."""
        heartbeat = self._client._coordinator.heartbeat
        return time.monotonic() - float(max(heartbeat.last_receive, heartbeat.last_reset))

    def _begin_again(self) -> None:
        """A new client, from the committed positions. Seen on a starved machine: the client waits for ever for the
        answer to one heartbeat, the group has long dealt its partitions to others, and every poll returns at once."""
        fresh = self._opened()
        self._client.close(autocommit=False, timeout_ms=1_000)
        self._client = fresh

    def commit(self, positions: Mapping[Partition, int]) -> None:
        offsets = {
            TopicPartition(p.topic, p.number): OffsetAndMetadata(offset, "", -1) for p, offset in positions.items()
        }
        try:
            self._client.commit(offsets)
        except kafka_errors.CommitFailedError:
            # The group was dealt anew meanwhile: trying again could never help. Who has the partition now reads it
            # from the old position, and the next poll tells us what is ours.
            return
        except kafka_errors.KafkaError as error:
            raise typed_error(error) from error

    def committed(self) -> Mapping[Partition, int]:
        try:
            found = {tp: self._client.committed(tp) for tp in self._client.assignment()}
        except kafka_errors.KafkaError as error:
            raise typed_error(error) from error
        return {Partition(tp.topic, tp.partition): offset for tp, offset in found.items() if offset is not None}

    def lag(self) -> int:
        assigned = list(self._client.assignment())
        try:
            ends = self._client.end_offsets(assigned)
            starts = self._client.beginning_offsets(assigned)
        except kafka_errors.KafkaError as error:
            raise typed_error(error) from error
        committed = self.committed()
        done = {tp: committed.get(Partition(tp.topic, tp.partition), starts[tp]) for tp in assigned}
        return sum(max(0, ends[tp] - done[tp]) for tp in assigned)

    def close(self) -> None:
        """Twice does no harm."""
        self._client.close(autocommit=False)


def _delivered(record: Any) -> Delivered:
    headers = tuple((name, bytes(value)) for name, value in record.headers)
    message = Message(record.topic, record.key or b"", record.value or b"", headers)
    return Delivered(message, Partition(record.topic, record.partition), record.offset, record.timestamp)
