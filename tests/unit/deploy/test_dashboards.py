"""Dashboards: the JSON is that of the code; every panel says what it shows, in which unit, and asks something."""

import sys

import pytest
from deploy_files import DASHBOARDS, ROOT, Panel, panels

sys.path.insert(0, str(ROOT / "deploy" / "grafana"))


def test_the_files_are_those_of_the_code() -> None:
    import build  # type: ignore[import-not-found]

    made = build.made()
    assert {path.name for path in DASHBOARDS.glob("*.json")} == made.keys()
    for name, text in made.items():
        assert (DASHBOARDS / name).read_text("utf-8") == text, "run `make dashboards`"


@pytest.mark.parametrize("panel", panels(), ids=lambda p: f"{p.board}: {p.title}")
def test_a_panel_has_unit_description_and_query(panel: Panel) -> None:
    assert panel.unit
    assert panel.description.endswith(".")
    assert panel.queries
    assert all(panel.queries)


def test_the_wall_fits_on_one_screen() -> None:
    """24 columns; a screen of 1080 lines shows some 26 rows of 38 points."""
    import json

    board = json.loads((DASHBOARDS / "throughput.json").read_text("utf-8"))
    places = [panel["gridPos"] for panel in board["panels"]]
    assert max(place["y"] + place["h"] for place in places) <= 26
    assert max(place["x"] + place["w"] for place in places) == 24
