"""The topic `dead-letters` for an operator: look, send back, drop. What was replayed or dropped is remembered on the
topic itself, as a note after the letter, so that doing it twice does nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kafka import KafkaConsumer, TopicPartition
from kafka import errors as kafka_errors

from tocsin import topics
from tocsin.log.kafka import KafkaAddress, KafkaLog, typed_error
from tocsin.log.port import Message, Producer

_NOTE = "dl_note"
_TOPIC = TopicPartition(topics.DEAD_LETTERS.name, 0)
_ACKNOWLEDGE_S = 30.0


@dataclass(frozen=True, slots=True)
class Letter:
    """`fate` is None, `replayed` or `dropped`. `number` is its offset in the topic."""

    number: int
    id: str
    stage: str
    error: str
    problem: str
    topic: str
    partition: int
    offset: int
    failed_at: str
    origin: Message
    fate: str | None = None


def letters(records: list[tuple[int, Message]]) -> list[Letter]:
    """Pure: one for each `dl_id` (a stage may fail on a message again), with the fate noted last."""
    found: dict[str, Letter] = {}
    fates: dict[str, str] = {}
    for number, message in records:
        headers = {name: value.decode("utf-8", "replace") for name, value in message.headers}
        unique = headers.get("dl_id", f"offset-{number}")
        if _NOTE in headers:
            fates[unique] = headers[_NOTE]
            continue
        found.setdefault(unique, _letter(number, unique, headers, message))
    return [_with_fate(letter, fates.get(letter.id)) for letter in found.values()]


def _letter(number: int, unique: str, headers: dict[str, str], message: Message) -> Letter:
    origin_headers = tuple((n, v) for n, v in message.headers if not n.startswith("dl_"))
    topic = headers.get("dl_topic", "")
    return Letter(
        number=number,
        id=unique,
        stage=headers.get("dl_stage", ""),
        error=headers.get("dl_error", ""),
        problem=headers.get("dl_message", ""),
        topic=topic,
        partition=int(headers.get("dl_partition", -1)),
        offset=int(headers.get("dl_offset", -1)),
        failed_at=headers.get("dl_failed_at", ""),
        origin=Message(topic, message.key, message.value, origin_headers),
    )


def _with_fate(letter: Letter, fate: str | None) -> Letter:
    return Letter(**{**{name: getattr(letter, name) for name in Letter.__slots__}, "fate": fate})


def read(address: KafkaAddress) -> list[Letter]:
    """All letters that the topic still holds. Raises `LogError`."""
    address.greet()
    try:
        options = address.client_options()
        consumer = KafkaConsumer(**options, enable_auto_commit=False, isolation_level="read_committed")
        try:
            return letters(_all(consumer))
        finally:
            consumer.close(autocommit=False)
    except (kafka_errors.KafkaError, OSError) as error:
        raise typed_error(error) from error


def _all(consumer: KafkaConsumer) -> list[tuple[int, Message]]:
    consumer.assign([_TOPIC])
    consumer.seek_to_beginning(_TOPIC)
    end = consumer.end_offsets([_TOPIC])[_TOPIC]
    found: list[tuple[int, Message]] = []
    while consumer.position(_TOPIC) < end:
        for records in consumer.poll(timeout_ms=500).values():
            for r in records:
                headers = tuple((name, bytes(value)) for name, value in r.headers)
                found.append((r.offset, Message(_TOPIC.topic, r.key or b"", r.value or b"", headers)))
    return found


def replay(address: KafkaAddress, chosen: list[Letter], told: Callable[[Letter], None]) -> int:
    """Send each back to its topic, then note it; those with a fate are passed over. How many were sent.

    A kill between the two sends it again at the next try; the stages know a message that comes twice.
    """
    log = KafkaLog(address)
    try:
        producer = log.producer()
        for letter in (waiting := [one for one in chosen if one.fate is None]):
            producer.send(letter.origin).result(_ACKNOWLEDGE_S)
            _note(producer, letter, "replayed")
            told(letter)
        return len(waiting)
    finally:
        log.close()


def drop(address: KafkaAddress, chosen: list[Letter], told: Callable[[Letter], None]) -> int:
    """Note each as dropped; the bytes go with the topic's retention. How many were."""
    log = KafkaLog(address)
    try:
        producer = log.producer()
        for letter in (waiting := [one for one in chosen if one.fate is None]):
            _note(producer, letter, "dropped")
            told(letter)
        return len(waiting)
    finally:
        log.close()


def _note(producer: Producer, letter: Letter, fate: str) -> None:
    headers = (("dl_id", letter.id.encode()), (_NOTE, fate.encode()))
    producer.send(Message(_TOPIC.topic, letter.origin.key, b"", headers)).result(_ACKNOWLEDGE_S)
