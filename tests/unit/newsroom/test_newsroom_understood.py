"""Every article of the sample newsroom, read as it comes out of its feed, against `sample/expected.toml`.

An article tells what was known when it appeared: its tolls must be among those the incident had in its course, and
silence is no fault. A place that the gazetteer lacks may be told by its region or country, never by another town.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
from reading import knowledge

from evaluation.understanding import align
from processors.classify.core import classify
from processors.classify.geo.names import key
from producers.article import FeedFacts, make_article
from producers.feedlist.spec import FeedSpec
from producers.parse import parse_feed
from tocsin.contract.article import Article, Publisher
from tocsin.contract.fields import TOLL_KINDS
from tocsin.contract.report import Report
from tocsin.newsroom.formats import WRITERS
from tocsin.newsroom.item import Outlet, Scheduled
from tocsin.newsroom.show import load_show

SHOW = load_show()
OUTLETS = {outlet.key: outlet for outlet in SHOW.outlets}
EXPECTED: dict[str, Any] = tomllib.loads(
    resources.files("tocsin.newsroom").joinpath("sample/expected.toml").read_text("utf-8")
)
ALSO_RIGHT = {
    "quetta-dispatch-first": "explosion/explosion_unspecified",
    "berlin-atlantic": "security_operation/weapons_seizure",
}
"""Types that the article alone gives: it knows less than the incident."""

STILL_WRONG: dict[str, set[str]] = {
    "jamundi-andean": {"date", "injured"},  # "only yesterday", in a quotation; "was hit in the shoulder"
    "jamundi-atlantic": {"type"},  # ambushed: a clash of two sides
}
"""Fields of an article that are known to be read wrong: whoever mends one takes it out here."""


def article(scheduled: Scheduled) -> Article:
    outlet = OUTLETS[scheduled.outlet]
    body = WRITERS[outlet.format](outlet, f"https://{outlet.domain}{outlet.path}", [scheduled.item])
    fetched = scheduled.item.updated or scheduled.item.published
    made = make_article(parse_feed(body).entries[0], facts(outlet), fetched, scheduled.item.id)  # type: ignore[arg-type]
    assert made is not None
    return made


def facts(outlet: Outlet) -> FeedFacts:
    publisher = Publisher(name=outlet.title, domain=outlet.domain, country=outlet.country, timezone=outlet.timezone)
    spec = FeedSpec(id=outlet.key, url=f"https://{outlet.domain}{outlet.path}", publisher=publisher)
    return FeedFacts(spec=spec, base=f"https://{outlet.domain}/")


def reports(scheduled: Scheduled) -> tuple[Report, ...]:
    account = classify(article(scheduled), knowledge()).account
    return account.reports if account else ()


def told_by(name: str) -> list[dict[str, Any]]:
    return [incident for incident in EXPECTED["incident"] if name in incident["articles"]]


def wrong(name: str, found: tuple[Report, ...]) -> Iterator[str]:
    expected = told_by(name)
    recalled = sum(name in incident.get("may", ()) for incident in EXPECTED["incident"])
    if not len(expected) <= len(found) <= len(expected) + recalled:
        yield "reports"
    for incident, report in align(expected, found):
        if report.type not in (incident["type"], ALSO_RIGHT.get(name)):
            yield "type"
        if report.when.date is None or report.when.date.isoformat() != incident["date"]:
            yield "date"
        if report.where.country != incident["country"] or not place_right(incident, report):
            yield "place"
        yield from (kind for kind in TOLL_KINDS if not toll_right(incident, report, kind))


def place_right(incident: dict[str, Any], report: Report) -> bool:
    if report.where.precision in ("country", "admin1"):
        return True
    parts = {key(part).removesuffix(" city") for part in re.split(r"[,()]", incident["place"])}
    where = report.where
    return bool(parts & {key(name).removesuffix(" city") for name in (where.name, where.city, where.text) if name})


def toll_right(incident: dict[str, Any], report: Report, kind: str) -> bool:
    toll = getattr(report.casualties, kind)
    course = re.search(rf"{kind} ([\w ,]+?)(?:;|\(|$| then)", incident.get("toll_over_time", ""))
    right = {int(number) for number in re.findall(r"\d+", course[1])} if course else set()
    right |= {incident[kind]} if kind in incident else {0}
    return toll is None or toll.best is None or toll.best in right or (kind == "killed" and toll.text is None)


@pytest.mark.parametrize("scheduled", SHOW.scheduled, ids=[f"{s.item.id}-{n}" for n, s in enumerate(SHOW.scheduled)])
def test_the_article_is_told_right(scheduled: Scheduled) -> None:
    found = reports(scheduled)
    told = [(r.type, r.when.date, r.where.name, r.casualties, r.summary.text if r.summary else "") for r in found]
    assert set(wrong(scheduled.item.id, found)) == STILL_WRONG.get(scheduled.item.id, set()), told


def test_every_article_is_expected_somewhere() -> None:
    named = {name for incident in EXPECTED["incident"] for name in (*incident["articles"], *incident.get("may", ()))}
    named |= {nothing["article"] for nothing in EXPECTED["nothing"]}
    assert {scheduled.item.id for scheduled in SHOW.scheduled} == named
