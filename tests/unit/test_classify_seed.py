"""The article the product must get right first. Its text lies in the gold folder and is no part of this project."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from reading import read

from processors.classify.core import Classified

SEED = Path(os.environ.get("GOLD", Path(__file__).parents[2] / ".." / "shared" / "data")) / "seed" / "article.txt"
pytestmark = pytest.mark.skipif(not SEED.exists(), reason="no gold folder here; name it with GOLD=")


def read_seed(published: datetime | None) -> Classified:
    return read(SEED.read_text("utf-8"), published=published, day_only=True)


@pytest.fixture(scope="module")
def told() -> Classified:
    return read_seed(datetime(2020, 10, 5, tzinfo=UTC))


def test_one_primary_report(told: Classified) -> None:
    assert told.account is not None
    (report,) = told.account.reports
    assert report.primary
    assert report.type == "explosion/rocket_or_missile_attack"


def test_when(told: Classified) -> None:
    assert told.account is not None
    when = told.account.reports[0].when
    assert when.date is not None
    assert when.date.isoformat() == "2020-10-04"
    assert when.part_of_day in ("evening", "night")


def test_where(told: Classified) -> None:
    from processors.classify.geo.place import distance_km

    assert told.account is not None
    where = told.account.reports[0].where
    assert where.name in ("Jadiriya", "Al Jadriya", "Jadriya", "Al-Jadiriya")
    assert where.city == "Baghdad"
    assert where.country == "IQ"
    assert where.latitude is not None
    assert where.longitude is not None
    assert distance_km(where.latitude, where.longitude, 33.2770, 44.3860) < 5
    near = " ".join(n.name.lower() for n in where.near)
    assert "babylon" in near
    assert "green zone" in near
    assert where.launched_from is not None
    assert "western part of the capital" in where.launched_from.text


def test_how_many_and_with_what(told: Classified) -> None:
    assert told.account is not None
    report = told.account.reports[0]
    (weapon,) = report.weapons
    assert (weapon.kind, weapon.count, weapon.name) == ("rocket", 2, "Katyusha")
    assert report.casualties.killed is not None
    assert report.casualties.injured is not None
    assert report.casualties.killed.best == 0
    assert report.casualties.injured.best == 0


def test_says_who(told: Classified) -> None:
    assert told.account is not None
    claims = told.account.reports[0].claims
    (blame,) = [claim for claim in claims if claim.kind == "blames"]
    assert blame.by.name is not None
    assert "military" in blame.by.name.lower()
    assert blame.by.kind == "military"
    assert blame.against == "terrorist groups"
    assert not [claim for claim in claims if claim.kind == "claims_responsibility"]


def test_rejections(told: Classified) -> None:
    assert told.rejections is not None
    reasons = {rejection.sentence.text[:30]: rejection.reason for rejection in told.rejections.rejections}
    assert reasons["Washington signaled last week "] == "threat"
    assert reasons["Diplomatic targets within the "] == "habitual"


def test_without_a_date_the_same_incident_with_an_unknown_when() -> None:
    account = read_seed(None).account
    assert account is not None
    (report,) = account.reports
    assert report.type == "explosion/rocket_or_missile_attack"
    assert report.when.date is None
    assert report.when.reason
    assert report.where.country == "IQ"
