"""What of a message goes into which column. Pure; the same for every SQL store."""

from __future__ import annotations

from datetime import datetime

from tocsin.contract.codec import encode, rfc3339
from tocsin.contract.fields import TOLL_KINDS, Casualties, Claim, Where
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Report

Row = dict[str, object]


def incident_row(incident: Incident, body: str) -> Row:
    """Of table `incidents`. `body` is the message as published."""
    when, where, sources = incident.when, incident.where, incident.sources
    return {
        "id": incident.id,
        "revision": incident.revision,
        "change": incident.change.kind,
        "status": incident.status,
        "type": incident.type,
        "headline": incident.headline,
        "severity": incident.severity,
        "confirmation": incident.confirmation,
        "admin1": where.admin1,
        "geonames_id": where.geonames_id,
        "place_precision": where.precision,
        **_place(where),
        "date": when.date.isoformat() if when.date else None,
        "part_of_day": when.part_of_day,
        "when_start": _time(when.start),
        "when_end": _time(when.end),
        "time_precision": when.precision,
        **_tolls(incident.casualties),
        "articles": sources.articles,
        "publishers": sources.publishers,
        "independent_origins": sources.independent_origins,
        "first_reported_at": _time(incident.first_reported_at),
        "last_reported_at": _time(incident.last_reported_at),
        "merged_into": incident.merged_into,
        "split_from": incident.split_from,
        "rules_version": incident.rules_version,
        "body": body,
    }


def revision_row(incident: Incident, body: str, caused_at: str | None) -> Row:
    """Of table `revisions`. `caused_at` is the event's time: when the account that caused it was fetched."""
    change, account = incident.change, incident.change.account
    return {
        "incident_id": incident.id,
        "revision": incident.revision,
        "change": change.kind,
        "reason": change.reason,
        "article_id": account.article,
        "article_version": account.version,
        "correction_id": account.correction,
        "caused_at": caused_at,
        "status": incident.status,
        "headline": incident.headline,
        "fields": encode(change.fields).decode(),
        "body": body,
    }


def incident_report_rows(incident: Incident) -> list[Row]:
    """Of table `incident_reports`: those the revision names (at most 100)."""
    return [
        {
            "incident_id": incident.id,
            "report_id": ref.report,
            "article_id": ref.article,
            "origin_family": ref.origin_family,
            "score": ref.score,
        }
        for ref in incident.reports
    ]


def source_row(account: Account) -> Row:
    """Of table `sources`."""
    article = account.article
    return {
        "article_id": article.id,
        "version": article.version,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher.name,
        "publisher_domain": article.publisher.domain,
        "publisher_country": article.publisher.country,
        "origin": article.origin,
        "published_at": _time(article.published_at),
        "fetched_at": _time(article.fetched_at),
        "deleted": int(account.deleted),
        "reports": len(account.reports),
    }


def report_row(account: Account, report: Report) -> Row:
    """Of table `reports`."""
    tolls = report.casualties
    return {
        "id": report.id,
        "article_id": account.article.id,
        "article_version": account.article.version,
        "is_primary": int(report.primary),
        "type": report.type,
        **_place(report.where),
        "date": report.when.date.isoformat() if report.when.date else None,
        "when_start": _time(report.when.start),
        "when_end": _time(report.when.end),
        "killed_best": tolls.killed.best if tolls.killed else None,
        "injured_best": tolls.injured.best if tolls.injured else None,
        "confidence": report.confidence,
        "summary": report.summary.text if report.summary else None,
        "body": encode(report).decode(),
    }


def claim_row(account: Account, claim: Claim) -> Row:
    """Of table `claims`."""
    return {
        "id": claim.id,
        "report_id": claim.report,
        "article_id": account.article.id,
        "kind": claim.kind,
        "field": claim.field,
        "speaker": claim.by.name,
        "speaker_kind": claim.by.kind,
        "against": claim.against,
        "value": None if claim.value is None else str(claim.value),
        "said_at": _time(claim.said_at),
        "published_at": _time(claim.published_at),
        "sentence_index": claim.sentence.index,
        "sentence": claim.sentence.text,
        "start": claim.start,
        "end": claim.end,
    }


def rejection_rows(rejections: Rejections) -> list[Row]:
    """Of table `rejections`."""
    article = rejections.article
    return [
        {
            "id": rejection.id,
            "article_id": article.id,
            "article_version": article.version,
            "type": rejection.type,
            "reason": rejection.reason,
            "sentence_index": rejection.sentence.index,
            "sentence": rejection.sentence.text,
            "fetched_at": _time(article.fetched_at),
        }
        for rejection in rejections.rejections
    ]


def _place(where: Where) -> Row:
    return {
        "country": where.country,
        "city": where.city,
        "place": where.name,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "radius_km": where.radius_km,
    }


def _tolls(casualties: Casualties) -> Row:
    row: Row = {}
    for kind in TOLL_KINDS:
        toll = getattr(casualties, kind)
        for bound in ("min", "best", "max"):
            row[f"{kind}_{bound}"] = getattr(toll, bound) if toll else None
    return row


def _time(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None
