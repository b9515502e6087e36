"""One event, its metric and its log line together: of the stages; producers' and sinks' are in the files beside."""

from __future__ import annotations

import time
from functools import singledispatch

from tocsin import logging, metrics
from tocsin.embedded import count
from tocsin.embedded.events import (
    Applied,
    DeadLettered,
    Event,
    Preparing,
    Read,
    Revised,
    Serving,
    Started,
    TurnedAway,
    Waits,
    Worked,
)

_PREPARING: dict[str, float] = {}
"""Stage to when it began to, monotonic."""


@singledispatch
def instrument(event: Event) -> None:
    """Count and log `event`. Log lines carry `article`, `report` and `incident`, so that one's way can be followed."""
    raise TypeError(f"an event without metric and log line: {type(event).__name__}")


@instrument.register
def _started(event: Started) -> None:
    logging.get("run").info("started", data=str(event.data), feeds=len(event.feeds))


@instrument.register
def _serving(event: Serving) -> None:
    logging.get("serve").info("serving", url=event.url, moved=event.moved)


@instrument.register
def _preparing(event: Preparing) -> None:
    metrics.RECOVERING.labels(event.stage).set(not event.ready)
    metrics.READY.labels(event.stage).set(event.ready)
    if event.ready:
        metrics.RECOVERY_SECONDS.labels(event.stage).set(time.monotonic() - _PREPARING.pop(event.stage))
    else:
        _PREPARING[event.stage] = time.monotonic()
    logging.get(event.stage).info("ready" if event.ready else "preparing")


@instrument.register
def _read(event: Read) -> None:
    metrics.LANGUAGES.labels(count.language_class(event.language)).inc()
    metrics.STAGE_MESSAGES.labels("classify", count.outcome_of(event.account, event.rejections)).inc()
    if event.account is not None:
        count.count_account(event.account)
    if event.rejections is not None:
        count.count_rejections(event.rejections)
    reports = [report.id for report in event.account.reports] if event.account else []
    logging.get("classify").debug("read", article=event.article.id, version=event.article.version, reports=reports)


@instrument.register
def _turned_away(event: TurnedAway) -> None:
    count.count_rejections(event.rejections)
    logging.get("deduplicate").debug("turned away", article=event.rejections.article.id)


@instrument.register
def _applied(event: Applied) -> None:
    metrics.STAGE_MESSAGES.labels("deduplicate", "revised" if event.revisions else "unchanged").inc()
    metrics.STATE_KEYS.labels("deduplicate").set(event.state_keys)
    metrics.STATE_BYTES.labels("deduplicate").set(event.state_bytes)


@instrument.register
def _revised(event: Revised) -> None:
    incident, cause = event.incident, event.cause
    count.count_revision(incident, cause)
    logging.get("deduplicate").info(
        incident.change.kind,
        incident=incident.id,
        revision=incident.revision,
        headline=incident.headline,
        article=cause.id if cause else None,
        reports=[ref.report for ref in incident.reports if cause and ref.article == cause.id],
        merged_into=incident.merged_into,
    )


@instrument.register
def _dead_lettered(event: DeadLettered) -> None:
    metrics.DEAD_LETTERS.labels(event.stage, event.error).inc()
    metrics.STAGE_MESSAGES.labels(event.stage, "dead_letter").inc()
    logging.get(event.stage).error("dead letter", problem=event.problem, error=event.error)


@instrument.register
def _worked(event: Worked) -> None:
    metrics.STAGE_SECONDS.labels(event.stage).observe(event.seconds)
    for age_s in event.ages_s:
        metrics.STAGE_LATENCY.labels(event.stage).observe(age_s)
    if event.lag is not None:
        metrics.LAG.labels(event.stage, event.topic).set(event.lag)
    metrics.BEAT.labels(event.stage).set_to_current_time()


@instrument.register
def _waits(event: Waits) -> None:
    metrics.WAITS.labels(event.stage).inc()
    logging.get(event.stage).error("waits", problem=event.problem, retry_s=event.retry_s)
