"""The monitor's loop: look at broker, store and disks, tell the metrics, sleep."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

from tocsin import logging, metrics
from tocsin.errors import UserError
from tocsin.log.kafka import KafkaAddress
from tocsin.log.port import LogError
from tocsin.monitor.cluster import Cluster, look
from tocsin.monitor.store import store_bytes

_log = logging.get("monitor")


def parse_disks(text: str) -> dict[str, Path]:
    """`kafka=/var/lib/kafka,postgres=/var/lib/postgresql`. Raises `UserError`."""
    disks: dict[str, Path] = {}
    for item in filter(None, (part.strip() for part in text.split(","))):
        name, separator, folder = item.partition("=")
        if not separator or not name.replace("_", "").isalnum() or not folder:
            raise UserError(f"monitor.disks: {item!r}", "write it as name=folder,name=folder")
        disks[name] = Path(folder)
    return disks


def monitor(
    address: KafkaAddress, dsn: str | None, disks: Mapping[str, Path], interval_s: float, stop: threading.Event
) -> None:
    """Until `stop`. What is away is told by a metric and a log line, and looked for again."""
    metrics.READY.labels("monitor").set(1)
    while not stop.is_set():
        begun = time.monotonic()
        metrics.BEAT.labels("monitor").set_to_current_time()
        _cluster(address)
        if dsn is not None:
            _store(dsn)
        _disks(disks)
        stop.wait(max(0.1, interval_s - (time.monotonic() - begun)))


def _cluster(address: KafkaAddress) -> None:
    try:
        cluster = look(address)
    except LogError as error:
        metrics.BROKER_UP.labels("kafka").set(0)
        _log.warning("broker away", problem=str(error))
        for stale in (metrics.LAG, metrics.BEHIND, metrics.TOPIC_END, metrics.TOPIC_BYTES):
            stale.clear()  # what is not known is not told
        return
    metrics.BROKER_UP.labels("kafka").set(1)
    _tell(cluster)


def _tell(cluster: Cluster) -> None:
    for (stage, topic), behind in cluster.behind.items():
        metrics.LAG.labels(stage, topic).set(behind.records)
        metrics.BEHIND.labels(stage, topic).set(behind.seconds)
    for topic, end in cluster.ends.items():
        metrics.TOPIC_END.labels(topic).set(end)
    for topic, size in cluster.sizes.items():
        metrics.TOPIC_BYTES.labels(topic).set(size)


def _store(dsn: str) -> None:
    try:
        size = store_bytes(dsn)
    except psycopg.Error as error:
        metrics.STORE_UP.labels("postgres").set(0)
        _log.warning("store away", problem=str(error).strip())
        return
    metrics.STORE_UP.labels("postgres").set(1)
    metrics.STORE_BYTES.labels("postgres").set(size)


def _disks(disks: Mapping[str, Path]) -> None:
    for place, folder in disks.items():
        try:
            usage = shutil.disk_usage(folder)
        except OSError as error:
            _log.warning("disk cannot be seen", place=place, problem=str(error))
            continue
        metrics.DISK_FREE.labels(place).set(usage.free)
        metrics.DISK_SIZE.labels(place).set(usage.total)
