"""Topic `dead-letters`: one message that a stage could not handle. The value is its raw bytes; this is its headers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin import topics
from tocsin.contract.identity import digest
from tocsin.log.port import Message

_MESSAGE_CHARACTERS = 2000
"""Of the error's text: enough to find the cause, small beside any limit on a message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Sent as Kafka headers `dl_*` beside the raw bytes."""

    stage: str
    error: str
    message: str
    topic: str
    partition: int
    offset: int
    failed_at: datetime
    rules_version: str

    def headers(self) -> tuple[tuple[str, bytes], ...]:
        """The letter as message headers, UTF-8. `dl_id` is the same when the same stage fails on it again."""
        unique = digest("dead-letter", self.stage, self.topic, self.partition, self.offset)
        return (
            ("dl_id", unique.encode()),
            ("dl_stage", self.stage.encode()),
            ("dl_error", self.error.encode()),
            ("dl_message", self.message[:_MESSAGE_CHARACTERS].encode("utf-8", "replace")),
            ("dl_topic", self.topic.encode()),
            ("dl_partition", str(self.partition).encode()),
            ("dl_offset", str(self.offset).encode()),
            ("dl_failed_at", self.failed_at.isoformat().encode()),
            ("dl_rules_version", self.rules_version.encode()),
        )


def dead_letter_message(letter: DeadLetter, origin: Message) -> Message:
    """The raw bytes under the origin's key, the letter's headers before the origin's."""
    return Message(topics.DEAD_LETTERS.name, origin.key, origin.value, letter.headers() + origin.headers)
