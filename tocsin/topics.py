"""The topics: name, key, partitions, retention. The one place that knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DAY_MS = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Topic:
    """`partitions` at creation; only `grows` topics may get more later. Times in ms."""

    name: str
    partitions: int
    cleanup: Literal["delete", "compact"]
    retention_ms: int | None = None
    min_compaction_lag_ms: int | None = None
    grows: bool = False
    segment_bytes: int | None = None


ARTICLES = Topic("articles", 12, "delete", 7 * DAY_MS, grows=True)
REPORTS = Topic("reports", 1, "delete", 30 * DAY_MS)
INCIDENTS = Topic("incidents", 6, "compact", min_compaction_lag_ms=7 * DAY_MS)
REJECTIONS = Topic("rejections", 6, "delete", 3 * DAY_MS)
DEAD_LETTERS = Topic("dead-letters", 1, "delete", 30 * DAY_MS)

ALL: tuple[Topic, ...] = (ARTICLES, REPORTS, INCIDENTS, REJECTIONS, DEAD_LETTERS)

# compaction leaves the newest segment alone, and a start reads it all: 64 MB are read in a second or two
DEDUPLICATE_STATE = Topic("deduplicate-state", 1, "compact", segment_bytes=64 * 1024 * 1024)

INTERNAL: tuple[Topic, ...] = (DEDUPLICATE_STATE,)
"""What a service on Kafka keeps for itself. The embedded log has no use for them, and nobody else may rely on them."""
