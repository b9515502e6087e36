"""No figure of the scorecard falls by more than a point: a fixed tenth of the gold sets, through the whole pipeline."""

import os
import tomllib
from pathlib import Path

import pytest

from evaluation import floors, held_out
from evaluation.scorecard import Row

GOLD = Path(os.environ.get("GOLD", Path(__file__).parents[2] / ".." / "shared" / "data"))
pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]


@pytest.mark.skipif(not (GOLD / "muc4").exists(), reason="no gold folder here; name it with GOLD=")
def test_no_figure_of_the_tenth_falls_by_more_than_a_point() -> None:
    assert floors.fallen(floors.measured(GOLD, 2), floors.read()) == []


def test_no_trained_part_does_worse_on_unseen_articles_than_when_the_floors_were_set() -> None:
    before = tomllib.loads(floors.FLOORS.read_text("utf-8"))["unseen"]
    now = held_out.values()
    assert {name: now.get(name) for name, value in before.items() if now.get(name, 0.0) < value - floors.SLACK} == {}


def test_a_fallen_figure_is_told_whichever_way_is_worse() -> None:
    rows = [Row("p", "f1", 0.80), Row("p", "alarms", 0.03, lower=True), Row("p", "new", 0.5)]
    told = floors.fallen(rows, {"p: f1": 0.82, "p: alarms": 0.01, "p: gone": 0.5})
    assert [line.split(": ", 2)[1] for line in told] == ["f1", "alarms", "new", "gone"]
    assert floors.fallen(rows[:2], {"p: f1": 0.805, "p: alarms": 0.025}) == []
