"""One request at a time and a pause between two, per registrable domain."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from producers.domain import polite_key, publisher_domain
from producers.politeness import Turns


def test_the_first_goes_at_once_and_the_others_wait_in_line() -> None:
    turns: Turns[str] = Turns(1.0)
    assert turns.ask("example.org", "a", 10.0) == 10.0
    assert turns.ask("example.org", "b", 10.0) is None
    assert turns.ask("example.org", "c", 10.1) is None
    assert turns.ask("example.net", "d", 10.1) == 10.1
    assert turns.done("example.org", 12.0) == ("b", 13.0)
    assert turns.done("example.org", 13.5) == ("c", 14.5)
    assert turns.done("example.org", 15.0) is None
    assert turns.ask("example.org", "a", 15.2) == 16.0


def test_retry_after_holds_the_whole_domain() -> None:
    turns: Turns[str] = Turns(1.0)
    turns.ask("example.org", "a", 0.0)
    turns.block("example.org", 120.0)
    turns.ask("example.org", "b", 0.5)
    assert turns.done("example.org", 1.0) == ("b", 120.0)


def test_idle_domains_are_forgotten_and_blocked_ones_are_not() -> None:
    turns: Turns[str] = Turns(1.0)
    turns.ask("a.example", "a", 0.0)
    turns.done("a.example", 0.0)
    turns.block("b.example", 100.0)
    turns.forget_idle(50.0)
    assert turns.ask("b.example", "b", 50.0) == 100.0


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.floats(0, 5)), max_size=40))
def test_never_two_at_once_and_never_too_soon(arrivals: list[tuple[str, float]]) -> None:
    turns: Turns[int] = Turns(1.0)
    now, ended = 0.0, {}
    ready: list[tuple[float, str, int]] = []
    for number, (domain, gap) in enumerate(arrivals):
        now += gap
        start = turns.ask(domain, number, now)
        if start is not None:
            ready.append((start, domain, number))
        while ready:
            start, domain, number = ready.pop()
            assert start >= ended.get(domain, -1.0) + 1.0
            now = max(now, start) + 0.1
            ended[domain] = now
            following = turns.done(domain, now)
            if following is not None:
                ready.append((following[1], domain, following[0]))


def test_what_shares_a_server_shares_a_turn() -> None:
    assert polite_key("https://feeds.bbci.co.uk/news/rss.xml") == "bbci.co.uk"
    assert polite_key("https://a.example.org/x") == polite_key("http://b.example.org:8080/y")
    assert polite_key("http://127.0.0.1:8001/x") != polite_key("http://127.0.0.1:8002/x")
    assert polite_key("https://one.blogspot.com/") == polite_key("https://two.blogspot.com/")


def test_a_blog_on_a_shared_host_is_its_own_publisher() -> None:
    assert publisher_domain("https://one.blogspot.com/") == "one.blogspot.com"
    assert publisher_domain("https://www.bbc.co.uk/news") == "bbc.co.uk"
    assert publisher_domain("http://127.0.0.1:80/") is None
    assert publisher_domain("") is None


def test_two_at_once_where_the_host_agreed() -> None:
    turns: Turns[str] = Turns(1.0, at_once=2)
    assert [turns.ask("x.example", who, 0.0) for who in ("a", "b", "c")] == [0.0, 0.0, None]
    assert turns.done("x.example", 5.0) == ("c", 6.0)
    assert turns.done("x.example", 5.5) is None
    assert turns.ask("x.example", "d", 5.6) == 6.5
    assert turns.ask("x.example", "e", 5.7) is None
