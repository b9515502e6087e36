"""The polling engine against feeds on loopback: every article once, whatever happens in between."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from bad_servers import RSS, Answer, BadServer, redirect, silence, whole
from memory_log import MemoryLog

from producers.embedded import PollerThread
from producers.entry import ParsedFeed
from producers.events import Event, Polled, Published, Refused, Waiting
from producers.feedlist.spec import FeedSpec
from producers.parser import ThreadParser
from producers.poller import Poller
from producers.settings import FetchSettings, PaceSettings, PollSettings
from producers.state import ProducerState
from tocsin.contract.article import Article, Publisher
from tocsin.contract.codec import decode
from tocsin.contract.envelope import header
from tocsin.log.port import LogMisconfigured, LogUnavailable, MessageRefused
from tocsin.newsroom import Newsroom
from tocsin.newsroom.item import Item, Outlet, Programme, Scheduled
from tocsin.newsroom.show import load_show

pytestmark = pytest.mark.integration
SETTINGS = PollSettings(
    fetch=FetchSettings(allow_loopback=True, total_s=2.0),
    pace=PaceSettings(unconditional_every=1_000),
    spacing_s=0.0,
    start_spread_s=0.0,
    parse_workers=0,
)


def spec(url: str, feed_id: str = "f", interval_s: float = 3600.0) -> FeedSpec:
    return FeedSpec(id=feed_id, url=url, publisher=Publisher(name="Courier"), interval_s=interval_s)


async def poll_once(
    feeds: Sequence[FeedSpec], path: Path, log: MemoryLog, settings: PollSettings = SETTINGS
) -> list[Event]:
    """One more poll of every feed, and what happened."""
    events: list[Event] = []
    with ProducerState(path) as state:
        poller = Poller(feeds, state, log, settings, listener=events.append)
        poller.request_last_round()
        await asyncio.wait_for(poller.run(), 20)
    return events


def outcomes(events: Sequence[Event]) -> list[str]:
    return [event.outcome for event in events if isinstance(event, Polled)]


def test_the_sample_show_arrives_whole(tmp_path: Path) -> None:
    log, show = MemoryLog(), load_show(2.0)

    async def run() -> None:
        async with Newsroom(show, interval_s=0.2) as newsroom:
            with ProducerState(tmp_path / "p.sqlite") as state:
                poller = Poller(newsroom.feeds(), state, log, SETTINGS)
                polling = asyncio.create_task(poller.run())
                await asyncio.wait_for(newsroom.finished.wait(), 30)
                poller.request_last_round()
                await asyncio.wait_for(polling, 20)

    asyncio.run(run())
    told = Counter((a.id, a.version) for a in log.articles)
    assert set(told.values()) == {1}
    final = {scheduled.item.link: scheduled.item for scheduled in show.scheduled}
    heard = {article.url: article for article in log.articles}
    assert {url: article.text for url, article in heard.items()} == {url: item.text for url, item in final.items()}
    assert {url: article.published_at for url, article in heard.items()} == {
        url: item.published for url, item in final.items()
    }
    edits = Counter(scheduled.item.id for scheduled in show.scheduled)
    assert sum(n - 1 for n in edits.values()) == sum(1 for a in log.articles if a.version > 1) > 0


def test_304_and_an_equal_body_cost_nothing(tmp_path: Path) -> None:
    log = MemoryLog()

    async def run() -> list[str]:
        item = Item(id="1", link="https://courier.example/1", title="A", text="Text")
        outlet = Outlet(key="c", title="Courier", domain="courier.example", format="rss2", path="/feed")
        programme = Programme((outlet,), (Scheduled(0.0, "c", item),))
        async with Newsroom(programme, at_once=True) as newsroom, BadServer(whole("200 OK", RSS)) as plain:
            feeds = [*newsroom.feeds(), spec(plain.url)]
            first = await poll_once(feeds, tmp_path / "p.sqlite", log)
            second = await poll_once(feeds, tmp_path / "p.sqlite", log)
            saved = [event.bytes_saved for event in second if isinstance(event, Polled)]
            assert len(RSS) in saved
            assert all(saved)
            return sorted(outcomes(first)) + sorted(outcomes(second))

    assert asyncio.run(run()) == ["fetched", "fetched", "not_modified", "same_body"]
    assert len(log.articles) == 2


def test_an_article_in_two_feeds_is_published_by_the_first(tmp_path: Path) -> None:
    log = MemoryLog()
    document = RSS.replace(b"<guid>1</guid>", b"<link>https://x.example/1</link><description>%s</description>")

    async def run() -> list[Event]:
        async with (
            BadServer(whole("200 OK", document % b"One")) as one,
            BadServer(whole("200 OK", document % b"2")) as b,
        ):
            await poll_once([spec(one.url, "one")], tmp_path / "p.sqlite", log)
            return await poll_once([spec(b.url, "two")], tmp_path / "p.sqlite", log)

    (polled,) = (event for event in asyncio.run(run()) if isinstance(event, Polled))
    assert (polled.new, polled.edited, polled.duplicates) == (0, 0, 1)
    assert [(a.version, a.feed.id) for a in log.articles] == [(1, "one")]


def test_a_log_that_is_away_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("producers.publish._RETRY_S", (0.01, 0.02))
    log = MemoryLog(LogUnavailable("away"), LogUnavailable("away"))

    async def run() -> list[Event]:
        async with BadServer(whole("200 OK", RSS)) as server:
            return await poll_once([spec(server.url)], tmp_path / "p.sqlite", log)

    events = asyncio.run(run())
    assert [e.what for e in events if isinstance(e, Waiting)] == ["log", "log"]
    assert len([e for e in events if isinstance(e, Published)]) == len(log.articles) == 1


def test_what_the_log_had_not_is_sent_after_a_restart(tmp_path: Path) -> None:
    """Stopped while the log is away: the article waits in the outbox, though its feed has long forgotten it."""
    away, log = MemoryLog(*[LogUnavailable("away")] * 100), MemoryLog()

    async def run() -> None:
        async with BadServer(whole("200 OK", RSS)) as server:
            with ProducerState(tmp_path / "p.sqlite") as state:
                waiting = asyncio.Event()
                poller = Poller(
                    [spec(server.url)], state, away, SETTINGS,
                    listener=lambda event: waiting.set() if isinstance(event, Waiting) else None,
                )  # fmt: skip
                polling = asyncio.create_task(poller.run())
                await asyncio.wait_for(waiting.wait(), 10)
                poller.request_stop()
                await asyncio.wait_for(polling, 10)
        async with BadServer(whole("500 Internal Server Error")) as server:
            await poll_once([spec(server.url)], tmp_path / "p.sqlite", log)

    asyncio.run(run())
    assert away.messages == []
    assert [a.title for a in log.articles] == ["A"]


def test_an_article_the_log_never_takes_does_not_hold_up_the_others(tmp_path: Path) -> None:
    log = MemoryLog(MessageRefused("too large"))
    two = RSS.replace(b"</channel>", b"<item><title>B</title><guid>2</guid></item></channel>")

    async def run() -> list[Event]:
        async with BadServer(whole("200 OK", two)) as server:
            return await poll_once([spec(server.url)], tmp_path / "p.sqlite", log)

    events = asyncio.run(run())
    assert len([e for e in events if isinstance(e, Refused)]) == 1
    assert sorted(m.topic for m in log.messages) == ["articles", "dead-letters"]
    (letter,) = [m for m in log.messages if m.topic == "dead-letters"]
    assert decode(Article, letter.value).title == "B"
    assert header(letter, "dl_message") == "too large"


def test_of_an_article_too_large_for_any_topic_the_beginning_is_kept(tmp_path: Path) -> None:
    log = MemoryLog(MessageRefused("too large"), MessageRefused("too large"))
    large = RSS.replace(b"<title>A", b"<description>" + b"word " * 30_000 + b"</description><title>A")

    async def run() -> list[Event]:
        async with BadServer(whole("200 OK", large)) as server:
            return await poll_once([spec(server.url)], tmp_path / "p.sqlite", log)

    events = asyncio.run(run())
    assert len([e for e in events if isinstance(e, Refused)]) == 1
    (letter,) = log.messages
    assert (letter.topic, len(letter.value)) == ("dead-letters", 65_536)


def test_a_wrong_address_of_the_log_ends_it(tmp_path: Path) -> None:
    async def run() -> None:
        async with BadServer(whole("200 OK", RSS)) as server:
            await poll_once([spec(server.url)], tmp_path / "p.sqlite", MemoryLog(LogMisconfigured("no such log")))

    with pytest.raises(LogMisconfigured):
        asyncio.run(run())


def test_410_stops_a_feed_and_it_stays_stopped(tmp_path: Path) -> None:
    async def run() -> tuple[list[str], list[str], int]:
        async with BadServer(whole("410 Gone")) as server:
            first = await poll_once([spec(server.url)], tmp_path / "p.sqlite", MemoryLog())
            second = await poll_once([spec(server.url)], tmp_path / "p.sqlite", MemoryLog())
            return outcomes(first), outcomes(second), len(server.requests)

    assert asyncio.run(run()) == (["gone"], [], 1)


def test_retry_after_is_kept_by_the_feed_and_by_its_host(tmp_path: Path) -> None:
    """Two feeds of one host: after a 429 to the first, the second is not asked either."""

    async def run() -> tuple[list[str], int]:
        async with BadServer(whole("429 Too Many Requests", Retry_After="3600")) as server:
            feeds = [spec(server.url, "one"), spec(server.url + "?2", "two")]
            events: list[Event] = []
            with ProducerState(tmp_path / "p.sqlite") as state:
                throttled = asyncio.Event()

                def listen(event: Event) -> None:
                    if isinstance(event, Polled):
                        events.append(event)
                        throttled.set()

                poller = Poller(feeds, state, MemoryLog(), SETTINGS, listener=listen)
                polling = asyncio.create_task(poller.run())
                await asyncio.wait_for(throttled.wait(), 10)
                poller.request_stop()
                await asyncio.wait_for(polling, 10)
                due = state.feed(events[0].feed_id).due_at if isinstance(events[0], Polled) else None
                last = state.feed(events[0].feed_id).last_poll_at if isinstance(events[0], Polled) else None
                assert due is not None
                assert last is not None
                assert due - last >= 3600
            return outcomes(events), len(server.requests)

    assert asyncio.run(run()) == (["throttled"], 1)


def test_a_permanent_redirect_is_adopted_after_it_repeats(tmp_path: Path) -> None:
    async def run() -> tuple[int, int]:
        async with (
            BadServer(whole("200 OK", RSS)) as new,
            BadServer(redirect(new.url, "308 Permanent Redirect")) as old,
        ):
            for _ in range(5):
                await poll_once([spec(old.url)], tmp_path / "p.sqlite", MemoryLog())
            return len(old.requests), len(new.requests)

    assert asyncio.run(run()) == (3, 5)


def test_redirects_are_spaced_by_the_host_they_lead_to(tmp_path: Path) -> None:
    """Four feeds of four hosts lead to one: their last requests come one after the other, a pause between."""
    moments: list[float] = []
    busy = 0

    async def one_at_a_time(path: str, writer: asyncio.StreamWriter) -> None:
        nonlocal busy
        busy += 1
        assert busy == 1
        moments.append(time.monotonic())
        await asyncio.sleep(0.02)
        busy -= 1
        await whole("200 OK", RSS)(path, writer)

    async def run() -> list[str]:
        async with BadServer(one_at_a_time) as last, contextlib.AsyncExitStack() as stack:
            firsts = [await stack.enter_async_context(BadServer(redirect(last.url))) for _ in range(4)]
            feeds = [spec(first.url, f"feed-{n}") for n, first in enumerate(firsts)]
            # Fewer polls at once than feeds that wait in line at the last host, and a limit shorter than the line.
            settings = replace(SETTINGS, spacing_s=0.1, concurrency=2, fetch=replace(SETTINGS.fetch, total_s=0.25))
            return outcomes(await poll_once(feeds, tmp_path / "p.sqlite", MemoryLog(), settings))

    assert asyncio.run(run()) == ["fetched"] * 4
    assert all(later - earlier >= 0.12 for earlier, later in itertools.pairwise(moments))


def test_no_bad_feed_holds_up_another(tmp_path: Path) -> None:
    log = MemoryLog()
    bad: list[Answer] = [
        whole("200 OK", b"<html>Sorry</html>"),
        whole("200 OK", b"<rss>" + b"<a>" * 100_000),
        whole("200 OK", bytes(range(256))),
        whole("500 Internal Server Error"),
        redirect("http://10.0.0.1/"),
    ]

    async def run() -> list[Event]:
        async with (
            BadServer(bad[0]) as a, BadServer(bad[1]) as b, BadServer(bad[2]) as c, BadServer(bad[3]) as d,
            BadServer(bad[4]) as e, BadServer(whole("200 OK", RSS)) as good,
        ):  # fmt: skip
            feeds = [spec(server.url, f"feed-{n}") for n, server in enumerate((a, b, c, d, e, good))]
            return await poll_once(feeds, tmp_path / "p.sqlite", log, replace(SETTINGS, parse_workers=1))

    assert sorted(outcomes(asyncio.run(run()))) == [
        "fetched", "forbidden_address", "server_error", "unreadable", "unreadable", "unreadable"
    ]  # fmt: skip
    assert len(log.articles) == 1


def test_a_defect_of_ours_costs_one_poll_of_one_feed(tmp_path: Path) -> None:
    class Broken(ThreadParser):
        async def parse(self, body: bytes, content_type: str | None) -> ParsedFeed:
            if b"broken" in body:
                raise ZeroDivisionError("a defect")
            return await super().parse(body, content_type)

    async def run() -> list[Event]:
        events: list[Event] = []
        async with BadServer(whole("200 OK", b"broken")) as bad, BadServer(whole("200 OK", RSS)) as good:
            with ProducerState(tmp_path / "p.sqlite") as state:
                feeds = [spec(bad.url, "bad"), spec(good.url, "good")]
                poller = Poller(feeds, state, MemoryLog(), SETTINGS, listener=events.append, parser=Broken())
                poller.request_last_round()
                await asyncio.wait_for(poller.run(), 20)
        return events

    assert sorted(outcomes(asyncio.run(run()))) == ["defect", "fetched"]


def test_a_stop_does_not_wait_for_a_server_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("producers.poller._STOP_GRACE_S", 0.05)
    asked = asyncio.Event()

    async def slow(path: str, writer: asyncio.StreamWriter) -> None:
        asked.set()
        await silence(path, writer)

    async def run() -> None:
        async with BadServer(slow) as server:
            with ProducerState(tmp_path / "p.sqlite") as state:
                poller = Poller([spec(server.url)], state, MemoryLog(), SETTINGS)
                polling = asyncio.create_task(poller.run())
                await asked.wait()
                poller.request_stop()
                await asyncio.wait_for(polling, 1.5)  # the fetch alone would take two seconds
                assert state.feed("f").last_poll_at is None

    asyncio.run(run())


def test_in_a_thread(tmp_path: Path) -> None:
    log = MemoryLog()

    async def run() -> BaseException | None:
        async with BadServer(whole("200 OK", RSS)) as server:
            feeds = [spec(server.url)]
            states: list[ProducerState] = []

            def make() -> Poller:
                states.append(ProducerState(tmp_path / "p.sqlite"))
                return Poller(feeds, states[0], log, replace(SETTINGS, parse_workers=1))

            thread = PollerThread(make, close=lambda: states[0].close())
            thread.start()
            thread.finish()
            assert await asyncio.to_thread(thread.join, 20)
            return thread.error

    assert asyncio.run(run()) is None
    assert len(log.articles) == 1


def test_a_thread_that_cannot_start_says_why(tmp_path: Path) -> None:
    def make() -> Poller:
        raise LogMisconfigured("no data directory")

    with pytest.raises(LogMisconfigured):
        PollerThread(make).start()


def test_hours_to_be_left_alone_hold_for_polls_that_read_nothing_new(tmp_path: Path) -> None:
    hours = "".join(f"<hour>{hour}</hour>" for hour in range(24) if hour != 5)
    document = RSS.replace(b"<item>", f"<skipHours>{hours}</skipHours><item>".encode(), 1)

    async def run() -> list[int]:
        found = []
        async with BadServer(whole("200 OK", document)) as server:
            for _ in range(2):
                await poll_once([spec(server.url)], tmp_path / "p.sqlite", MemoryLog())
                with ProducerState(tmp_path / "p.sqlite") as state:
                    due = state.feed("f").due_at
                    assert due is not None
                    found.append(time.gmtime(due).tm_hour)
        return found

    assert asyncio.run(run()) == [5, 5]
