"""The incidents an account touched, brought to rest: merged, split or emptied where need be, resolved, revised."""

from __future__ import annotations

from processors.deduplicate.merge import Neighbours, merge, neighbours
from processors.deduplicate.pins import apply_pins
from processors.deduplicate.pull import pull_apart
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.resolve.assemble import resolve
from processors.deduplicate.revise import current, revision
from processors.deduplicate.split import split_if_apart
from processors.deduplicate.work import Work, enqueue

_MOST_MERGES = 8  # in one account; the next account goes on


def settle(work: Work) -> None:
    """Publish a revision of every touched incident that changed, oldest incident first."""
    for incident in sorted(work.touched):
        _empty(work, work.incident(incident))
    for incident in sorted(work.touched):
        _stand_and_split(work, work.incident(incident))
    edges: dict[str, Neighbours] = {}
    for incident in _by_age(work):
        edges[incident] = _merge_while_same(work, incident)
    for incident in _by_age(work):
        _revise(work, incident, edges.get(incident))


def _by_age(work: Work) -> list[str]:
    return sorted(work.touched, key=lambda incident: work.incident(incident).seq)


def _empty(work: Work, record: IncidentRecord) -> None:
    """An incident that lost its last report went where its reports went, or did not happen."""
    if record.reports or record.status not in ("open", "closed"):
        return
    went = work.moved_to.get(record.id, set())
    target = work.state.incident(next(iter(went))) if len(went) == 1 else None
    if target and target.status == "open" and target.id != record.id:
        merge(work, target, record)
    else:
        record.status = "retracted"
        work.state.put_incident(record)
        work.touch(record.id, "retracted")
    enqueue(work.memory, record)


def _stand_and_split(work: Work, record: IncidentRecord) -> None:
    work.stand(record)
    if record.joined and record.status == "open":
        split_if_apart(work, record)
    if record.id in work.doubted and record.status == "open":
        pull_apart(work, record)


def _merge_while_same(work: Work, incident: str) -> Neighbours:
    found = Neighbours(None, ())
    for _ in range(_MOST_MERGES):
        record = work.incident(incident)
        if record.status != "open" or record.retracted_by_hand or not record.reports:
            return found
        found = neighbours(work, record)
        if found.same is None:
            return found
        other = work.incident(found.same)
        older, younger = (record, other) if record.seq < other.seq else (other, record)
        merge(work, older, younger)
        incident = older.id
    return found


def _revise(work: Work, incident: str, edges: Neighbours | None) -> None:
    record = work.incident(incident)
    cause = work.cause(work.touched[incident])
    entries = work.ledger(record)
    resolved = apply_pins(resolve(entries), record.pins) if entries else None
    if resolved is None and record.published is None:
        # opened and emptied by one and the same message: nobody has heard of it
        work.state.drop_incident(record.id)
        work.index.drop(record.id)
        return
    made = revision(record, current(record, resolved, edges.similar if edges else (), cause), cause)
    if made:
        work.revisions.append(made)
    work.state.put_incident(record)
