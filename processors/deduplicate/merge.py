"""Two incidents that turn out to be one: the survivor is the older, the other points to it."""

from __future__ import annotations

from dataclasses import dataclass

from processors.deduplicate.match import match, weights
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.work import Work
from tocsin.contract.incident import Similar

_MOST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`same`: the best open incident above the merge threshold; `similar`: the best below it."""

    same: str | None
    similar: tuple[Similar, ...]


def neighbours(work: Work, record: IncidentRecord) -> Neighbours:
    """The incident, as it stands in the index, against the others there."""
    standing = work.index.get(record.id)
    if standing is None:
        return Neighbours(None, ())
    model = weights()
    own_articles = {view.article for view in standing.views}
    similar: list[tuple[float, int, str]] = []
    same: list[tuple[float, int, str]] = []
    for other in work.index.find(standing.views):
        if other.id == record.id or other.id in record.apart or other.closed:
            continue
        score = match(standing.views, other.views, work.index.rarity).score
        # one article that tells both as two is a witness that they are two
        told_apart = any(view.article in own_articles for view in other.views)
        if score >= model.merge and not told_apart and _is_open(work, other.id):
            same.append((-score, other.seq, other.id))
        elif score >= model.maybe:
            similar.append((-score, other.seq, other.id))
    edges = tuple(Similar(incident=i, score=-s) for s, _, i in sorted(similar)[:_MOST_SIMILAR])
    return Neighbours(min(same)[2] if same else None, edges)


def _is_open(work: Work, incident: str) -> bool:
    record = work.state.incident(incident)
    return record is not None and record.status == "open" and not record.retracted_by_hand


def merge(work: Work, survivor: IncidentRecord, other: IncidentRecord, *, by_hand: bool = False) -> None:
    """Everything of `other` goes into `survivor`; both are left to be settled."""
    moved = list(other.reports)
    for report in moved:
        _move(work, report, survivor.id)
    survivor.reports += moved
    survivor.joined[other.id] = moved
    survivor.supersedes.append(other.id)
    survivor.last_ms = max(survivor.last_ms, other.last_ms)
    survivor.apart = list(dict.fromkeys(i for i in (*survivor.apart, *other.apart) if i != other.id))
    if by_hand:
        survivor.glued.append(other.id)
    other.reports, other.status, other.merged_into = [], "merged", survivor.id
    for record in (survivor, other):
        work.state.put_incident(record)
        work.stand(record)
        work.touch(record.id, "merged")


def _move(work: Work, report: str, incident: str) -> None:
    article = work.state.article(work.state.report(report).article)
    if article:
        article.reports[report] = incident
        work.state.put_article(article)
