"""A wrong merge undone: when later accounts pull the merged parts apart, the part that came in leaves again.

It leaves under a new id (the merged-away one has had its final revision), and the two are never merged again by
themselves.
"""

from __future__ import annotations

from processors.deduplicate.match import weights
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.standing import of_views
from processors.deduplicate.view import View
from processors.deduplicate.work import Work, enqueue
from tocsin.contract.identity import incident_id


def split_if_apart(work: Work, record: IncidentRecord) -> IncidentRecord | None:
    """The part that left, if one did."""
    for other, brought in record.joined.items():
        part = [r for r in record.reports if r in set(brought)]
        if other in record.glued or not part or len(part) == len(record.reports):
            continue
        views = work.views_of(record, work.ledger(record))
        part = _with_followers(work, record, part, views)
        rest = [r for r in record.reports if r not in set(part)]
        if rest and _score(work, part, rest, views) < weights().split:
            del record.joined[other]
            return split(work, record, part)
    return None


def split(work: Work, record: IncidentRecord, reports: list[str], *, by_hand: bool = False) -> IncidentRecord:
    """`reports` leave `record` and become an incident of their own; both are left to be settled."""
    leaving = [r for r in record.reports if r in set(reports)]
    identity = incident_id(leaving[0])
    if work.state.incident(identity) is not None:
        identity = incident_id(f"{leaving[0]} {record.id} {record.revision}")
    part = IncidentRecord(
        id=identity,
        seq=work.next_seq(),
        status=record.status,
        revision=0,
        last_ms=record.last_ms,
        taken_ms=record.taken_ms,
        reports=leaving,
        split_from=record.id,
        apart=[record.id, *record.apart],
    )
    record.reports = [r for r in record.reports if r not in set(leaving)]
    record.apart.append(part.id)
    for report in leaving:
        _rehome(work, report, part.id, by_hand)
    for changed in (record, part):
        work.state.put_incident(changed)
        work.stand(changed)
        work.touch(changed.id, "split")
    enqueue(work.memory, part)
    return part


def _with_followers(work: Work, record: IncidentRecord, part: list[str], views: dict[str, View]) -> list[str]:
    """The part, and the reports that came after the merge and are more like the part than like the rest."""
    known = set(part)
    merged_at = max(work.state.report(r).seq for r in part)
    later = [r for r in record.reports if r not in known and work.state.report(r).seq > merged_at]
    rest = [r for r in record.reports if r not in known and r not in set(later)]
    if not rest:
        return part
    return part + [r for r in later if _score(work, [r], part, views) > _score(work, [r], rest, views)]


def _score(work: Work, one: list[str], two: list[str], views: dict[str, View]) -> float:
    return work.comparison().score(of_views([views[r] for r in one]), of_views([views[r] for r in two]))


def _rehome(work: Work, report: str, incident: str, by_hand: bool) -> None:
    held = work.state.report(report)
    held.by_hand = held.by_hand or by_hand
    work.state.put_report(held)
    article = work.state.article(held.article)
    if article:
        article.reports[report] = incident
        work.state.put_article(article)
