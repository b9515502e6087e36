"""How far topics and groups are, asked over two clients that stay open: the tests ask many times."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient
from kafka.errors import KafkaError

UNKNOWN = sys.maxsize
_TIMEOUTS = {"request_timeout_ms": 5_000, "bootstrap_timeout_ms": 5_000, "reconnect_backoff_max_ms": 500}


class Watch:
    def __init__(self, bootstrap: str, security: Mapping[str, Any] | None = None) -> None:
        self._options = {"bootstrap_servers": bootstrap, **_TIMEOUTS, **(security or {})}
        self._consumer: Any = None
        self._admin: Any = None

    def end_of(self, topic: str) -> int:
        """Records and control records of all its partitions; 0 while the broker is away."""
        try:
            return sum(self._ends(topic).values())
        except KafkaError:
            self.close()
            return 0

    def lag(self, service: str, topic: str) -> int:
        """Records that the service's group has not committed; `UNKNOWN` while the broker is away."""
        group = f"tocsin-{service}"
        try:
            ends = self._ends(topic)
            found = self._opened()[1].list_group_offsets([group])[group]
        except KafkaError:
            self.close()
            return UNKNOWN
        return sum(end - max(0, found[p].offset if p in found else 0) for p, end in ends.items())

    def _ends(self, topic: str) -> dict[TopicPartition, int]:
        consumer, _ = self._opened()
        parts = [TopicPartition(topic, n) for n in consumer.partitions_for_topic(topic) or ()]
        ends: dict[TopicPartition, int] = consumer.end_offsets(parts)
        return ends

    def _opened(self) -> tuple[Any, Any]:
        if self._consumer is None:
            self._consumer = KafkaConsumer(**self._options)
        if self._admin is None:
            self._admin = KafkaAdminClient(**self._options)
        return self._consumer, self._admin

    def close(self) -> None:
        for client in (self._consumer, self._admin):
            if client is not None:
                with suppress(KafkaError):
                    client.close()
        self._consumer = self._admin = None
