"""An article that the log refuses for good, as a dead letter. Pure."""

from __future__ import annotations

from datetime import datetime

from producers.state_schema import Pending, unpack
from tocsin.contract.dead_letter import DeadLetter, dead_letter_message
from tocsin.contract.identity import digest
from tocsin.log.port import Message, MessageRefused
from tocsin.rules import RULES_VERSION

_NOWHERE = -1
"""Partition and offset of what never came into the log."""


def refused_letter(pending: Pending, refusal: MessageRefused, failed_at: datetime, limit: int | None) -> Message:
    """At most `limit` bytes of the article. Its `dl_id` is of the article's version: it has no offset to be of."""
    origin = unpack(pending.message)
    letter = DeadLetter(
        stage="produce",
        error=type(refusal).__name__,
        message=str(refusal),
        topic=origin.topic,
        partition=_NOWHERE,
        offset=_NOWHERE,
        failed_at=failed_at,
        rules_version=RULES_VERSION,
    )
    message = dead_letter_message(letter, origin)
    unique = digest("dead-letter", "produce", pending.id, pending.version).encode()
    headers = tuple((name, unique if name == "dl_id" else value) for name, value in message.headers)
    return Message(message.topic, message.key, origin.value[:limit], headers)
