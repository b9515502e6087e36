"""`python -m evaluation.bench.kafka.soak`: twenty minutes at a steady pace; memory and lag must stay flat.

News time runs faster than the clock (600 days in all), so that incidents close and are forgotten while it runs: what
deduplicate remembers then no longer grows, and neither may its memory.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median

from kafka import KafkaConsumer, TopicPartition
from kafka.admin import KafkaAdminClient

from evaluation.bench.kafka.mix import articles
from evaluation.bench.kafka.processes import Worker, broker, fresh, memory_mb, until
from tocsin.contract.envelope import article_message
from tocsin.log.kafka import KafkaAddress, KafkaLog

NEWS_TIME = timedelta(days=600)
EVERY_S = 5.0
GROWTH = 1.10  # of the last fifth's median memory over the second fifth's: allocators breathe
LAG_S = 5.0  # seconds of input that may wait, in the last fifth
_INPUTS = {"classify": "articles", "deduplicate": "reports"}


@dataclass(frozen=True, slots=True)
class Sample:
    """At one moment, by service: resident memory, and records not yet committed."""

    at_s: float
    memory_mb: dict[str, float]
    lag: dict[str, int]


class Sender(threading.Thread):
    """Sends at the pace until told to end."""

    def __init__(self, bootstrap: str, per_second: float, seconds: float) -> None:
        super().__init__(daemon=True)
        self._where, self._per_second, self._count = bootstrap, per_second, int(seconds * per_second)
        self.sent = 0

    def run(self) -> None:
        with closing(KafkaLog(KafkaAddress(self._where))) as log:
            producer = log.producer()
            begun = time.monotonic()
            for number, article in enumerate(articles(self._count, 1, apart=NEWS_TIME / self._count)):
                time.sleep(max(0.0, begun + number / self._per_second - time.monotonic()))
                producer.send(article_message(article))
                self.sent = number + 1
            producer.flush(60)


class Lags:
    def __init__(self, bootstrap: str) -> None:
        self._consumer = KafkaConsumer(bootstrap_servers=bootstrap)
        self._admin = KafkaAdminClient(bootstrap_servers=bootstrap)

    def of(self, service: str) -> int:
        group, topic = f"tocsin-{service}", _INPUTS[service]
        ends = self._consumer.end_offsets(
            [TopicPartition(topic, n) for n in self._consumer.partitions_for_topic(topic) or ()]
        )
        found = self._admin.list_group_offsets([group])[group]
        return sum(end - max(0, found[p].offset if p in found else 0) for p, end in ends.items())


def soak(seconds: float, per_second: float, port: int) -> list[Sample]:
    samples: list[Sample] = []
    with tempfile.TemporaryDirectory() as folder, broker(port) as (bootstrap, _):
        fresh(bootstrap)
        numbered = enumerate(_INPUTS)
        workers = {name: Worker(name, bootstrap, Path(folder), health_port=port + 10 + n) for n, name in numbered}
        try:
            for worker in workers.values():
                until(worker.ready, "all services are ready")
            lags, sender, begun = Lags(bootstrap), Sender(bootstrap, per_second, seconds), time.monotonic()
            sender.start()
            while sender.is_alive():
                time.sleep(EVERY_S)
                memory = {name: memory_mb(worker.pid) for name, worker in workers.items()}
                samples.append(Sample(time.monotonic() - begun, memory, {name: lags.of(name) for name in workers}))
        finally:
            for worker in workers.values():
                worker.stop()
    return samples


def fifth(samples: Sequence[Sample], number: int) -> Sequence[Sample]:
    """From 1 to 5."""
    size = max(1, len(samples) // 5)
    return samples[(number - 1) * size : number * size]


def verdict(samples: Sequence[Sample], per_second: float) -> tuple[str, bool]:
    """A table, and whether memory and lag are flat."""
    lines = ["| service | memory, second fifth | memory, last fifth | lag, second fifth | lag, last fifth |"]
    lines.append("|---|--:|--:|--:|--:|")
    flat = True
    for name in _INPUTS:
        memory = [median(s.memory_mb[name] for s in fifth(samples, n)) for n in (2, 5)]
        lag = [median(s.lag[name] for s in fifth(samples, n)) for n in (2, 5)]
        lines.append(f"| {name} | {memory[0]:.0f} MB | {memory[1]:.0f} MB | {lag[0]:.0f} | {lag[1]:.0f} |")
        flat = flat and memory[1] <= GROWTH * memory[0] and lag[1] <= LAG_S * per_second
    return "\n".join(lines) + "\n", flat


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m evaluation.bench.kafka.soak", description=__doc__)
    options.add_argument("--seconds", type=float, default=1200.0)
    options.add_argument("--per-second", type=float, default=50.0)
    options.add_argument("--port", type=int, default=19160, help="the broker's; it takes the next one, too")
    given = options.parse_args()
    samples = soak(given.seconds, given.per_second, given.port)
    table, flat = verdict(samples, given.per_second)
    sys.stdout.write(f"{given.seconds:.0f} s at {given.per_second:.0f} articles/s\n\n{table}")
    if not flat:
        sys.exit("memory or lag grows")


if __name__ == "__main__":
    main()
