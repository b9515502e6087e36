"""Sinks on Kafka, or on an embedded run's log: the runner of the embedded mode, a thread a sink."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sinks.port import Sink
from sinks.postgres_store import PostgresStore
from sinks.runner import SinkRunner
from sinks.sqlite_store import SqliteStore
from sinks.webhook.sink import WebhookSink
from sinks.webhook.targets import load_targets
from tocsin.embedded.instrument_edges import instrument
from tocsin.embedded.signals import stop_signals
from tocsin.embedded.worker import Worker
from tocsin.errors import UserError
from tocsin.log.kafka import KafkaLog
from tocsin.log.kafka_security import address
from tocsin.log.kafka_wait import opened
from tocsin.log.port import Log
from tocsin.log.sqlite import SqliteLog
from tocsin.settings import Settings

NAMES = ("postgres", "sqlite", "parquet", "webhook")
_WEBHOOK_BATCH = 20  # what a kill may send again
_PARQUET_BATCH = 10_000  # large files are read faster; some 50 MB of memory
OpenLog = Callable[[str], Log]


def make_sinks(name: str, settings: Settings) -> list[Sink]:
    """One, or one for every webhook target. Raises `UserError` for an unknown name or a store that cannot be had."""
    if name == "sqlite":
        settings.data.mkdir(parents=True, exist_ok=True)
        return [SqliteStore(settings.data / "incidents.sqlite")]
    if name == "postgres":
        if settings.postgres.dsn is None:
            raise UserError("postgres.dsn is not set", "set TOCSIN_POSTGRES__DSN or TOCSIN_POSTGRES__DSN_FILE")
        return [PostgresStore(settings.postgres.dsn.get_secret_value())]
    if name == "parquet":
        return [_parquet(settings.sink.parquet or settings.data / "parquet")]
    if name == "webhook":
        if settings.sink.webhooks is None:
            raise UserError("sink.webhooks is not set", "name the file of targets; docs/webhooks.md shows one")
        return [WebhookSink(target, listener=instrument) for target in load_targets(settings.sink.webhooks)]
    raise UserError(f"no sink {name!r}", f"there are {', '.join(NAMES)}")


def _parquet(folder: Path) -> Sink:
    try:
        from sinks.parquet.sink import ParquetSink
    except ModuleNotFoundError as error:
        raise UserError("the sink parquet needs pyarrow", "install it with `pip install 'tocsin[parquet]'`") from error
    return ParquetSink(folder)


def on_kafka(settings: Settings) -> OpenLog:
    return lambda client: KafkaLog(address(settings.kafka, client))


def on_run(settings: Settings) -> OpenLog:
    """The log of an embedded run. Raises `UserError` where there is none."""
    path = settings.data / "log.sqlite"
    if not path.is_file():
        raise UserError(
            f"no run has left a log in {settings.data}", "start `tocsin run`, or name its folder with --data"
        )
    return lambda _client: SqliteLog(path)


def run_sinks(sinks: list[Sink], settings: Settings, open_log: OpenLog) -> None:
    """Until a signal, or until one fails for good; what is in hand is stored first."""
    with stop_signals() as stop:
        workers = [Worker(sink.name, partial(_run, sink, settings, open_log, stop), stop.set) for sink in sinks]
        for worker in workers:
            worker.start()
        stop.wait()
        for worker in workers:
            worker.join()
    for error in filter(None, (worker.error for worker in workers)):
        raise error


def _run(sink: Sink, settings: Settings, open_log: OpenLog, stop: threading.Event) -> None:
    group = f"tocsin-sink-{sink.name}"
    log = open_log(group)
    consumer = opened(lambda: log.consumer(group, sink.topics), stop)
    dead_letters = opened(log.producer, stop) if consumer else None
    if consumer is None or dead_letters is None:
        return
    records, seconds = _batch(sink, settings)
    runner = SinkRunner(
        sink, consumer, dead_letters, stop, batch_records=records, batch_seconds=seconds, listener=instrument
    )
    runner.run()
    log.close()
    sink.close()


def _batch(sink: Sink, settings: Settings) -> tuple[int, float]:
    ours = settings.sink
    if isinstance(sink, WebhookSink):
        return min(ours.batch_records, _WEBHOOK_BATCH), ours.batch_seconds
    if sink.name == "parquet":
        return _PARQUET_BATCH, ours.parquet_seconds
    return ours.batch_records, ours.batch_seconds
