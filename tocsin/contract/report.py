"""Topic `reports`: one article version's account of the incidents it reports, and hand-made corrections."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tocsin.contract import fields as f
from tocsin.contract import vocabulary as v
from tocsin.contract.article import ArticleRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One incident as one article version tells it.

    `evidence` maps a dotted field path (`type`, `when`, `where`, `casualties.killed`, `actors.0`) to the words it
    was read from. `terms` are the distinctive lower-cased words and names of the sentences about this incident,
    most distinctive first, at most 64: what matching compares beside the fields. `summary` is the sentence that
    tells it best, as published.
    """

    id: str
    primary: bool
    type: v.EventType
    crosswalk: f.Crosswalk
    when: f.When
    where: f.Where
    actors: tuple[f.Actor, ...] = ()
    targets: tuple[f.Target, ...] = ()
    weapons: tuple[f.Weapon, ...] = ()
    casualties: f.Casualties = f.Casualties()
    claims: tuple[f.Claim, ...] = ()
    evidence: dict[str, f.Evidence] = field(default_factory=dict)
    confidence: float = 1.0
    summary: f.Sentence | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """All incidents one article version reports; empty if it reports none (any more)."""

    article: ArticleRef
    reports: tuple[Report, ...]
    rules_version: str
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A correction by hand, sent to `reports` so that it survives a replay.

    pin: `field` (dotted path of the incident) gets `value` (JSON) and keeps it.
    merge: the incident goes into `into`.
    split: the reports named in `reports` leave it and become an incident of their own.
    retract: it did not happen.
    """

    id: str
    incident: str
    action: v.CorrectionAction
    author: str
    reason: str
    made_at: datetime
    rules_version: str
    field: str | None = None
    value: object = None
    into: str | None = None
    reports: tuple[str, ...] = ()
