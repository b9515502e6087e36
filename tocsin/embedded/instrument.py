"""One event, its metric and its log line together."""

from __future__ import annotations

from functools import singledispatch

from producers.events import PageLooked, Polled, Published, Pushed, Refused, Subscribed, Waiting
from sinks.runner import Paused, Stored, Unreadable
from tocsin import logging, metrics
from tocsin.contract.rejection import Rejections
from tocsin.embedded.events import DeadLettered, Event, Preparing, Read, Revised, Started, TurnedAway, Waits, Worked


@singledispatch
def instrument(event: Event) -> None:
    """Count and log `event`."""
    raise TypeError(f"an event without metric and log line: {type(event).__name__}")


@instrument.register
def _started(event: Started) -> None:
    logging.get("run").info("started", data=str(event.data), feeds=len(event.feeds))


@instrument.register
def _preparing(event: Preparing) -> None:
    logging.get(event.stage).info("ready" if event.ready else "preparing")


@instrument.register
def _polled(event: Polled) -> None:
    metrics.POLLS.labels(event.outcome).inc()
    metrics.POLL_SECONDS.observe(event.seconds)
    metrics.WIRE_BYTES.inc(event.wire_bytes)
    metrics.SAVED_BYTES.inc(event.bytes_saved)
    _count_entries(event)
    log = logging.get("poller")
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
    metrics.ARTICLES.inc()
    logging.get("poller").debug("published", article=event.article_id, version=event.version)


@instrument.register
def _refused(event: Refused) -> None:
    metrics.ARTICLES_REFUSED.inc()
    logging.get("poller").error("refused", article=event.article_id, version=event.version, problem=event.problem)


@instrument.register
def _waiting(event: Waiting) -> None:
    metrics.WAITS.labels("poller").inc()
    logging.get("poller").error("waits", what=event.what, problem=event.problem, retry_s=event.retry_s)


@instrument.register
def _read(event: Read) -> None:
    for report in event.account.reports if event.account else ():
        metrics.REPORTS.labels(report.type).inc()
    if event.rejections:
        _count(event.rejections)
    reports = len(event.account.reports) if event.account else 0
    logging.get("classify").debug("read", article=event.article.id, version=event.article.version, reports=reports)


@instrument.register
def _turned_away(event: TurnedAway) -> None:
    _count(event.rejections)


def _count(rejections: Rejections) -> None:
    for rejection in rejections.rejections:
        metrics.REJECTIONS.labels(rejection.reason).inc()


@instrument.register
def _revised(event: Revised) -> None:
    incident = event.incident
    metrics.REVISIONS.labels(incident.change.kind).inc()
    logging.get("deduplicate").info(
        incident.change.kind, incident=incident.id, revision=incident.revision, headline=incident.headline
    )


@instrument.register
def _dead_lettered(event: DeadLettered) -> None:
    metrics.DEAD_LETTERS.labels(event.stage).inc()
    logging.get(event.stage).error("dead letter", problem=event.problem)


@instrument.register
def _unreadable(event: Unreadable) -> None:
    metrics.DEAD_LETTERS.labels("sink").inc()
    logging.get(f"sink {event.sink}").error("dead letter", problem=event.problem)


@instrument.register
def _worked(event: Worked) -> None:
    metrics.STAGE_MESSAGES.labels(event.stage).inc(event.messages)
    metrics.STAGE_SECONDS.labels(event.stage).observe(event.seconds)
    metrics.STAGE_LAG.labels(event.stage).set(event.lag)


@instrument.register
def _waits(event: Waits) -> None:
    metrics.WAITS.labels(event.stage).inc()
    logging.get(event.stage).error("waits", problem=event.problem, retry_s=event.retry_s)


@instrument.register
def _stored(event: Stored) -> None:
    metrics.STORED.labels(event.sink).inc(event.records)
    metrics.STORE_SECONDS.labels(event.sink).observe(event.seconds)
    logging.get(f"sink {event.sink}").debug("stored", records=event.records)


@instrument.register
def _paused(event: Paused) -> None:
    metrics.WAITS.labels("sink").inc()
    logging.get(f"sink {event.sink}").error("waits", problem=event.problem, retry_s=event.retry_s)
