"""From article to incident: articles sent at a steady pace, and when the revision that each caused can be read."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import closing

from tocsin import topics
from tocsin.contract.article import Article
from tocsin.contract.codec import decode
from tocsin.contract.envelope import article_message
from tocsin.contract.incident import Incident
from tocsin.log.kafka import KafkaLog
from tocsin.settings_services import KafkaSettings

_QUIET_S = 5.0


class Reader(threading.Thread):
    """Follows `incidents`; `heard` maps an article to when the first revision that it caused was read."""

    def __init__(self, kafka: KafkaSettings, group: str) -> None:
        super().__init__(daemon=True)
        from tocsin.log.kafka_security import address

        self._consumer = KafkaLog(address(kafka)).consumer(group, (topics.INCIDENTS.name,))
        self._ended = threading.Event()
        self.heard: dict[str, float] = {}
        self.last = time.monotonic()

    def run(self) -> None:
        with closing(self._consumer):
            while not self._ended.is_set():
                for record in self._consumer.poll(500, 0.2):
                    self.last = time.monotonic()
                    cause = decode(Incident, record.message.value).change.account
                    if cause is not None and cause.article is not None:
                        self.heard.setdefault(cause.article, self.last)

    def end(self) -> None:
        """When nothing has come for a while."""
        while time.monotonic() - self.last < _QUIET_S:
            time.sleep(0.2)
        self._ended.set()
        self.join()


def paced(kafka: KafkaSettings, articles: Sequence[Article], per_second: float, group: str) -> list[float]:
    """Seconds from an article's sending to its incident, for each that caused a revision. Sorted.

    The pace does not wait for answers, so a stall counts for all that were due in it.
    """
    from tocsin.log.kafka_security import address

    reader = Reader(kafka, group)
    reader.start()
    due: dict[str, float] = {}
    with closing(KafkaLog(address(kafka))) as log:
        producer = log.producer()
        begun = time.monotonic() + 1.0
        for number, article in enumerate(articles):
            due[article.id] = begun + number / per_second
            time.sleep(max(0.0, due[article.id] - time.monotonic()))
            producer.send(article_message(article))
        producer.flush(60)
    reader.last = time.monotonic()
    reader.end()
    return sorted(reader.heard[a] - due[a] for a in reader.heard.keys() & due.keys())


def quantile(values: Sequence[float], share: float) -> float:
    """Of sorted values, the nearest rank; NaN of none."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else float("nan")
