"""The producer of the embedded mode by itself: feeds to the log, no stage and no sink."""

from __future__ import annotations

from collections.abc import Sequence

from producers.embedded import PollerThread
from producers.events import Event, Listener
from producers.feedlist import FeedSpec
from producers.poller import Poller
from producers.state import ProducerState
from tocsin.embedded.candidates import is_candidate
from tocsin.embedded.instrument_edges import instrument
from tocsin.embedded.lock import DataDirectory
from tocsin.embedded.run import polling_of
from tocsin.embedded.signals import stop_signals
from tocsin.log.sqlite import SqliteLog
from tocsin.settings import Settings

_TICK_S = 0.1


def poll(
    settings: Settings, feeds: Sequence[FeedSpec], directory: DataDirectory, listener: Listener, *, once: bool
) -> None:
    """Until a signal, or until every feed was polled once more and the log has it. Raises what ended the poller."""
    polling, log = polling_of(settings), SqliteLog(directory.log)

    def both(event: Event) -> None:
        instrument(event)
        listener(event)

    with stop_signals() as stop:
        state, producer = ProducerState(directory.producer_state), log.producer()
        poller = PollerThread(
            lambda: Poller(feeds, state, producer, polling, listener=both, gate=is_candidate), state.close
        )
        poller.start()
        if once:
            poller.finish()
        while poller.running and not stop.wait(_TICK_S):
            pass
        poller.stop()
        poller.join()
    log.close()
    if poller.error is not None:
        raise poller.error
