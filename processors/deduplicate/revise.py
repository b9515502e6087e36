"""From a ledger to a revision: what stands now, what changed since the last one, and what to call the change.

A revision that changes nothing is not made. What counts as a change are the fields in `TRACKED`; a mere reference to
one more report does not, but the sources' numbers do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from processors.deduplicate.fit import fitted
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.resolve.assemble import Resolved
from tocsin.contract.codec import to_builtins
from tocsin.contract.incident import AccountRef, Change, FieldChange, Incident, Similar
from tocsin.contract.vocabulary import ChangeKind

TRACKED = (
    "status",
    "merged_into",
    "split_from",
    "supersedes",
    "pinned",
    "type",
    "headline",
    "severity",
    "confirmation",
    "when",
    "where",
    "actors",
    "targets",
    "weapons",
    "casualties",
    "claims",
    "sources",
    "first_reported_at",
    "possibly_same",
)
"""Fields whose change is told. `claims` and `possibly_same` are told as lists of ids."""

_SOURCE_FIELDS = frozenset({"sources", "confirmation", "first_reported_at", "possibly_same", "claims"})


@dataclass(frozen=True, slots=True)
class Cause:
    """What made it happen: the account or correction, its rules, a reason; `kind` where the change has a name."""

    account: AccountRef
    rules_version: str
    kind: ChangeKind | None = None
    reason: str | None = None


def current(record: IncidentRecord, resolved: Resolved | None, similar: tuple[Similar, ...], cause: Cause) -> Incident:
    """The incident as it now stands, under the number of its last revision and without a change.

    Without a ledger left (`resolved` is None) the fields stay what was last published, with no sources.
    """
    own: dict[str, Any] = {
        "id": record.id,
        "revision": record.revision,
        "change": Change(kind="other", account=cause.account),
        "status": record.status,
        "rules_version": cause.rules_version,
        "merged_into": record.merged_into,
        "split_from": record.split_from,
        "supersedes": tuple(record.supersedes),
        "possibly_same": similar if record.status == "open" else (),
        "pinned": tuple(dict.fromkeys(pin.field for pin in record.pins)),
    }
    if resolved is not None:
        fields = {name: getattr(resolved, name) for name in Resolved.__slots__}
        return fitted(Incident(**own, **fields))
    if record.published is None:
        raise ValueError(f"incident {record.id} has neither reports nor a revision")
    return replace(record.published, **own, reports=(), total_reports=0, sources=replace(record.published.sources))


def revision(record: IncidentRecord, now: Incident, cause: Cause) -> Incident | None:
    """The next revision, or None if nothing that is told has changed. Updates `record`."""
    before = record.published
    changes = differences(before, now) if before else {}
    if before and not changes:
        return None
    kind = cause.kind or _name_of(before, now, changes)
    change = Change(kind=kind, account=cause.account, fields=changes, reason=cause.reason)
    record.revision += 1
    made = replace(now, revision=record.revision, change=change)
    record.published = replace(
        made, change=Change(kind="other", account=AccountRef()), reports=(), evidence={}, witnesses={}
    )
    return made


def differences(before: Incident, after: Incident) -> dict[str, FieldChange]:
    """Tracked fields that differ, as JSON values."""
    found: dict[str, FieldChange] = {}
    for name in TRACKED:
        one, two = getattr(before, name), getattr(after, name)
        if one != two:
            told_one, told_two = told(name, one), told(name, two)
            if told_one != told_two:
                found[name] = FieldChange(before=told_one, after=told_two)
    return found


def told(name: str, value: Any) -> object:
    """A field's value as a `FieldChange` tells it."""
    if name == "claims":
        return [standing.claim.id for standing in value]
    if name == "possibly_same":
        return [similar.incident for similar in value]
    return to_builtins(value)


def _name_of(before: Incident | None, now: Incident, changes: dict[str, FieldChange]) -> ChangeKind:
    if before is None:
        return "opened"
    gained = now.sources.independent_origins > before.sources.independent_origins
    return "corroborated" if gained and _only_sources(before, now, changes) else "updated"


def _only_sources(before: Incident, now: Incident, changes: dict[str, FieldChange]) -> bool:
    """A new source that says the same: new assertions are what a source is, a new denial is news."""
    if not set(changes) <= _SOURCE_FIELDS:
        return False
    known = {c.claim.id for c in before.claims}
    return all(c.claim.kind == "asserts" for c in now.claims if c.claim.id not in known)
