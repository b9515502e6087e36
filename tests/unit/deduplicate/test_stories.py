"""What deduplicate does, as short stories."""

from __future__ import annotations

import base64

import numpy as np
from accounts import Desk, account, report, told, toll

from tocsin.contract import fields as f
from tocsin.contract.incident import Incident


def kinds(revisions: tuple[Incident, ...]) -> list[str]:
    return [r.change.kind for r in revisions]


def test_one_account_opens_one_incident() -> None:
    desk = Desk()
    outcome = desk.take(told("flash", killed=0, injured=0, weapons={"rocket": 2}))
    (opened,) = outcome.revisions
    assert (opened.revision, opened.change.kind, opened.status) == (1, "opened", "open")
    assert opened.headline == "Two rockets hit Jadiriya, Baghdad; no casualties"
    assert opened.confirmation == "single_origin"
    assert opened.witnesses["type"] == opened.reports[0].report


def test_a_second_outlet_in_its_own_words_corroborates() -> None:
    desk = Desk()
    outcome = desk.take(told("flash", killed=0), told("courier", hours=2, where="Baghdad", killed=0))
    assert kinds(outcome.revisions) == ["corroborated"]
    assert set(outcome.revisions[0].change.fields) == {"sources", "confirmation"}
    assert desk.only().sources.independent_origins == 2
    assert desk.only().where.name == "Jadiriya"
    assert desk.only().reports[1].features["same_day"] == 1.0


def test_two_strikes_on_consecutive_days_are_two() -> None:
    desk = Desk()
    desk.take(told("first"), told("second", hours=24, when="2026-03-09", where="Karrada"))
    desk.take(told("third", hours=25, when="2026-03-09", where="Karrada"))
    assert [sorted(r.article for r in i.reports) for i in desk.live()] == [["first"], ["second", "third"]]


def test_a_toll_rises() -> None:
    desk = Desk()
    for hours, dead in ((0, 3), (2, 5), (5, 8)):
        outcome = desk.take(told(f"at-{hours}", hours=hours, killed=dead))
    killed = desk.only().casualties.killed
    assert killed is not None
    assert (killed.min, killed.best, killed.max) == (3, 8, 8)
    change = outcome.revisions[0].change
    assert change.kind == "updated"
    assert change.fields["casualties"].before["killed"]["best"] == 5  # type: ignore[index]
    assert change.fields["casualties"].after["killed"]["best"] == 8  # type: ignore[index]


def test_a_nought_inferred_from_silence_lowers_no_figure_unless_all_of_them_died() -> None:
    inferred = f.Toll(min=0, best=0, max=None)
    desk = Desk()
    desk.take(told("first", injured=3), told("one died", hours=18, killed=1, injured=inferred))
    assert (desk.only().casualties.killed, desk.only().casualties.injured.best) == (toll(1), 3)
    desk.take(
        told("wounded", where="Quetta", injured=1), told("died", where="Quetta", hours=2, killed=1, injured=inferred)
    )
    assert desk.holding("died").casualties.injured.best == 0


def test_an_old_toll_printed_late_does_not_lower_it_but_two_later_origins_do() -> None:
    desk = Desk()
    desk.take(told("one", killed=2), told("two", hours=2, killed=4), told("late", hours=3, killed=2))
    killed = desk.only().casualties.killed
    assert killed is not None
    assert killed.best == 4
    desk.take(told("three", hours=6, killed=3))
    killed = desk.only().casualties.killed
    assert killed is not None
    assert (killed.min, killed.best, killed.max) == (2, 3, 4)


def test_a_reprint_adds_a_source_and_no_origin() -> None:
    text = base64.b64encode(np.arange(128, dtype="<u4").tobytes()).decode()
    desk = Desk()
    desk.take(account("agency", report("agency"), publisher="Meridian", fingerprint=text))
    by_text = desk.take(account("digest", report("digest"), hours=1, fingerprint=text))
    by_credit = desk.take(account("post", report("post"), hours=2, origin="Meridian News Agency"))
    incident = desk.only()
    assert (incident.sources.articles, incident.sources.publishers, incident.sources.independent_origins) == (3, 3, 1)
    assert incident.confirmation == "single_origin"
    assert kinds(by_text.revisions + by_credit.revisions) == ["updated", "updated"]
    assert {r.origin_family for r in incident.reports} == {"agency"}


