"""A sink on Kafka: the runner of the embedded mode over another log."""

from __future__ import annotations

from sinks.port import Sink
from sinks.postgres_store import PostgresStore
from sinks.runner import SinkRunner
from sinks.sqlite_store import SqliteStore
from tocsin.embedded.instrument_edges import instrument
from tocsin.embedded.signals import stop_signals
from tocsin.errors import UserError
from tocsin.log.kafka import KafkaLog
from tocsin.log.kafka_security import address
from tocsin.log.kafka_wait import opened
from tocsin.settings import Settings

NAMES = ("postgres", "sqlite")


def make_sink(name: str, settings: Settings) -> Sink:
    """Raises `UserError` for an unknown name or a store that cannot be had."""
    if name == "sqlite":
        settings.data.mkdir(parents=True, exist_ok=True)
        return SqliteStore(settings.data / "incidents.sqlite")
    if name == "postgres":
        if settings.postgres.dsn is None:
            raise UserError("postgres.dsn is not set", "set TOCSIN_POSTGRES__DSN or TOCSIN_POSTGRES__DSN_FILE")
        return PostgresStore(settings.postgres.dsn.get_secret_value())
    raise UserError(f"no sink {name!r}", f"there are {', '.join(NAMES)}")


def run_sink(sink: Sink, settings: Settings) -> None:
    """Until a signal; what is in hand is stored first."""
    with stop_signals() as stop:
        log = KafkaLog(address(settings.kafka, f"tocsin-sink-{sink.name}"))
        consumer = opened(lambda: log.consumer(f"tocsin-sink-{sink.name}", sink.topics), stop)
        dead_letters = opened(log.producer, stop) if consumer else None
        if consumer is None or dead_letters is None:
            return
        runner = SinkRunner(
            sink,
            consumer,
            dead_letters,
            stop,
            batch_records=settings.sink.batch_records,
            batch_seconds=settings.sink.batch_seconds,
            listener=instrument,
        )
        runner.run()
        log.close()
        sink.close()
