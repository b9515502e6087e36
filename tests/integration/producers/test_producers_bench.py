"""The benchmark, small: a state that knows every feed, one in ten polls with something new, manners as promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.bench.producers.hosts import Request
from evaluation.bench.producers.plan import Plan
from evaluation.bench.producers.politeness import manners
from evaluation.bench.producers.run import run
from evaluation.bench.producers.table import table

pytestmark = pytest.mark.integration
PLAN = Plan(feeds=120, hosts=8, interval_s=2.0, spacing_s=0.1, seconds=4.0, latency_s=0.01, loop_feeds=10)


def test_a_small_run(tmp_path: Path) -> None:
    result = run(PLAN, tmp_path)
    outcomes = result.measured.outcomes
    polls = sum(outcomes.values())
    assert set(outcomes) == {"fetched", "not_modified", "same_body"}
    assert outcomes["fetched"] == pytest.approx(polls / 10, rel=0.3)
    assert result.manners.requests >= polls >= PLAN.feeds
    assert (result.manners.overlapping, result.manners.too_soon) == (0, 0)
    assert len(result.measured.acknowledged) == pytest.approx(outcomes["fetched"], abs=3)
    assert result.lost == 0
    assert result.looped.entries == 300
    assert "| unchanged |" in table(PLAN, result, "the embedded log")


def test_manners_are_read_off_the_log() -> None:
    requests = [
        Request("a", 1, 200, 10.0, 10.5), Request("a", 2, 200, 11.6, 11.7), Request("a", 3, 200, 12.0, 12.2),
        Request("a", 4, 200, 12.1, 12.3), Request("b", 5, 200, 10.1, 10.2),
    ]  # fmt: skip
    found = manners(requests, 1.0)
    assert (found.requests, found.overlapping, found.too_soon) == (5, 1, 2)
    assert found.least_gap_s == pytest.approx(-0.1)
