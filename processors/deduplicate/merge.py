"""Two incidents that turn out to be one: the survivor is the older, the other points to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from processors.deduplicate.match import weights
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.standing import Standing
from processors.deduplicate.work import Work
from tocsin.contract.incident import Similar

_MOST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class Neighbours:
    """`same`: the best open incident above the merge threshold; `similar`: the best below it."""

    same: str | None
    similar: tuple[Similar, ...]


def neighbours(work: Work, record: IncidentRecord) -> Neighbours:
    """The incident against those that its new reports are like: only a report can bring two incidents together.

    An edge that no new report speaks of stays as it was found.
    """
    standing = work.index.get(record.id)
    if standing is None:
        return Neighbours(None, ())
    model = weights()
    scores = _edges_before(work, record)
    same: list[tuple[float, int, str]] = []
    for other, score in _compared(work, record, standing):
        scores.pop(other.id, None)
        if score >= model.merge and not _told_apart(standing, other) and _is_open(work, other.id):
            same.append((-score, other.seq, other.id))
        elif score >= model.maybe:
            scores[other.id] = score
    ranked = sorted((-score, other) for other, score in scores.items())[:_MOST_SIMILAR]
    edges = tuple(Similar(incident=other, score=-score) for score, other in ranked)
    return Neighbours(min(same)[2] if same else None, edges)


def _edges_before(work: Work, record: IncidentRecord) -> dict[str, float]:
    held = record.published.possibly_same if record.published else ()
    known = {edge.incident: edge.score for edge in held if edge.incident not in record.apart}
    return {i: score for i, score in known.items() if (s := work.index.get(i)) and not s.closed and i != record.id}


def _compared(work: Work, record: IncidentRecord, standing: Standing) -> Iterator[tuple[Standing, float]]:
    """Others that a new report is at all like, with the score of the two as wholes."""
    alike = {i: score for i, score in work.compared.get(record.id, {}).items() if score >= weights().maybe}
    for incident, score in alike.items():
        other = work.index.get(incident)
        if other and not other.closed and incident != record.id and incident not in record.apart:
            whole = len(standing.views) > 1
            yield other, work.comparison().score(standing.views, other.views) if whole else score


def _told_apart(one: Standing, two: Standing) -> bool:
    """One article that tells both as two is a witness that they are two."""
    own = {view.article for view in one.views}
    return any(view.article in own for view in two.views)


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
    heard_of = other.published is not None  # one opened by the same account was never published
    if heard_of:
        survivor.supersedes.append(other.id)
    survivor.last_ms = max(survivor.last_ms, other.last_ms)
    survivor.taken_ms = max(survivor.taken_ms, other.taken_ms)
    survivor.apart = list(dict.fromkeys(i for i in (*survivor.apart, *other.apart) if i != other.id))
    if by_hand:
        survivor.glued.append(other.id)
    other.reports, other.status, other.merged_into = [], "merged", survivor.id
    work.compared.setdefault(survivor.id, {}).update(work.compared.pop(other.id, {}))
    for record in (survivor, other):
        work.state.put_incident(record)
        work.stand(record)
        work.touch(record.id, "merged" if heard_of else None)


def _move(work: Work, report: str, incident: str) -> None:
    article = work.state.article(work.state.report(report).article)
    if article:
        article.reports[report] = incident
        work.state.put_article(article)
