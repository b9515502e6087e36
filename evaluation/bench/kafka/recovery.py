"""`python -m evaluation.bench.kafka.recovery`: how long a deduplicator with 100,000 open incidents takes to start.

The state is what the core wrote for that many accounts of a made-up world; the service is the real one, on a real
broker, and the time is its own metric: reading the topic and building the index.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import orjson

from evaluation.bench.deduplicate.world import World
from evaluation.bench.kafka.processes import Worker, broker, fresh, until
from processors.deduplicate.core import Deduplicator
from processors.deduplicate.records import META, Meta, pack, unpack
from processors.services.state_topic import INPUT_KEY
from tocsin import topics
from tocsin.contract.envelope import account_message
from tocsin.log.kafka import KafkaAddress, KafkaLog
from tocsin.log.port import Message

_CHUNK = 500  # accounts to one core: their incidents are open together, and no core grows so large as to be slow


def state(incidents: int) -> Iterator[tuple[str, bytes]]:
    """The records of so many open incidents, each told once."""
    now_ms = following = 0
    core = Deduplicator()
    for number, (_, account) in enumerate(World(per_day=incidents / 20).opening(incidents)):
        if number % _CHUNK == 0:
            core = Deduplicator()
        for key, value in core.apply(account).writes.items():
            if key == META and value is not None:
                meta = unpack(Meta, value)
                now_ms, following = meta.now_ms, following + 1
            elif value is not None:
                yield key, value
    yield META, pack(Meta(now_ms, following + 1))
    yield INPUT_KEY, orjson.dumps({"next": 0})


def fill(bootstrap: str, incidents: int) -> tuple[int, int]:
    """Keys and bytes written to the state topic; then one account, so that somebody reads it."""
    fresh(bootstrap)
    keys = size = 0
    with closing(KafkaLog(KafkaAddress(bootstrap))) as log:
        producer = log.producer()
        for key, value in state(incidents):
            producer.send(Message(topics.DEDUPLICATE_STATE.name, key.encode(), value))
            keys, size = keys + 1, size + len(value)
        producer.flush(600)
        ((_, account),) = World(per_day=1, seed=2).opening(1)
        producer.send(account_message(account)).result(60)
    return keys, size


def recover(bootstrap: str, folder: Path, port: int) -> tuple[float, float, float]:
    """Seconds by its metric, of them seconds of a core, peak memory in MB."""
    worker = Worker("deduplicate", bootstrap, folder, health_port=port)
    until(lambda: worker.work.count > 0, "it has recovered")
    cpu_s = worker.work.cpu_s
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        told = re.search(r"^tocsin_recovery_seconds\{.*\} (\S+)", answer.read().decode(), re.MULTILINE)
    assert told is not None
    return float(told.group(1)), cpu_s, worker.stop()


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m evaluation.bench.kafka.recovery", description=__doc__)
    options.add_argument("--incidents", type=int, default=100_000)
    options.add_argument("--port", type=int, default=19180, help="the broker's; it takes the next one, too")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, broker(given.port) as (bootstrap, _):
        keys, size = fill(bootstrap, given.incidents)
        metric_s, cpu_s, peak = recover(bootstrap, Path(folder), given.port + 10)
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{given.incidents} open incidents, {keys} keys, {size / 1e6:.0f} MB: recovered in {metric_s:.1f} s"
        f" ({cpu_s:.1f} s of a core), peak memory {peak:.0f} MB;"
        f" load {load:.1f} on {os.cpu_count()} cores\n"
    )


if __name__ == "__main__":
    main()
