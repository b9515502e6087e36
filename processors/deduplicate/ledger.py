"""An incident's ledger: every report of it, with the article and the origin it comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from processors.deduplicate.origins import Telling, origins
from processors.deduplicate.records import ReportRecord
from processors.deduplicate.state import State
from tocsin.contract.article import ArticleRef
from tocsin.contract.report import Report


@dataclass(frozen=True, slots=True)
class Entry:
    """`origin` names the family of tellings that depend on one another; `seq` is the order of arrival."""

    report: Report
    ref: ArticleRef
    origin: str
    rules_version: str
    seq: int
    score: float | None
    features: dict[str, float]

    @property
    def said_at(self) -> datetime:
        """Publication, of fetching if unknown."""
        return self.ref.published_at or self.ref.fetched_at


def load(state: State, reports: Sequence[str]) -> list[Entry]:
    """The entries of the reports with these ids, in order of arrival. Raises KeyError for one that is not held."""
    records = sorted((state.report(report) for report in reports), key=lambda record: record.seq)
    articles = {r.article: state.article(r.article) for r in records}
    tellings = [Telling(a.ref, a.text_family) for a in articles.values() if a]
    origin = origins(tellings)
    return [_entry(record, article.ref, origin) for record in records if (article := articles[record.article])]


def _entry(record: ReportRecord, ref: ArticleRef, origin: dict[str, str]) -> Entry:
    return Entry(
        report=record.report,
        ref=ref,
        origin=origin[ref.id],
        rules_version=record.rules_version,
        seq=record.seq,
        score=record.score,
        features=record.features,
    )


def voices(entries: Sequence[Entry], speaks: Callable[[Entry], bool]) -> list[Entry]:
    """One entry an origin: its latest that `speaks` of the field, so that forty copies have one voice.

    Articles about the incident count; passing mentions are heard only where those are silent. In order of arrival.
    """
    able = [e for e in entries if speaks(e)]
    if len(able) < 2:
        return able
    able = [e for e in able if e.report.primary] or able
    latest: dict[str, Entry] = {}
    for entry in able:
        held = latest.get(entry.origin)
        if held is None or (entry.said_at, entry.seq) >= (held.said_at, held.seq):
            latest[entry.origin] = entry
    return sorted(latest.values(), key=lambda e: e.seq)
