"""What accounts, rejections and revisions count for, in metrics."""

from __future__ import annotations

from datetime import UTC, datetime

from tocsin import metrics
from tocsin.contract.article import ArticleRef
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account
from tocsin.region import region_of, regions

_JOINING = frozenset({"updated", "corroborated", "reopened"})


def begin_regions() -> None:
    """Every region at 0 from the start, so that one that stays silent after a restart is seen to."""
    for region in regions():
        metrics.REGIONS.labels(region)


def count_account(account: Account) -> None:
    for report in account.reports:
        metrics.REPORTS.labels(report.type).inc()
        metrics.REGIONS.labels(region_of(report.where.country)).inc()
        metrics.PLACES.labels(report.where.precision).inc()
        metrics.TIMES.labels(report.when.precision).inc()


def count_rejections(rejections: Rejections) -> None:
    for rejection in rejections.rejections:
        metrics.REJECTIONS.labels(rejection.reason).inc()


def count_revision(incident: Incident, cause: ArticleRef | None, now: datetime | None = None) -> None:
    """`now` is when the revision was acknowledged."""
    metrics.REVISIONS.labels(incident.change.kind).inc()
    if cause is None:
        return
    now = now or datetime.now(UTC)
    metrics.FETCH_TO_INCIDENT.observe(max(0.0, (now - cause.fetched_at).total_seconds()))
    if incident.change.kind == "opened" and cause.published_at is not None:
        metrics.PUBLICATION_TO_INCIDENT.observe(max(0.0, (now - cause.published_at).total_seconds()))
    score = next((r.score for r in incident.reports if r.article == cause.id), None)
    if incident.change.kind in _JOINING and score is not None:
        metrics.MATCH_SCORE.observe(score)


def outcome_of(account: Account | None, rejections: Rejections | None) -> str:
    """What an article came to in classify."""
    if account is not None and account.reports:
        return "reports"
    return "rejections" if rejections is not None else "nothing"


def language_class(language: str | None) -> str:
    """Few enough for a label."""
    if language is None:
        return "unknown"
    return "en" if language.split("-")[0] == "en" else "other"
