"""Corrections by hand, and what becomes of them when more accounts come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from accounts import START, Desk, report, told

from processors.deduplicate.core import Deduplicator
from processors.deduplicate.corrections import CorrectionRefused
from tocsin.contract.identity import correction_id
from tocsin.contract.report import Correction
from tocsin.contract.vocabulary import CorrectionAction


def correction(incident: str, action: CorrectionAction, *, hours: float = 10, **fields: object) -> Correction:
    made_at = START + timedelta(hours=hours)
    return Correction(
        id=correction_id(incident, "ana", made_at.isoformat(), action),
        incident=incident,
        action=action,
        author="ana",
        reason="read the statement",
        made_at=made_at,
        rules_version="test",
        **fields,  # type: ignore[arg-type]
    )


def test_a_pinned_toll_holds_against_later_accounts() -> None:
    desk = Desk()
    desk.take(told("one", killed=3))
    incident = desk.only().id
    outcome = desk.take(correction(incident, "pin", field="casualties.killed.best", value=7))
    (pinned,) = outcome.revisions
    assert pinned.change.kind == "corrected"
    assert pinned.change.account.correction
    assert pinned.change.reason == "ana: read the statement"
    assert pinned.severity == 3
    desk.take(told("two", hours=12, killed=4), told("three", hours=13, killed=5))
    later = desk.only()
    assert later.casualties.killed is not None
    assert later.casualties.killed.best == 7
    assert later.pinned == ("casualties.killed.best",)
    assert later.headline == "Rocket or missile attack in Jadiriya, Baghdad; 7 killed"
    assert later.total_reports == 3


def test_a_correction_delivered_twice_is_carried_out_once() -> None:
    desk = Desk()
    desk.take(told("one", killed=3))
    first = correction(desk.only().id, "pin", field="casualties.killed.best", value=7)
    second = correction(desk.only().id, "pin", hours=11, field="casualties.killed.best", value=8)
    desk.take(first, second)
    again = desk.take(first)
    assert (again.revisions, again.writes) == ((), {})


def test_a_merge_by_hand_is_not_undone() -> None:
    desk = Desk()
    desk.take(told("one"), told("two", hours=1, where="Quetta", what="explosion/bombing"))
    first, second = desk.live()
    desk.take(correction(second.id, "merge", into=first.id))
    desk.take(told("three", hours=12), told("four", hours=13, where="Quetta", what="explosion/bombing"))
    merged = desk.only()
    assert merged.id == first.id
    assert merged.supersedes == (second.id,)
    assert sorted(r.article for r in merged.reports) == ["four", "one", "three", "two"]


def test_a_closed_incident_that_a_hand_opened_again_closes_as_it_would_after_a_restart() -> None:
    desk = Desk()
    desk.take(told("one"))
    target = desk.only().id
    desk.take(told("two", hours=22 * 24, where="Quetta", what="explosion/bombing"))
    other = next(i.id for i in desk.live() if i.id != target)
    assert desk.now()[target].status == "closed"
    desk.take(correction(other, "merge", hours=23 * 24, into=target))
    assert desk.now()[target].status == "open"
    resumed = Deduplicator.restore(desk.state.items())
    late = told("three", hours=50 * 24, where="Quetta", what="unrest/riot")
    outcome = desk.take(late)
    assert desk.now()[target].status == "closed"
    assert resumed.apply(late) == outcome


def test_a_split_by_hand_holds_through_an_edit() -> None:
    desk = Desk()
    desk.take(told("one"), told("two", hours=1))
    whole = desk.only()
    desk.take(correction(whole.id, "split", reports=(whole.reports[1].report,)))
    one, two = desk.holding("one"), desk.holding("two")
    assert two.split_from == one.id == whole.id
    assert (one.change.kind, two.change.kind) == ("split", "split")
    assert two.revision == 1
    desk.take(told("two", version=2, hours=14, killed=1))
    assert desk.holding("two").id == two.id
    assert desk.holding("one").id == one.id


def test_a_retraction_by_hand_holds_and_still_draws_its_reports() -> None:
    desk = Desk()
    desk.take(told("one"))
    incident = desk.only().id
    desk.take(correction(incident, "retract"), told("two", hours=12), told("three", hours=13))
    assert desk.live() == []
    assert desk.now()[incident].status == "retracted"
    assert desk.now()[incident].total_reports == 3


def test_corrections_survive_a_restart() -> None:
    desk = Desk()
    desk.take(told("one", killed=3))
    desk.take(correction(desk.only().id, "pin", field="type", value="explosion/shelling"))
    resumed = Deduplicator.restore(desk.state.items())
    (revision,) = resumed.apply(told("two", hours=12, killed=4)).revisions
    assert revision.type == "explosion/shelling"
    assert revision.pinned == ("type",)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"action": "pin", "field": "sources", "value": 1}, "cannot be pinned"),
        ({"action": "pin", "field": "casualties.killed.best", "value": "many"}, "cannot be"),
        ({"action": "pin", "field": "casualties.killed.min", "value": 99}, "min <= best <= max"),
        ({"action": "pin", "field": "where.planet", "value": "Mars"}, "no field"),
        ({"action": "pin"}, "needs a field"),
        ({"action": "merge"}, "needs the incident"),
        ({"action": "merge", "into": "nowhere"}, "not known"),
        ({"action": "split", "reports": ("nothing",)}, "some, and not all"),
        ({"action": "other"}, "no action"),
    ],
)
def test_a_correction_that_cannot_be_is_refused_whole(fields: dict[str, object], problem: str) -> None:
    desk = Desk()
    desk.take(told("one", killed=3))
    action = fields.pop("action")
    with pytest.raises(CorrectionRefused, match=problem):
        desk.take(correction(desk.only().id, action, **fields))  # type: ignore[arg-type]
    (after,) = desk.take(told("two", hours=12, killed=4)).revisions
    assert after.revision == 2


def test_a_correction_of_a_merged_incident_goes_to_the_survivor() -> None:
    desk = Desk()
    desk.take(told("one"), told("two", hours=1, where="Quetta", what="explosion/bombing"))
    first, second = desk.live()
    desk.take(correction(second.id, "merge", into=first.id))
    desk.take(correction(second.id, "pin", field="headline", value="Two places, one attack"))
    assert desk.only().headline == "Two places, one attack"


def test_a_second_report_of_one_article_moves_alone() -> None:
    desk = Desk()
    desk.take(told("one"))
    incident = desk.only()
    with pytest.raises(CorrectionRefused):
        desk.take(correction(incident.id, "split", reports=(report("one").id,)))
