"""Faust's events as the log port's records, and a record that fails as a dead letter."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tocsin.contract.dead_letter import DeadLetter, dead_letter_message
from tocsin.embedded.events import DeadLettered
from tocsin.log.port import Delivered, Message, Partition
from tocsin.rules import RULES_VERSION


def delivered(event: Any) -> Delivered:
    """The event as it lies in the log."""
    message = event.message
    headers = tuple((name, bytes(value)) for name, value in _pairs(message.headers))
    told = Message(message.topic, message.key or b"", message.value or b"", headers)
    return Delivered(told, Partition(message.topic, message.partition), message.offset, int(message.timestamp * 1000))


def _pairs(headers: Any) -> list[tuple[str, bytes]]:
    return list(headers.items() if hasattr(headers, "items") else headers or ())


def dead_letter(stage: str, record: Delivered, error: BaseException) -> Message:
    letter = DeadLetter(
        stage=stage,
        error=type(error).__name__,
        message=str(error),
        topic=record.partition.topic,
        partition=record.partition.number,
        offset=record.offset,
        failed_at=datetime.now(UTC),
        rules_version=RULES_VERSION,
    )
    return dead_letter_message(letter, record.message)


def dead_lettered(stage: str, record: Delivered, error: BaseException) -> DeadLettered:
    """The event to be told once the dead letter is acknowledged."""
    where = f"{record.partition.topic}/{record.partition.number} {record.offset}"
    return DeadLettered(stage, f"{where}: {type(error).__name__}: {error}", type(error).__name__)
