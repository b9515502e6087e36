"""`tocsin sink NAME` in a process of its own that dies between store and offset.

`options`: `bootstrap`; `sink`: its name (postgres); `dsn`, `data` or `webhooks`, as that one needs; `stored`: a file
that gets the size of each batch in the store, a line each; `crash_after`: the number of stored batches before kill -9,
0 for never; `slow_s`: how long the first flush takes, and `poll_interval_s`: after how long without a poll the group
deals its partitions to others.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kafka import KafkaConsumer

from sinks.runner import SinkRunner
from tocsin import logging
from tocsin.cli.main import reported
from tocsin.log.port import Partition
from tocsin.production.sink import make_sinks, on_kafka, run_sinks
from tocsin.settings import Settings


def main(options: dict[str, Any]) -> None:
    logging.configure("info", "json")
    settings = Settings.model_validate(
        {
            "kafka": {"bootstrap": options["bootstrap"], "session_timeout_s": 2.0, **options.get("kafka", {})},
            "postgres": {"dsn": options.get("dsn")},
            "data": options.get("data", "data"),
            "sink": {
                "batch_records": 50,
                "batch_seconds": 0.2,
                "parquet_seconds": 0.2,
                "webhooks": options.get("webhooks"),
            },
        }
    )
    if "poll_interval_s" in options:
        KafkaConsumer.DEFAULT_CONFIG["max_poll_interval_ms"] = int(options["poll_interval_s"] * 1000)
    _slow_once(options.get("slow_s", 0.0))
    _die_after(options.get("crash_after", 0), Path(options["stored"]))
    with reported():
        run_sinks(make_sinks(options.get("sink", "postgres"), settings), settings, on_kafka(settings))


def _die_after(batches: int, stored: Path) -> None:
    left = [batches]
    commit = SinkRunner._commit

    def dying(runner: SinkRunner) -> Mapping[Partition, int]:
        with stored.open("a") as file:
            file.write(f"{runner._count}\n")
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return commit(runner)

    SinkRunner._commit = dying  # type: ignore[method-assign]


def _slow_once(seconds: float) -> None:
    left = [seconds]
    flush = SinkRunner._flush

    def slow(runner: SinkRunner) -> bool:
        time.sleep(left[0])
        left[0] = 0.0
        return flush(runner)

    SinkRunner._flush = slow  # type: ignore[method-assign]
