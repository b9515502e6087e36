"""All stages of the embedded mode, from start to a clean end.

    engine = Engine(directory, feeds, settings, listener)
    engine.start()
    ... until it is told to stop, its feeds are finished (`finish`), or `engine.failed` is set
    engine.stop()

A stop ends the polls under way, then the stages after the message they are at; what is read but not done is read
again at the next start. Nothing needs to be drained: the log holds it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence

from producers.embedded import PollerThread
from producers.feedlist import FeedSpec
from producers.poller import Poller
from producers.settings import PollSettings
from producers.state import ProducerState
from sinks.runner import SinkRunner
from sinks.sqlite_store import SqliteStore
from tocsin.embedded.candidates import is_candidate
from tocsin.embedded.classify import ClassifyCore
from tocsin.embedded.deduplicate import DeduplicateCore
from tocsin.embedded.events import Listener
from tocsin.embedded.lock import DataDirectory
from tocsin.embedded.stage import Stage
from tocsin.embedded.worker import Worker
from tocsin.log.sqlite import SqliteLog
from tocsin.settings import SinkSettings

SINK_GROUP = "sink-sqlite"


class Engine:
    """Making it opens every file; raises `UserError` or `LogError`, one line each, if one cannot be had."""

    def __init__(
        self,
        directory: DataDirectory,
        feeds: Sequence[FeedSpec],
        polling: PollSettings,
        sinking: SinkSettings,
        listener: Listener,
    ) -> None:
        self.failed = threading.Event()
        self._stop = threading.Event()
        self.log = SqliteLog(directory.log)
        self.log.trim()
        self._store = SqliteStore(directory.store)
        self._stages = [Stage(core, self.log, self._stop, listener) for core in (ClassifyCore(), DeduplicateCore())]
        self._sink_lag = self.log.consumer(SINK_GROUP, SqliteStore.topics)
        runner = SinkRunner(
            self._store,
            self.log.consumer(SINK_GROUP, SqliteStore.topics),
            self.log.producer(),
            self._stop,
            batch_records=sinking.batch_records,
            batch_seconds=sinking.batch_seconds,
            listener=listener,
        )
        works = [(stage.name, stage.run) for stage in self._stages] + [("sink", runner.run)]
        self._workers = [Worker(name, work, self.failed.set) for name, work in works]
        self._state = ProducerState(directory.producer_state)
        producer = self.log.producer()
        self._poller = PollerThread(
            lambda: Poller(feeds, self._state, producer, polling, listener=listener, gate=is_candidate),
            self._state.close,
        )

    def start(self) -> None:
        for worker in self._workers:
            worker.start()
        self._poller.start()

    def finish(self) -> None:
        """Let every feed be polled once more, and no further."""
        self._poller.finish()

    def finished(self) -> bool:
        """Whether no article is on its way any more: the feeds are finished and every stage has done everything."""
        return not self._poller.running and self.lag() == 0

    def lag(self) -> int:
        """Messages not yet done by stages and sink."""
        return sum(stage.lag() for stage in self._stages) + self._sink_lag.lag()

    def poller_ended(self) -> bool:
        """It ends by itself when finished, and when it fails."""
        return not self._poller.running

    def stop(self) -> None:
        """End cleanly; raises what ended a thread before its time."""
        self._poller.stop()
        self._poller.join()
        self._stop.set()
        for worker in self._workers:
            worker.join()
        self._sink_lag.close()
        self._store.close()
        self.log.close()
        for error in (self._poller.error, *(worker.error for worker in self._workers)):
            if error is not None:
                raise error