def test_a_round_up_joins_each_of_its_incidents() -> None:
    desk = Desk()
    desk.take(told("rockets"), told("bomb", where="Quetta", what="explosion/bombing", hours=1))
    both = account(
        "round-up",
        report("round-up", ordinal=0, primary=False),
        report("round-up", ordinal=1, where="Quetta", what="explosion/bombing", primary=False),
        hours=5,
    )
    desk.take(both)
    assert [[r.article for r in i.reports] for i in desk.live()] == [["rockets", "round-up"], ["bomb", "round-up"]]


def test_an_edit_replaces_and_adds_no_source() -> None:
    desk = Desk()
    outcome = desk.take(told("mail", injured=2), told("mail", version=2, hours=3, injured=6, killed=1))
    incident = desk.only()
    assert kinds(outcome.revisions) == ["updated"]
    assert incident.sources.articles == 1
    assert incident.casualties.killed is not None
    assert incident.casualties.killed.best == 1
    assert incident.reports[0].version == 2
    assert desk.take(told("mail", version=1, hours=9)).revisions == ()


def test_an_edit_that_says_the_same_is_not_published() -> None:
    desk = Desk()
    assert desk.take(told("mail", killed=1), told("mail", version=2, hours=1, killed=1)).revisions == ()


def test_an_emptied_article_retracts_what_only_it_told() -> None:
    desk = Desk()
    outcome = desk.take(told("mail"), account("mail", version=2, hours=2))
    assert kinds(outcome.revisions) == ["retracted"]
    assert outcome.revisions[0].status == "retracted"
    assert outcome.revisions[0].reports == ()


def test_a_deleted_article_leaves_an_incident_that_others_tell() -> None:
    desk = Desk()
    desk.take(told("mail", killed=5), told("post", hours=1, killed=4))
    desk.take(account("mail", version=2, hours=2, deleted=True))
    incident = desk.only()
    assert [r.article for r in incident.reports] == ["post"]
    assert incident.casualties.killed == toll(4)


def test_an_edit_that_moves_the_place_away_opens_another_incident() -> None:
    desk = Desk()
    desk.take(told("mail"), told("post", hours=1))
    desk.take(told("mail", version=2, hours=2, where="Basra", when="2026-03-07"))
    assert desk.holding("mail").id != desk.holding("post").id


def test_two_incidents_become_one_when_an_edit_shows_it() -> None:
    desk = Desk()
    desk.take(told("first", terms="saleh hotel pontoon"))
    desk.take(told("second", hours=1, where="Quetta", terms="saleh hotel pontoon"))
    assert len(desk.live()) == 2
    outcome = desk.take(told("second", hours=3, version=2, terms="saleh hotel pontoon"))
    survivor = desk.only()
    assert survivor.id == desk.revisions[0].id
    gone = next(r for r in outcome.revisions if r.status == "merged")
    assert gone.merged_into == survivor.id
    assert survivor.supersedes == (gone.id,)
    assert gone.change.kind == survivor.change.kind == "merged"


def test_a_report_that_joined_wrongly_leaves_when_its_own_company_comes() -> None:
    """A killing in one town, and a shooting a day later: taken for one while each has one telling."""
    desk = Desk()
    desk.take(told("councillor", where="Baghdad", killed=1, injured=0, terms="cedeno mariela councillor"))
    later = {"when": "2026-03-09", "terms": "quinonez bakery flour"}
    outcome = desk.take(told("baker", hours=40, where="Baghdad", killed=1, **later))
    assert kinds(outcome.revisions) == ["corroborated"]
    desk.take(told("bakery", hours=42, where="Karrada", injured=6, **later))
    desk.take(told("flour", hours=44, where="Karrada", injured=6, **later))
    desk.take(told("mariela", hours=50, where="Jadiriya", killed=1, injured=0, terms="cedeno mariela councillor"))
    one, two = desk.holding("councillor"), desk.holding("baker")
    assert [r.article for r in one.reports] == ["councillor", "mariela"]
    assert [r.article for r in two.reports] == ["baker", "bakery", "flour"]
    assert two.split_from == one.id
    assert two.change.kind == "split"


