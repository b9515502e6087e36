"""Producers on Kafka: the embedded mode's poller over another log."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from producers.embedded import PollerThread
from producers.feedlist import FeedSpec
from producers.poller import Poller
from producers.state import ProducerState
from tocsin import metrics, topics
from tocsin.embedded.candidates import is_candidate
from tocsin.embedded.instrument_edges import instrument
from tocsin.embedded.run import polling_of
from tocsin.embedded.signals import stop_signals
from tocsin.log.kafka import KafkaLog, require
from tocsin.log.kafka_security import address
from tocsin.log.kafka_wait import opened
from tocsin.settings import Settings

_TICK_S = 0.2
_GRACE_S = 15.0
TOPICS = (topics.ARTICLES.name, topics.DEAD_LETTERS.name)


def produce(settings: Settings, feeds: Sequence[FeedSpec], state_file: Path) -> None:
    """Until a signal. What is not acknowledged then stays in the outbox for the next start.

    Topics that are not there are no article's fault, so they are looked for first. Raises `LogMisconfigured`.
    """
    with stop_signals() as stop:
        where = address(settings.kafka, "tocsin-produce")
        log = KafkaLog(where)
        if opened(lambda: require(where, TOPICS), stop) is None:
            return
        producer = opened(log.producer, stop)
        if producer is None:
            return
        state = ProducerState(state_file)
        poller = PollerThread(
            lambda: Poller(feeds, state, producer, polling_of(settings), listener=instrument, gate=is_candidate),
            state.close,
        )
        metrics.READY.labels("poller").set(1)
        poller.start()
        while not stop.wait(_TICK_S) and poller.running:
            pass
        poller.stop()
        poller.join(_GRACE_S)
        if poller.error is not None:
            raise poller.error
        log.close()
