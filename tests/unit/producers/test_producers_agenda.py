"""Who is polled next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from producers.agenda import Agenda


def test_by_due_time_and_one_at_a_time_per_domain() -> None:
    agenda = Agenda(spacing_s=1.0)
    agenda.add("late", "a.example", 5.0)
    agenda.add("one", "a.example", 1.0)
    agenda.add("two", "a.example", 1.0)
    agenda.add("other", "b.example", 2.0)
    assert agenda.start(0.5) is None
    assert agenda.next_at() == 1.0
    assert agenda.start(2.0) == "one"
    assert agenda.start(2.0) == "other"
    assert agenda.start(2.0) is None
    agenda.ended("one", 3.0, 100.0)
    assert agenda.start(3.9) is None
    assert agenda.start(4.0) == "two"


def test_a_feed_that_has_stopped_is_forgotten() -> None:
    agenda = Agenda(0.0)
    agenda.add("one", "a.example", 0.0)
    assert agenda.start(0.0) == "one"
    agenda.ended("one", 1.0, None)
    assert agenda.next_at() is None
    agenda.begin_last_round(2.0)
    assert agenda.last_round_over


def test_a_blocked_host_holds_all_its_feeds_and_no_other() -> None:
    agenda = Agenda(0.0)
    for feed, domain in (("one", "a.example"), ("two", "a.example"), ("three", "b.example")):
        agenda.add(feed, domain, 0.0)
    assert agenda.start(0.0) == "one"
    agenda.block("a.example", 60.0)
    agenda.ended("one", 1.0, 60.0)
    assert [agenda.start(2.0), agenda.start(2.0)] == ["three", None]
    assert agenda.start(60.0) == "two"


def test_the_last_round_polls_each_once_more_also_those_under_way() -> None:
    agenda = Agenda(0.0)
    for feed in ("under way", "waiting"):
        agenda.add(feed, feed, 0.0 if feed == "under way" else 1_000.0)
    assert agenda.start(0.0) == "under way"
    agenda.begin_last_round(1.0)
    assert agenda.start(1.0) == "waiting"
    agenda.ended("waiting", 1.5, 1_000.0)
    agenda.ended("under way", 2.0, 1_000.0)
    assert not agenda.last_round_over
    assert agenda.start(2.0) == "under way"
    assert not agenda.last_round_over
    agenda.ended("under way", 3.0, 1_000.0)
    assert agenda.last_round_over


def test_what_could_not_be_recorded_is_polled_again_in_the_last_round() -> None:
    agenda = Agenda(0.0)
    agenda.add("one", "a.example", 0.0)
    agenda.begin_last_round(0.0)
    assert agenda.start(0.0) == "one"
    agenda.ended("one", 1.0, 6.0, settled=False)
    assert not agenda.last_round_over
    assert agenda.start(6.0) == "one"
    agenda.ended("one", 7.0, 100.0)
    assert agenda.last_round_over


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 10)), min_size=1, max_size=30), st.floats(0, 3))
def test_everybody_comes_to_be_polled_and_domains_are_spared(feeds: list[tuple[str, float]], spacing: float) -> None:
    agenda = Agenda(spacing)
    for number, (domain, due) in enumerate(feeds):
        agenda.add(f"{number}", domain, due)
    now, ended, polled = 0.0, dict[str, float](), []
    for _ in range(10 * len(feeds)):
        feed = agenda.start(now)
        if feed is None:
            following = agenda.next_at()
            if following is None:
                break
            now = max(now, following)
            continue
        domain = feeds[int(feed)][0]
        assert now >= ended.get(domain, -spacing) + spacing
        now += 0.5
        ended[domain] = now
        polled.append(feed)
        agenda.ended(feed, now, None)
    assert sorted(polled) == sorted(str(n) for n in range(len(feeds)))


def test_a_redirected_poll_takes_its_turn_at_the_other_domain() -> None:
    agenda = Agenda(1.0)
    for feed, domain in (("moved", "old.example"), ("there", "new.example"), ("behind", "old.example")):
        agenda.add(feed, domain, 0.0)
    assert [agenda.start(0.0), agenda.start(0.0), agenda.start(0.0)] == ["moved", "there", None]
    assert agenda.send_on("moved", "new.example", 0.5)
    assert agenda.start(1.4) is None
    assert agenda.start(1.5) == "behind"  # the turn at the old domain is free, a pause later
    agenda.ended("there", 2.0, 100.0)
    assert agenda.start(2.9) is None
    assert agenda.start(3.0) == "moved"
    assert not agenda.send_on("moved", "new.example", 3.0)
    agenda.ended("moved", 4.0, 100.0)
    agenda.ended("behind", 4.0, 100.0)
    assert agenda.start(99.0) is None


def test_two_that_are_sent_to_each_others_domain_both_arrive() -> None:
    agenda = Agenda(0.0)
    agenda.add("one", "a.example", 0.0)
    agenda.add("two", "b.example", 0.0)
    assert [agenda.start(0.0), agenda.start(0.0)] == ["one", "two"]
    agenda.send_on("one", "b.example", 1.0)
    agenda.send_on("two", "a.example", 1.0)
    assert {agenda.start(1.0), agenda.start(1.0)} == {"one", "two"}
