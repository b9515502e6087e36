"""What a backtest published, as the scores need it."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.backtest.run import Published
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account


def final_states(revisions: Iterable[Incident]) -> dict[str, Incident]:
    """The newest revision of each incident."""
    newest: dict[str, Incident] = {}
    for revision in revisions:
        if revision.id not in newest or newest[revision.id].revision < revision.revision:
            newest[revision.id] = revision
    return newest


def primary_reports(accounts: Iterable[Account]) -> dict[str, str]:
    """Article -> id of its primary report, by its newest account."""
    primary: dict[str, str] = {}
    for account in accounts:
        report = next((r.id for r in account.reports if r.primary), None)
        if report:
            primary[account.article.id] = report
        else:
            primary.pop(account.article.id, None)
    return primary


def clusters(published: Published) -> dict[str, str]:
    """Article -> the live incident that holds its primary report; an article without one is absent."""
    incident_of = {
        ref.report: incident.id
        for incident in final_states(published.incidents).values()
        if incident.status in ("open", "closed")
        for ref in incident.reports
    }
    return {
        article: incident_of[report]
        for article, report in primary_reports(published.accounts).items()
        if report in incident_of
    }
