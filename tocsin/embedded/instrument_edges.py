"""Metrics and log lines of what producers and sinks tell. Being imported, it registers them with `instrument`."""

from __future__ import annotations

from producers.events import PageLooked, Polled, Published, Pushed, Refused, Subscribed, Turned, Waiting
from sinks.runner import Paused, Stored, Unreadable
from sinks.runner import Turned as SinkTurned
from sinks.webhook.circuit import Circuited
from tocsin import logging, metrics
from tocsin.embedded.instrument import instrument
from tocsin.feed_health import FeedHealth

__all__ = ["instrument"]

_FEEDS = FeedHealth()


@instrument.register
def _polled(event: Polled) -> None:
    metrics.POLLS.labels(event.outcome).inc()
    metrics.POLL_SECONDS.observe(event.seconds)
    metrics.WIRE_BYTES.inc(event.wire_bytes)
    if event.bytes_saved:
        metrics.SAVED_BYTES.labels(event.outcome).inc(event.bytes_saved)
    metrics.EMPTIED.inc(event.suspect)
    _count_entries(event)
    _FEEDS.note(event.feed_id, event.outcome)
    for health, feeds in _FEEDS.counts().items():
        metrics.FEEDS.labels(health).set(feeds)
    log = logging.get("poller")
    if event.suspect:
        log.warning("emptied", feed=event.title, problem="the feed once had entries and now has none")
    tell = log.warning if event.problem else log.debug
    tell("polled", feed=event.title, outcome=event.outcome, new=event.new, edited=event.edited, problem=event.problem)


@instrument.register
def _pushed(event: Pushed) -> None:
    metrics.PUSHES.labels(event.outcome).inc()
    _count_entries(event)
    log = logging.get("poller")
    tell = log.warning if event.problem else log.debug
    tell("pushed", feed=event.feed_id, outcome=event.outcome, new=event.new, edited=event.edited, problem=event.problem)


def _count_entries(event: Polled | Pushed) -> None:
    for kind in ("new", "edited", "unchanged", "duplicates"):
        metrics.ENTRIES.labels(kind.removesuffix("s")).inc(getattr(event, kind))


@instrument.register
def _subscribed(event: Subscribed) -> None:
    metrics.SUBSCRIPTIONS.labels(event.step).inc()
    log = logging.get("poller")
    tell = log.warning if event.step in ("refused", "denied", "unasked") else log.info
    tell("hub", feed=event.feed_id, mode=event.mode, step=event.step, problem=event.problem)


@instrument.register
def _page_looked(event: PageLooked) -> None:
    metrics.PAGES.labels(event.outcome).inc()
    log = logging.get("poller")
    tell = log.warning if event.problem else log.debug
    tell("page", article=event.article_id, outcome=event.outcome, version=event.version, problem=event.problem)


@instrument.register
def _published(event: Published) -> None:
    metrics.ARTICLES.labels("new" if event.version == 1 else "edit").inc()
    metrics.READY.labels("poller").set(1)
    if event.lag_s is not None:
        metrics.PUBLICATION_TO_LOG.observe(event.lag_s)
    logging.get("poller").debug("published", article=event.article_id, version=event.version, feed=event.feed_id)


@instrument.register
def _refused(event: Refused) -> None:
    metrics.ARTICLES_REFUSED.inc()
    metrics.DEAD_LETTERS.labels("produce", "MessageRefused").inc()
    logging.get("poller").error("refused", article=event.article_id, version=event.version, problem=event.problem)


@instrument.register
def _waiting(event: Waiting) -> None:
    metrics.WAITS.labels("poller").inc()
    if event.what == "log":  # ready again at the next acknowledgement
        metrics.READY.labels("poller").set(0)
    logging.get("poller").error("waits", what=event.what, problem=event.problem, retry_s=event.retry_s)


@instrument.register
def _poller_turned(_event: Turned) -> None:
    metrics.BEAT.labels("poller").set_to_current_time()


@instrument.register
def _sink_turned(event: SinkTurned) -> None:
    metrics.BEAT.labels(f"sink {event.sink}").set_to_current_time()
    metrics.READY.labels(f"sink {event.sink}").set(1)


@instrument.register
def _stored(event: Stored) -> None:
    part = f"sink {event.sink}"
    metrics.STORED.labels(event.sink).inc(event.records)
    metrics.STAGE_MESSAGES.labels(part, "stored").inc(event.records)
    metrics.STORE_SECONDS.labels(event.sink).observe(event.seconds)
    metrics.BATCH_RECORDS.labels(event.sink).observe(event.records)
    for age_s in event.ages_s:
        metrics.STAGE_LATENCY.labels(part).observe(age_s)
    logging.get(part).debug("stored", records=event.records)


@instrument.register
def _unreadable(event: Unreadable) -> None:
    part = f"sink {event.sink}"
    metrics.DEAD_LETTERS.labels(part, event.error).inc()
    metrics.STAGE_MESSAGES.labels(part, "dead_letter").inc()
    logging.get(part).error("dead letter", problem=event.problem, error=event.error)


@instrument.register
def _paused(event: Paused) -> None:
    part = f"sink {event.sink}"
    metrics.WAITS.labels(part).inc()
    metrics.READY.labels(part).set(0)
    metrics.BEAT.labels(part).set_to_current_time()
    logging.get(part).error("waits", problem=event.problem, retry_s=event.retry_s)


@instrument.register
def _circuited(event: Circuited) -> None:
    metrics.CIRCUIT_OPEN.labels(event.target).set(event.is_open)
    log = logging.get(f"sink webhook-{event.target}")
    (log.error if event.is_open else log.info)("circuit open" if event.is_open else "circuit closed")
