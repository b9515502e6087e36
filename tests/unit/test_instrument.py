"""One article can be followed through the log by its id, and by the ids of its reports and incident."""

import json
from dataclasses import replace

import pytest
from invented import account, article, incident, rejections
from prometheus_client import REGISTRY

from producers.events import Polled, Published
from sinks.runner import Stored, Unreadable
from tocsin import logging
from tocsin.embedded.events import DeadLettered, Read, Revised, Worked
from tocsin.embedded.instrument_edges import instrument


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_an_article_is_followed_by_its_ids(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("debug", "json")
    told, made = account(1), incident(1)
    opened = replace(made, reports=tuple(replace(r, article=told.article.id) for r in made.reports))
    instrument(Published(article_id=told.article.id, version=1, feed_id="north"))
    instrument(Read(replace(article(1), id=told.article.id), told, rejections(1), "en"))
    instrument(Revised(opened, told.article))
    published, read, revised = lines(capsys)
    assert published["article"] == read["article"] == revised["article"] == told.article.id
    assert read["reports"] == [report.id for report in told.reports]
    assert revised["reports"] == [ref.report for ref in opened.reports]
    assert revised["incident"] == made.id


def test_a_dead_letter_is_counted_by_stage_and_error_and_told_once_each(capsys: pytest.CaptureFixture[str]) -> None:
    logging.configure("info", "json")
    before = value("tocsin_dead_letters_total", stage="probe", error="ContractError")
    instrument(DeadLettered("probe", "articles/0 7: ContractError: no id", "ContractError"))
    instrument(Unreadable("probe", "no such field", "StoreRefused"))
    assert value("tocsin_dead_letters_total", stage="probe", error="ContractError") == before + 1
    assert value("tocsin_dead_letters_total", stage="sink probe", error="StoreRefused") == 1
    assert [line["error"] for line in lines(capsys)] == ["ContractError", "StoreRefused"]


def test_ages_of_records_are_the_latency_of_their_stage() -> None:
    instrument(Worked("probe", 2, 0.1, None, "articles", (1.5, 2.5)))
    instrument(Stored("probe", 3, 0.1, (4.0,)))
    assert value("tocsin_stage_latency_seconds_sum", stage="probe") == 4.0
    assert value("tocsin_stage_latency_seconds_sum", stage="sink probe") == 4.0
    assert value("tocsin_sink_batch_records_sum", sink="probe") == 3.0
    assert REGISTRY.get_sample_value("tocsin_consumer_lag", {"stage": "probe", "topic": "articles"}) is None


def test_feeds_are_counted_by_health_and_none_by_name() -> None:
    for outcome in ("fetched", "timeout", "not_modified"):
        instrument(Polled(feed_id="probe-north", title="North Post", outcome=outcome, seconds=0.1))  # type: ignore[arg-type]
    healthy = value("tocsin_feeds", health="healthy")
    instrument(Polled(feed_id="probe-north", title="North Post", outcome="gone", seconds=0.1))
    assert value("tocsin_feeds", health="healthy") == healthy - 1
    names = [sample.labels for metric in REGISTRY.collect() for sample in metric.samples]
    assert not [labels for labels in names if "North Post" in labels.values() or "probe-north" in labels.values()]
