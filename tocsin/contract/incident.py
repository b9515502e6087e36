"""Topic `incidents`: one revision of one incident, its state and what changed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tocsin.contract import fields as f
from tocsin.contract import vocabulary as v
from tocsin.contract.article import Publisher


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """JSON values of one field before and after."""

    before: object
    after: object


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """The account (article version) that caused a change, or the correction's id in `correction`."""

    article: str | None = None
    version: int | None = None
    correction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    kind: v.ChangeKind
    account: AccountRef
    fields: dict[str, FieldChange] = field(default_factory=dict)
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRef:
    """A report in the incident's ledger. `origin_family` groups copies of one text; `features` explain `score`."""

    report: str
    article: str
    version: int
    title: str
    publisher: Publisher
    url: str | None = None
    published_at: datetime | None = None
    origin_family: str | None = None
    score: float | None = None
    features: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingClaim:
    """A distinct claim in force: its first witness, and how many reports and independent origins carry it."""

    claim: f.Claim
    reports: int
    independent_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    articles: int
    publishers: int
    independent_origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Similar:
    """An incident this one might be the same as, below the merge threshold."""

    incident: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A revision. `evidence` gives, per field path, the witness of the value that stands:
    `witnesses` maps a field path to the id of the report it was taken from."""

    id: str
    revision: int
    change: Change
    status: v.Status
    type: v.EventType
    crosswalk: f.Crosswalk
    headline: str
    severity: int
    confirmation: v.Confirmation
    when: f.When
    where: f.Where
    sources: Sources
    first_reported_at: datetime
    last_reported_at: datetime
    rules_version: str
    actors: tuple[f.Actor, ...] = ()
    targets: tuple[f.Target, ...] = ()
    weapons: tuple[f.Weapon, ...] = ()
    casualties: f.Casualties = f.Casualties()
    claims: tuple[StandingClaim, ...] = ()
    evidence: dict[str, f.Evidence] = field(default_factory=dict)
    witnesses: dict[str, str] = field(default_factory=dict)
    reports: tuple[ReportRef, ...] = ()
    total_reports: int = 0
    total_claims: int = 0
    merged_into: str | None = None
    split_from: str | None = None
    supersedes: tuple[str, ...] = ()
    possibly_same: tuple[Similar, ...] = ()
    pinned: tuple[str, ...] = ()
