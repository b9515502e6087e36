"""Why an incident is what it is: its ledger with scores and features, its revisions, and why its nearest neighbours
are not it. Reads a kept state; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from processors.deduplicate.features import Features
from processors.deduplicate.ledger import Entry, load
from processors.deduplicate.match import Comparison, Match, weights
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.resolve.assemble import resolve
from processors.deduplicate.standing import Standing
from processors.deduplicate.state import State
from processors.deduplicate.work import Memory, recall
from tocsin.contract.incident import Incident

_NEIGHBOURS = 5
_TOLD_FEATURES = 6


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another incident and how it compares; `apart`: a person, or a split, said that it is another."""

    id: str
    headline: str
    status: str
    found: Match
    apart: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    record: IncidentRecord
    ledger: tuple[Entry, ...]
    revisions: tuple[Incident, ...]
    neighbours: tuple[Neighbour, ...]


class UnknownIncident(KeyError):  # noqa: N818
    """The state holds no such incident."""


def explain(items: Iterable[tuple[str, bytes]], incident: str, revisions: Iterable[Incident]) -> Explanation:
    """`items`: the kept state; `revisions`: any revisions, of which this incident's are told. An incident may be named
    by the beginning of its id. Raises `UnknownIncident`."""
    memory = recall(State(items))
    record = _named(memory, incident)
    ledger = tuple(load(memory.state, record.reports))
    own = sorted((r for r in revisions if r.id == record.id), key=lambda r: r.revision)
    return Explanation(record, ledger, tuple(own), tuple(_neighbours(memory, record)))


def _named(memory: Memory, incident: str) -> IncidentRecord:
    exact = memory.state.incident(incident)
    if exact:
        return exact
    alike = [r for r in memory.state.incidents() if r.id.startswith(incident)] if incident else []
    if len(alike) != 1:
        raise UnknownIncident(incident)
    return alike[0]


def _neighbours(memory: Memory, record: IncidentRecord) -> list[Neighbour]:
    own = memory.index.get(record.id)
    if own is None:
        return []
    idf = memory.index.rarity.now()
    others = {s.id: s for view in own.views for s in memory.index.find(view, idf) if s.id != record.id}
    comparison = Comparison(idf)
    scored = [(comparison.match(own.views, s.views), s) for s in others.values()]
    scored.sort(key=lambda pair: (-pair[0].score, pair[1].seq))
    return [_neighbour(memory, record, standing, found) for found, standing in scored[:_NEIGHBOURS]]


def _neighbour(memory: Memory, record: IncidentRecord, standing: Standing, found: Match) -> Neighbour:
    other = memory.state.incident(standing.id)
    assert other is not None
    headline = resolve(load(memory.state, other.reports)).headline
    return Neighbour(other.id, headline, other.status, found, other.id in record.apart)


def lines(explanation: Explanation) -> Iterator[str]:
    """As text, a line at a time."""
    record = explanation.record
    last = explanation.revisions[-1] if explanation.revisions else record.published
    yield f"{record.id}  {record.status}  revision {record.revision}"
    if last:
        yield f"  {last.headline}"
        yield f"  {last.type}; severity {last.severity}; {last.confirmation}; {last.when.date or 'date unknown'}"
    if record.merged_into:
        yield f"  merged into {record.merged_into}"
    for pin in record.pins:
        yield f"  {pin.field} is held by hand at {pin.value.decode()} (correction {pin.correction})"
    yield from _ledger_lines(explanation.ledger)
    yield from _revision_lines(explanation.revisions)
    yield from _neighbour_lines(explanation.neighbours)


def _ledger_lines(ledger: Sequence[Entry]) -> Iterator[str]:
    yield f"\nLedger: {len(ledger)} reports of {len({e.origin for e in ledger})} independent origins"
    for entry in ledger:
        score = "opened it" if entry.score is None else f"score {entry.score:.2f}"
        copied = "" if entry.origin == entry.ref.id else f"  depends on {entry.origin}"
        name = entry.ref.publisher.name or entry.ref.publisher.domain or "unknown publisher"
        yield f"  {entry.report.id}  {score}  {name}: {entry.ref.title or entry.ref.id}{copied}"
        if entry.features:
            yield f"      {told_features(entry.features)}"


def _revision_lines(revisions: Sequence[Incident]) -> Iterator[str]:
    yield f"\nRevisions: {len(revisions)}"
    for revision in revisions:
        cause = revision.change.account
        by = f"correction {cause.correction}" if cause.correction else f"article {cause.article} v{cause.version}"
        reason = f" ({revision.change.reason})" if revision.change.reason else ""
        fields = ", ".join(revision.change.fields) or "-"
        yield f"  {revision.revision:>3}  {revision.change.kind:<12} {fields}  by {by}{reason}"


def _neighbour_lines(neighbours: Sequence[Neighbour]) -> Iterator[str]:
    model = weights()
    yield f"\nNearest others (one is the same from {model.merge:.2f}):"
    if not neighbours:
        yield "  none"
    for other in neighbours:
        apart = "  held apart" if other.apart else ""
        yield f"  {other.found.score:.2f}  {other.id}  {other.status}  {other.headline}{apart}"
        yield f"      {told_features(other.found.features)}"


def told_features(features: Features) -> str:
    """The features that weigh most, with what each adds to the log-odds."""
    model = weights()
    parts = [(model.weights.get(name, 0.0) * value, name) for name, value in features.items()]
    parts.sort(key=lambda part: (-abs(part[0]), part[1]))
    return ", ".join(f"{name} {added:+.1f}" for added, name in parts[:_TOLD_FEATURES] if abs(added) >= 0.05)
