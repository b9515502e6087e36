"""Articles written for this project, read field by field; the expectation stands beside the text.

The five of the seed article's family must be told as one incident each, of the right type and place. The development
set is a measure: each field has a floor, the share that was right when it was last raised. The frozen set is scored
elsewhere, not here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from reading import knowledge

from evaluation.fixtures import Fixture, understanding
from evaluation.understanding import Tally, score
from processors.classify.core import classify

FOLDER = Path(__file__).parents[1] / "fixtures" / "understanding"
FAMILY = understanding(FOLDER / "seed_family")

FAMILY_FIELDS = ("type", "place", "country", "killed")
"""Right in all five. The other fields are asked below, where a floor may still be under 1."""
FLOORS = {
    "type": 0.85,
    "date": 0.75,
    "place": 0.65,
    "country": 0.85,
    "killed": 0.60,
    "injured": 0.55,
    "abducted": 0.85,
    "rejections": 0.62,
}
"""Lowered when the set grew from 27 articles to 77: the first had been tuned on, the others were new."""
INCIDENTS_FLOOR = 0.75


def read(fixtures: list[Fixture]) -> Tally:
    told = ((fixture, classify(fixture.article, knowledge())) for fixture in fixtures)
    return score((fixture, said.account, said.rejections) for fixture, said in told)


@pytest.mark.parametrize("fixture", FAMILY, ids=[fixture.name for fixture in FAMILY])
def test_seed_family(fixture: Fixture) -> None:
    tally = read([fixture])
    assert tally.reports.f1 == 1, tally.misses
    assert all(right == asked for right, asked in (tally.fields[name] for name in FAMILY_FIELDS)), tally.misses


@cache
def development() -> Tally:
    return read(understanding(FOLDER / "development"))


@pytest.mark.parametrize(("name", "floor"), FLOORS.items(), ids=list(FLOORS))
def test_development_floor(name: str, floor: float) -> None:
    right, asked = development().fields[name]
    assert right / asked >= floor, "\n".join(miss for miss in development().misses if f": {name}: " in miss)


def test_development_incidents() -> None:
    assert development().reports.f1 >= INCIDENTS_FLOOR, "\n".join(
        miss for miss in development().misses if " reports for " in miss
    )
