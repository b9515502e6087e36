"""What `explain` and `diff` say."""

from __future__ import annotations

import pytest
from accounts import Desk, told

from processors.deduplicate.explain import UnknownIncident, explain, lines
from tocsin.backtest.compare import compare


def test_an_explanation_names_scores_revisions_and_neighbours() -> None:
    desk = Desk()
    desk.take(told("one", killed=3), told("two", hours=1, killed=5))
    desk.take(told("night-after", hours=24, when="2026-03-09", where="Karrada"))
    incident = desk.holding("one")
    explanation = explain(desk.state.items(), incident.id[:8], desk.revisions)
    assert [r.change.kind for r in explanation.revisions] == ["opened", "updated"]
    assert [n.id for n in explanation.neighbours] == [desk.holding("night-after").id]
    assert explanation.neighbours[0].found.features["day_apart"] == 1.0
    text = "\n".join(lines(explanation))
    assert "Ledger: 2 reports of 2 independent origins" in text
    assert "two-post: two  " not in text
    assert f"score {incident.reports[1].score:.2f}" in text
    assert "same_day" in text
    assert "updated" in text
    assert "day_apart -" in text


def test_an_unknown_incident_is_said_so() -> None:
    with pytest.raises(UnknownIncident):
        explain([], "nothing", [])


def test_two_backtests_compared() -> None:
    one, two = Desk(), Desk()
    first, second = told("one", killed=3), told("two", hours=1, killed=3)
    far = told("far", where="Quetta", what="explosion/bombing", hours=2)
    one.take(first, second, far, told("gone", where="Basra", when="2026-03-01", hours=3))
    two.take(first, told("two", hours=1, when="2026-03-02"), told("far", where="Quetta", killed=1, hours=2))
    found = compare(one.revisions, two.revisions)
    assert [(i, len(parts)) for i, parts in found.split] == [(one.holding("one").id, 2)]
    assert found.gone == [one.holding("gone").id]
    assert set(found.changed[one.holding("far").id]) >= {"type", "casualties"}
    assert (found.new, found.moved, found.merged) == ([], [], [])
    assert compare(one.revisions, one.revisions).same == 3
