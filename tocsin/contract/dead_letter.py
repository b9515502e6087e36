"""Topic `dead-letters`: one message that a stage could not handle. The value is its raw bytes; this is its headers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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
        """The letter as message headers, UTF-8."""
        return (
            ("dl_stage", self.stage.encode()),
            ("dl_error", self.error.encode()),
            ("dl_message", self.message.encode("utf-8", "replace")),
            ("dl_topic", self.topic.encode()),
            ("dl_partition", str(self.partition).encode()),
            ("dl_offset", str(self.offset).encode()),
            ("dl_failed_at", self.failed_at.isoformat().encode()),
            ("dl_rules_version", self.rules_version.encode()),
        )
