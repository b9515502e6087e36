"""The state of a deduplicator with so many open incidents of one account each, made without matching."""

from __future__ import annotations

from collections.abc import Iterator

from evaluation.bench.deduplicate.world import Happening, World
from processors.deduplicate.ledger import Entry
from processors.deduplicate.records import META, ArticleRecord, IncidentRecord, Meta, ReportRecord, pack
from processors.deduplicate.resolve.assemble import resolve
from processors.deduplicate.revise import Cause, current, revision
from tocsin.contract.identity import incident_id
from tocsin.contract.incident import AccountRef
from tocsin.contract.report import Account

_KNOWN = 20_000


def filled(world: World, incidents: int, known: list[Happening]) -> Iterator[tuple[str, bytes]]:
    """The kept items. Leaves the latest of what happened in `known`, for accounts to come back to."""
    last_ms = 0
    for seq, (happening, account) in enumerate(world.opening(incidents), 1):
        if seq > incidents - _KNOWN:
            known.append(happening)
        last_ms = int(account.article.fetched_at.timestamp() * 1000)
        yield from _opened(account, 2 * seq, last_ms)
    yield META, pack(Meta(last_ms, 2 * incidents + 2))


def _opened(account: Account, seq: int, last_ms: int) -> Iterator[tuple[str, bytes]]:
    ref, report = account.article, account.reports[0]
    entry = Entry(report, ref, ref.id, account.rules_version, seq + 1, None, {})
    incident = IncidentRecord(incident_id(report.id), seq, "open", 0, last_ms, [report.id])
    cause = Cause(AccountRef(article=ref.id, version=ref.version), account.rules_version)
    revision(incident, current(incident, resolve([entry]), (), cause), cause)
    yield f"a/{ref.id}", pack(ArticleRecord(ref=ref, text_family=ref.id, reports={report.id: incident.id}))
    yield f"r/{report.id}", pack(ReportRecord(report, ref.id, ref.version, account.rules_version, seq + 1))
    yield f"i/{incident.id}", pack(incident)