def test_an_incident_closes_and_a_late_account_is_rejected() -> None:
    desk = Desk()
    desk.take(told("first"))
    outcome = desk.take(told("elsewhere", where="Quetta", hours=22 * 24, when="2026-03-30"))
    assert kinds(outcome.revisions) == ["closed", "opened"]
    late = desk.take(told("late", hours=23 * 24, where="Karrada"))
    assert late.revisions == ()
    assert [x.reason for r in late.rejections for x in r.rejections] == ["after_close"]


def test_news_of_a_day_not_understood_that_is_merely_like_a_closed_incident_opens_its_own() -> None:
    desk = Desk()
    desk.take(told("first", terms="market bridge"))
    desk.take(told("elsewhere", where="Quetta", hours=22 * 24, when="2026-03-30"))
    fair = f.When(text="the day of the fair", reason="the dates in the text are of something else")
    outcome = desk.take(told("fresh", hours=23 * 24, when=fair, terms="market bridge"))
    assert kinds(outcome.revisions) == ["opened"]
    assert outcome.rejections == ()


def test_an_edit_reopens_a_closed_incident() -> None:
    desk = Desk()
    desk.take(told("first", killed=1), told("elsewhere", where="Quetta", hours=22 * 24, when="2026-03-30"))
    outcome = desk.take(told("first", version=2, hours=23 * 24, killed=2))
    assert kinds(outcome.revisions) == ["reopened"]
    assert outcome.revisions[0].status == "open"


def test_a_late_account_that_is_plainly_of_a_closed_incident_reopens_it() -> None:
    desk = Desk()
    words = "oudaimi marwa dockside lantern workshop ferryman"
    desk.take(told("first", terms=words, killed=3))
    desk.take(told("elsewhere", where="Quetta", hours=22 * 24, when="2026-03-30"))
    outcome = desk.take(told("inquiry", hours=40 * 24, terms=words, killed=3))
    assert kinds(outcome.revisions) == ["reopened"]
    assert desk.holding("inquiry").total_reports == 2


def test_a_closed_incident_is_forgotten_in_the_end() -> None:
    desk = Desk()
    desk.take(told("first"), told("elsewhere", where="Quetta", hours=120 * 24, when="2026-07-06"))
    assert not any("first" in key for key in desk.state)
    assert len([key for key in desk.state if key.startswith("i/")]) == 1


def test_a_backlog_that_is_delivered_again_beside_live_news_opens_nothing_twice() -> None:
    desk = Desk()
    old = told("old", where="Quetta", hours=-730 * 24, when="2024-03-08")
    desk.take(told("live"), old)
    outcome = desk.take(told("live again", where="Karrada", when="2026-03-09", hours=24))
    assert kinds(outcome.revisions) == ["closed", "opened"]
    assert desk.take(old).revisions == ()


def test_a_report_without_a_place_finds_its_incident_by_its_words() -> None:
    desk = Desk()
    words = "oudaimi marwa dockside lantern workshop ferryman"
    desk.take(told("first", terms=words, injured=3))
    desk.take(told("vague", hours=4, where=None, terms=words, injured=3))
    assert desk.only().total_reports == 2


def test_possibly_same_points_to_the_near_miss() -> None:
    desk = Desk()
    desk.take(told("first", what="explosion/bombing"), told("second", hours=1, where="Iraq", what="explosion/shelling"))
    first, second = desk.live()
    assert [s.incident for s in second.possibly_same] == [first.id]
