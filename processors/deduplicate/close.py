"""The passing of time: the clock is the largest `fetched_at` applied, and moves only when an account is applied."""

from __future__ import annotations

from processors.deduplicate.due import FORGET_AFTER_MS
from processors.deduplicate.pins import apply_pins
from processors.deduplicate.records import ArticleRecord, IncidentRecord, Meta
from processors.deduplicate.resolve.assemble import resolve
from processors.deduplicate.revise import current, revision
from processors.deduplicate.work import Work, due_ms, enqueue

_REASON = "no account for 21 days"


def advance(work: Work, fetched_ms: int) -> None:
    """Move the clock to `fetched_ms` if that is later, and do everything that has become due, in order."""
    if fetched_ms <= work.meta.now_ms:
        return
    work.meta = Meta(fetched_ms, work.meta.next_seq)
    while first := work.memory.queue.pop_before(fetched_ms):
        at_ms, _, key = first
        kind, _, name = key.partition("/")
        if kind == "i":
            _incident_due(work, at_ms, work.state.incident(name))
        else:
            _article_due(work, work.state.article(name))


def _incident_due(work: Work, at_ms: int, record: IncidentRecord | None) -> None:
    if record is None:
        return
    if due_ms(record) > at_ms:
        enqueue(work.memory, record)  # an account came meanwhile; its turn is later, in the order of all
    elif record.status == "open":
        _close(work, record)
    else:
        _forget(work, record)


def _close(work: Work, record: IncidentRecord) -> None:
    record.status = "closed"
    entries = work.ledger(record)
    cause = work.cause("closed", _REASON)
    now = current(record, apply_pins(resolve(entries), record.pins), (), cause)
    made = revision(record, now, cause)
    if made:
        work.revisions.append(made)
    work.state.put_incident(record)
    work.stand(record)
    enqueue(work.memory, record)


def _forget(work: Work, record: IncidentRecord) -> None:
    """Drop the incident, its reports, and the articles that tell of nothing else."""
    work.index.drop(record.id)
    for report in record.reports:
        article = work.state.article(work.state.report(report).article)
        work.state.drop_report(report)
        if article:
            article.reports.pop(report, None)
            work.state.put_article(article)
            _article_due(work, article)
    work.state.drop_incident(record.id)


def _article_due(work: Work, record: ArticleRecord | None) -> None:
    """Forget an article that is old and stands in no ledger. One that stands in one goes with its incident; one that
    was edited meanwhile has its turn later."""
    if record is None or any(record.reports.values()):
        return
    if work.meta.now_ms - record.known_ms > FORGET_AFTER_MS:
        work.memory.copies.drop(record.ref.id)
        work.state.drop_article(record.ref.id)
    else:
        work.memory.queue.push(record.known_ms + FORGET_AFTER_MS, 0, f"a/{record.ref.id}")
