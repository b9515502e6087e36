"""An article's words out of the deduplicator's state. Pure: the same numbers, ids and ledgers stay.

What goes is what matching compares, too (`terms`): a later account of the incident must be matched without it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from processors.deduplicate.records import ArticleRecord, IncidentRecord, ReportRecord, pack, unpack
from tocsin.contract import redact
from tocsin.contract.report import Account


def forget(items: Iterable[tuple[str, bytes]], article: str) -> tuple[dict[str, bytes], set[str], set[str]]:
    """The writes, the ids of the article's reports, and the sentences that went. Raises msgspec.ValidationError."""
    writes: dict[str, bytes] = {}
    reports, words = set[str](), set[str]()
    held = list(items)
    for key, data in held:
        if key.startswith("r/") and (record := unpack(ReportRecord, data)).article == article:
            ref = next(unpack(ArticleRecord, other).ref for name, other in held if name == f"a/{article}")
            told = Account(article=ref, reports=(record.report,), rules_version=record.rules_version)
            reports.add(record.report.id)
            words |= redact.sentences_of(told)
            record.report = redact.account(told).reports[0]
            writes[key] = pack(record)
        elif key == f"a/{article}":
            known = unpack(ArticleRecord, data)
            words |= {known.ref.title}
            known.ref = replace(known.ref, title="")
            writes[key] = pack(known)
    for key, data in held:
        if key.startswith("i/") and (incident := unpack(IncidentRecord, data)).published:
            told_of = redact.incident(incident.published, {article: reports}, words)
            if told_of is not incident.published:
                incident.published = told_of
                writes[key] = pack(incident)
    return writes, reports, words - {""}
