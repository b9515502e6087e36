"""What a batch of records makes of a SQL store's tables: what to delete, what to upsert. Pure; the same for every one.

batch = Batch()
batch.add(record)                       # as they come
held = ... ask the store for `batch.incident_ids()`, `batch.article_ids()`
change = batch.change(held)             # apply the deletions, then the upserts
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sinks import rows
from sinks.rows import Row
from tocsin import topics
from tocsin.contract import redact
from tocsin.contract.codec import encode
from tocsin.contract.envelope import header, open_account, open_message
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account
from tocsin.log.port import Delivered

TOPICS: tuple[str, ...] = (topics.REPORTS.name, topics.INCIDENTS.name, topics.REJECTIONS.name)
KEYS: dict[str, tuple[str, ...]] = {
    "revisions": ("incident_id", "revision"),
    "incidents": ("id",),
    "incident_reports": ("incident_id", "report_id"),
    "sources": ("article_id",),
    "reports": ("id",),
    "claims": ("id",),
    "rejections": ("id",),
}
"""The key of every table that a batch writes, in the order in which it is written."""

KEPT_REJECTIONS_DAYS = 30
"""Behind the newest: an article's rejections are looked at while it is news; the topic keeps them three days."""

PRUNE_EVERY = 50_000
"""Records between two looks for rejections that are too old; the first is after the first flush."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the store has: the newest revision per incident, the newest version per article that gave an account and
    per article with rejections (those asked for), and of every forgotten article the ids of its reports."""

    revisions: Mapping[str, int]
    versions: Mapping[str, int]
    rejected: Mapping[str, int]
    forgotten: Mapping[str, frozenset[str]]


@dataclass(slots=True)
class Change:
    """`reports_of` are incidents whose `incident_reports` go first; `told_by` articles whose reports and claims do;
    `rejected_before` article and version: rejections of older versions go."""

    reports_of: list[str] = field(default_factory=list)
    told_by: list[str] = field(default_factory=list)
    rejected_before: list[tuple[str, int]] = field(default_factory=list)
    upserts: dict[str, list[Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Revision:
    incident: Incident
    body: str
    caused_at: str | None


class Batch:
    """Records read and waiting. `records` are all that were added, in order."""

    def __init__(self) -> None:
        self.records: list[Delivered] = []
        self._revisions: dict[tuple[str, int], _Revision] = {}
        self._accounts: dict[str, Account] = {}
        self._rejections: list[Rejections] = []

    def add(self, record: Delivered) -> None:
        """Raises `ContractError`; then nothing was taken. Corrections are no rows of their own: their revision is."""
        topic, message = record.partition.topic, record.message
        if topic == topics.INCIDENTS.name:
            incident = open_message(Incident, message)
            revision = _Revision(incident, message.value.decode(), header(message, "ce_time"))
            self._revisions[incident.id, incident.revision] = revision
        elif topic == topics.REJECTIONS.name:
            self._rejections.append(open_message(Rejections, message))
        else:
            account = open_account(message)
            if isinstance(account, Account):
                former = self._accounts.get(account.article.id)
                if former is None or former.article.version <= account.article.version:
                    self._accounts[account.article.id] = account
        self.records.append(record)

    def incident_ids(self) -> list[str]:
        return sorted({identity for identity, _ in self._revisions})

    def article_ids(self) -> list[str]:
        return sorted({*self._accounts, *(r.article.id for r in self._rejections)})

    def change(self, held: Held) -> Change:
        """What an older revision or version that comes late would undo is left out."""
        change = Change(upserts={table: [] for table in KEYS})
        self._incidents(change, held)
        versions = self._told(change, held)
        self._rejected(change, held, versions)
        return change

    def _incidents(self, change: Change, held: Held) -> None:
        newest: dict[str, _Revision] = {}
        reports: dict[str, dict[str, Row]] = {}
        for (identity, number), revision in sorted(self._revisions.items()):
            told = _redacted(revision, held.forgotten)
            change.upserts["revisions"].append(rows.revision_row(told.incident, told.body, told.caused_at))
            if number < held.revisions.get(identity, 0):
                continue
            newest[identity] = told
            if told.incident.total_reports <= len(told.incident.reports):  # else it names some, and the others stand
                change.reports_of.append(identity)
                reports[identity] = {}
            for row in rows.incident_report_rows(told.incident):
                reports.setdefault(identity, {})[str(row["report_id"])] = row
        change.upserts["incidents"] = [rows.incident_row(r.incident, r.body) for r in newest.values()]
        change.upserts["incident_reports"] = [row for found in reports.values() for row in found.values()]

    def _told(self, change: Change, held: Held) -> dict[str, int]:
        """The newest version per article, store and batch together."""
        versions = dict(held.versions)
        reports, claims = dict[str, Row](), dict[str, Row]()
        for identity, account in self._accounts.items():
            if account.article.version < versions.get(identity, 0):
                continue
            told = redact.account(account) if identity in held.forgotten else account
            versions[identity] = account.article.version
            change.told_by.append(identity)
            change.rejected_before.append((identity, account.article.version))
            change.upserts["sources"].append(rows.source_row(told))
            for report in told.reports:
                reports[report.id] = rows.report_row(told, report)
                claims.update((claim.id, rows.claim_row(told, claim)) for claim in report.claims)
        change.upserts["reports"], change.upserts["claims"] = list(reports.values()), list(claims.values())
        return versions

    def _rejected(self, change: Change, held: Held, versions: Mapping[str, int]) -> None:
        found: dict[str, Row] = {}
        newest: dict[str, int] = {}
        for article in (rejections.article for rejections in self._rejections):
            known = (newest.get(article.id, 0), versions.get(article.id, 0), held.rejected.get(article.id, 0))
            newest[article.id] = max(article.version, *known)
        for rejections in self._rejections:
            article = rejections.article
            if article.version == newest[article.id]:
                told = redact.rejections(rejections) if article.id in held.forgotten else rejections
                found.update((str(row["id"]), row) for row in rows.rejection_rows(told))
        change.rejected_before += newest.items()
        change.upserts["rejections"] = list(found.values())


def _redacted(revision: _Revision, forgotten: Mapping[str, frozenset[str]]) -> _Revision:
    told = redact.incident(revision.incident, forgotten) if forgotten else revision.incident
    if told is revision.incident:
        return revision
    return _Revision(told, encode(told).decode(), revision.caused_at)
