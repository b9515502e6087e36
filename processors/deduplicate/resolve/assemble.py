"""All fields of an incident resolved from its ledger, with the witness and the evidence of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from processors.deduplicate.confirmation import confirmation
from processors.deduplicate.headline import headline
from processors.deduplicate.ledger import Entry
from processors.deduplicate.resolve.chosen import Chosen
from processors.deduplicate.resolve.kind import resolve_type
from processors.deduplicate.resolve.parties import resolve_actors, resolve_targets, resolve_weapons
from processors.deduplicate.resolve.statements import resolve_claims
from processors.deduplicate.resolve.tolls import casualties, resolve_tolls
from processors.deduplicate.resolve.when import resolve_when
from processors.deduplicate.resolve.where import resolve_where
from processors.deduplicate.severity import severity
from tocsin.contract import fields as f
from tocsin.contract import vocabulary as v
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.incident import ReportRef, Sources, StandingClaim

MOST_REFERENCES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What the ledger says; names and shapes as in `tocsin.contract.incident.Incident`."""

    type: v.EventType
    crosswalk: f.Crosswalk
    headline: str
    severity: int
    confirmation: v.Confirmation
    when: f.When
    where: f.Where
    actors: tuple[f.Actor, ...]
    targets: tuple[f.Target, ...]
    weapons: tuple[f.Weapon, ...]
    casualties: f.Casualties
    claims: tuple[StandingClaim, ...]
    total_claims: int
    evidence: dict[str, f.Evidence]
    witnesses: dict[str, str]
    sources: Sources
    reports: tuple[ReportRef, ...]
    total_reports: int
    first_reported_at: datetime
    last_reported_at: datetime


def resolve(entries: Sequence[Entry]) -> Resolved:
    """`entries` in order of arrival, at least one."""
    kind, when, where = resolve_type(entries), resolve_when(entries), resolve_where(entries)
    tolls = resolve_tolls(entries)
    actors, targets, weapons = resolve_actors(entries), resolve_targets(entries), resolve_weapons(entries)
    claims, total_claims = resolve_claims(entries)
    sources = count_sources(entries)
    evidence, witnesses = _witnesses(
        {
            "type": kind,
            "when": when,
            "where": where,
            **{f"casualties.{name}": chosen for name, chosen in tolls.items()},
            **{f"actors.{i}": chosen for i, chosen in enumerate(actors)},
            **{f"targets.{i}": chosen for i, chosen in enumerate(targets)},
            **{f"weapons.{i}": chosen for i, chosen in enumerate(weapons)},
        }
    )
    return derive(
        Resolved(
            type=kind.value,
            crosswalk=crosswalk(kind.value),
            headline="",
            severity=0,
            confirmation="unknown",
            when=when.value,
            where=where.value,
            actors=tuple(c.value for c in actors),
            targets=tuple(c.value for c in targets),
            weapons=tuple(c.value for c in weapons),
            casualties=casualties(tolls),
            claims=claims,
            total_claims=total_claims,
            evidence=evidence,
            witnesses=witnesses,
            sources=sources,
            reports=tuple(_reference(e) for e in _shown(entries)),
            total_reports=len(entries),
            first_reported_at=min(e.said_at for e in entries),
            last_reported_at=max(e.said_at for e in entries),
        )
    )


def derive(resolved: Resolved) -> Resolved:
    """The fields that follow from other fields, so that a pinned toll shows in headline and severity too."""
    return replace(
        resolved,
        crosswalk=crosswalk(resolved.type),
        severity=severity(resolved.type, resolved.casualties, resolved.targets),
        headline=headline(resolved.type, resolved.weapons, resolved.where, resolved.casualties),
        confirmation=confirmation(resolved.claims, resolved.casualties, resolved.sources.independent_origins),
    )


def count_sources(entries: Sequence[Entry]) -> Sources:
    return Sources(
        articles=len({e.ref.id for e in entries}),
        publishers=len({e.ref.publisher.domain or e.ref.publisher.name or e.ref.id for e in entries}),
        independent_origins=len({e.origin for e in entries}),
    )


def _witnesses(chosen: dict[str, Chosen[object]]) -> tuple[dict[str, f.Evidence], dict[str, str]]:
    evidence: dict[str, f.Evidence] = {}
    witnesses: dict[str, str] = {}
    for path, choice in chosen.items():
        if choice.witness is None or choice.path is None:
            continue
        witnesses[path] = choice.witness.report.id
        found = choice.witness.report.evidence.get(choice.path)
        if found:
            evidence[path] = found
    return evidence, witnesses


def _shown(entries: Sequence[Entry]) -> list[Entry]:
    """The first half and the last half of what fits."""
    if len(entries) <= MOST_REFERENCES:
        return list(entries)
    half = MOST_REFERENCES // 2
    return [*entries[:half], *entries[-half:]]


def _reference(entry: Entry) -> ReportRef:
    ref = entry.ref
    return ReportRef(
        report=entry.report.id,
        article=ref.id,
        version=ref.version,
        title=ref.title,
        publisher=ref.publisher,
        url=ref.url,
        published_at=ref.published_at,
        origin_family=entry.origin,
        score=entry.score,
        features=entry.features,
    )
