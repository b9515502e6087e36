"""What accounts and revisions count for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from invented import account, incident
from prometheus_client import REGISTRY

from tocsin.embedded.count import count_account, count_revision, language_class, outcome_of


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_account_counts_its_reports_by_type_region_and_precision() -> None:
    told = account(1)
    report = told.reports[0]
    names = {
        "tocsin_reports_total": {"type": report.type},
        "tocsin_report_places_total": {"precision": report.where.precision},
        "tocsin_report_times_total": {"precision": report.when.precision},
    }
    before = {name: value(name, **labels) for name, labels in names.items()}
    count_account(told)
    assert {name: value(name, **labels) - before[name] for name, labels in names.items()} == dict.fromkeys(names, 1.0)


def test_a_revision_counts_from_the_fetch_and_an_opening_from_the_publication() -> None:
    cause = account(1).article
    published = cause.fetched_at - timedelta(minutes=10)
    now = cause.fetched_at + timedelta(seconds=40)
    sums = ("tocsin_fetch_to_incident_seconds_sum", "tocsin_publication_to_incident_seconds_sum")
    before = [value(name) for name in sums]
    opened = incident(1)
    count_revision(opened, replace(cause, published_at=published), now)
    assert [value(name) - b for name, b in zip(sums, before, strict=True)] == [40.0, 640.0]
    updated = replace(opened, change=replace(opened.change, kind="updated"))
    count_revision(updated, replace(cause, published_at=published), now)
    assert [value(name) - b for name, b in zip(sums, before, strict=True)] == [80.0, 640.0]


@pytest.mark.parametrize(("code", "of"), [("en", "en"), ("en-GB", "en"), ("fr", "other"), (None, "unknown")])
def test_languages_are_few(code: str | None, of: str) -> None:
    assert language_class(code) == of


def test_what_an_article_came_to() -> None:
    assert outcome_of(account(1), None) == "reports"
    assert outcome_of(replace(account(1), reports=()), None) == "nothing"
    assert outcome_of(None, None) == "nothing"
