"""WebSub against a hub on loopback: found, asked, confirmed, pushed, renewed, left; and polled where that fails."""

from __future__ import annotations

import asyncio
import gzip
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from bad_servers import BadServer, whole
from hub import Hub
from memory_log import MemoryLog

from producers.events import Event, Polled, Pushed, Subscribed
from producers.feedlist.spec import FeedSpec
from producers.poller import Poller
from producers.settings import FetchSettings, PaceSettings, PollSettings, WebSubSettings
from producers.state import ProducerState
from producers.websub.subscription import Subscription
from tocsin.contract.article import Publisher
from tocsin.errors import UserError

pytestmark = pytest.mark.integration
SETTINGS = PollSettings(
    fetch=FetchSettings(allow_loopback=True, total_s=2.0),
    pace=PaceSettings(unconditional_every=1_000),
    spacing_s=0.0,
    start_spread_s=0.0,
    parse_workers=0,
)
DAY = 24 * 3600.0


def rss(hub: str, *titles: str, more: str = "") -> bytes:
    link = f'<atom:link rel="hub" href="{hub}"/>' if hub else ""
    items = "".join(f"<item><title>{t}</title><guid>{t}</guid><link>/{t}</link></item>" for t in titles)
    head = '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>'
    return f"{head}{link}{more}{items}</channel></rss>".encode()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Desk:
    """A poller with one feed and a callback address. Its clock goes on by itself, and `clock[0]` puts it ahead."""

    feed: BadServer
    log: MemoryLog
    events: list[Event]
    state: ProducerState
    poller: Poller
    clock: list[float]
    changed: asyncio.Event

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something to happen, and for `holds`."""
        async with asyncio.timeout(10):
            while not holds():
                self.changed.clear()
                await self.changed.wait()

    def steps(self) -> list[str]:
        return [event.step for event in self.events if isinstance(event, Subscribed)]

    def pushes(self) -> list[str]:
        return [event.outcome for event in self.events if isinstance(event, Pushed)]

    def polls(self) -> int:
        return sum(isinstance(event, Polled) for event in self.events)

    @property
    def subscription(self) -> Subscription:
        (held,) = self.state.subscriptions.all()
        return held


@asynccontextmanager
async def desk(
    folder: Path, feed: BadServer, *, at: float = 1_000_000.0, callback: str | None = None,
    log: MemoryLog | None = None, feeds: bool = True, websub: WebSubSettings | None = None,
) -> AsyncIterator[Desk]:  # fmt: skip
    port = free_port()
    websub = websub or WebSubSettings(callback=callback or f"http://127.0.0.1:{port}/hubs", port=port)
    spec = FeedSpec(id="f", url=feed.url, publisher=Publisher(name="Courier"))
    clock, events, changed, log = [at], list[Event](), asyncio.Event(), log or MemoryLog()
    begun = time.monotonic()

    def listen(event: Event) -> None:
        events.append(event)
        changed.set()

    with ProducerState(folder / "p.sqlite") as state:
        poller = Poller(
            [spec] if feeds else [], state, log, replace(SETTINGS, websub=websub), listener=listen,
            now=lambda: clock[0] + time.monotonic() - begun,
        )  # fmt: skip
        running = asyncio.create_task(poller.run())
        try:
            yield Desk(feed, log, events, state, poller, clock, changed)
        finally:
            poller.request_stop()
            await asyncio.wait_for(running, 10)


Story = Callable[[Desk, Hub], Awaitable[None]]


def play(folder: Path, story: Story, hub: Hub | None = None) -> None:
    """A feed of one article that names the hub; the story begins when its first poll has ended."""

    async def run() -> None:
        async with (
            hub or Hub() as the_hub,
            BadServer(whole("200 OK", rss(the_hub.url, "one"))) as feed,
            desk(folder, feed) as at,
        ):
            await at.until(lambda: at.polls() == 1)
            await story(at, the_hub)

    asyncio.run(run())


def test_found_asked_confirmed_and_pushed(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "active" in at.steps() and "asked" in at.steps())
        (form,) = hub.asked
        assert form["hub.topic"] == at.feed.url
        assert (form["hub.mode"], form["hub.lease_seconds"], hub.confirmed) == ("subscribe", "864000", [(200, True)])
        assert len(form["hub.secret"]) > 40
        assert await hub.push(form, rss(hub.url, "two", "one")) == 202
        await at.until(lambda: [a.title for a in at.log.articles] == ["one", "two"])
        # Told again by a poll, in the same words and with the same links, it is nothing new.
        assert {a.url for a in at.log.articles} == {at.feed.url.replace("/a", f"/{t}") for t in ("one", "two")}
        at.feed.answer = whole("200 OK", rss(hub.url, "two", "one"))
        at.clock[0] += DAY
        await at.until(lambda: at.polls() == 2)
        assert [(a.title, a.version) for a in at.log.articles] == [("one", 1), ("two", 1)]
        assert at.subscription.trusted

    play(tmp_path, story)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_every_method_of_the_specification(tmp_path: Path, method: str) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        assert await hub.push(hub.asked[0], rss(hub.url, "two")) == 202
        assert at.pushes() == ["taken"]

    play(tmp_path, story, Hub(method=method))


def test_what_the_hub_did_not_sign_is_ignored(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        form = hub.asked[0]
        for headers in ({}, {"X-Hub-Signature": ""}, {"X-Hub-Signature": "sha256="}, {"X-Hub-Signature": "md5=00"}):
            assert await hub.push(form, rss(hub.url, "forged"), secret="guess", headers=headers) == 202
        assert at.pushes() == ["forged"] * 4
        assert [a.title for a in at.log.articles] == ["one"]
        assert (at.subscription.forged, at.subscription.pushes, at.subscription.trusted) == (4, 0, False)

    play(tmp_path, story)


def test_nothing_is_confirmed_that_was_not_asked_for(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        form = hub.asked[0]
        assert await hub.verify(form, hub_topic="http://elsewhere.example/") == 404
        assert await hub.verify(form, hub_mode="unsubscribe") == 404
        assert await hub.verify(form | {"hub.callback": form["hub.callback"] + "x"}) == 404
        assert await hub.push(form | {"hub.callback": form["hub.callback"] + "x"}, rss(hub.url, "two")) == 410
        assert not at.subscription.in_force(at.clock[0])
        assert await hub.push(form, rss(hub.url, "two")) == 410
        assert [a.title for a in at.log.articles] == ["one"]

    play(tmp_path, story, Hub(verifies=False))


def test_the_lease_is_renewed_before_it_ends(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        first = at.subscription
        at.clock[0] += 0.81 * hub.lease_s
        await at.until(lambda: at.steps().count("active") == 2)
        assert [form["hub.callback"] for form in hub.asked] == [first.callback] * 2
        assert at.subscription.lease_until > first.lease_until
        assert await hub.push(hub.asked[0], rss(hub.url, "two")) == 202

    play(tmp_path, story)


def test_a_hub_that_does_not_renew_is_polled_around(tmp_path: Path) -> None:
    """When the lease has ended, pushes are refused, the feed goes back to its own pace, and the hub is asked again."""

    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        await hub.push(hub.asked[0], rss(hub.url, "two"))
        assert at.subscription.trusted
        hub.status = 500
        at.clock[0] += hub.lease_s + 1
        await at.until(lambda: "refused" in at.steps())
        assert await hub.push(hub.asked[0], rss(hub.url, "three")) == 410
        at.feed.answer = whole("200 OK", rss(hub.url, "three", "two", "one"))
        at.clock[0] += DAY
        await at.until(lambda: "three" in [a.title for a in at.log.articles])

    play(tmp_path, story)


def test_a_push_makes_polls_rarer_until_one_finds_what_was_not_pushed(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        def due_in() -> float:
            due = at.state.feed("f").due_at
            assert due is not None
            return due - at.clock[0]

        await at.until(lambda: "asked" in at.steps())
        assert due_in() < 2_100  # half an hour, with its jitter
        await hub.push(hub.asked[0], rss(hub.url, "two"))
        at.feed.answer = whole("200 OK", rss(hub.url, "two", "one"))
        at.clock[0] += 2_100
        await at.until(lambda: at.polls() == 2)
        assert due_in() > 3_200  # an hour
        at.feed.answer = whole("200 OK", rss(hub.url, "three", "two", "one"))
        at.clock[0] += 4_000
        await at.until(lambda: at.polls() == 3)
        assert not at.subscription.trusted

    play(tmp_path, story)


def test_denied(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        assert await hub.deny(hub.asked[0]) == 200
        assert "denied" in at.steps()
        assert await hub.push(hub.asked[0], rss(hub.url, "two")) == 410
        assert at.subscription.next_at - at.clock[0] >= DAY

    play(tmp_path, story)


def test_a_hub_in_trouble_is_asked_with_growing_pauses(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        pauses = []
        for asked in range(1, 5):
            await at.until(lambda asked=asked: at.steps() == ["refused"] * asked)  # type: ignore[misc]
            pauses.append(at.subscription.next_at - at.clock[0])
            at.clock[0] = at.subscription.next_at
        assert pauses == pytest.approx([3600, 7200, 14_400, 28_800], abs=60)

    play(tmp_path, story, Hub(status=503))


def test_a_feed_that_names_its_hub_no_more_is_left(tmp_path: Path) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        at.feed.answer = whole("200 OK", rss("", "two", "one"))
        at.clock[0] += DAY
        await at.until(lambda: at.steps()[-2:] == ["left", "asked"])
        assert hub.asked[-1]["hub.mode"] == "unsubscribe"
        assert hub.held == {}
        assert at.state.subscriptions.all() == []
        assert await hub.push(hub.asked[0], rss(hub.url, "three")) == 410

    play(tmp_path, story)


def test_a_feed_taken_off_the_list_is_left(tmp_path: Path) -> None:
    async def run() -> None:
        async with Hub() as hub, BadServer(whole("200 OK", rss(hub.url, "one"))) as feed:
            port = free_port()
            websub = WebSubSettings(callback=f"http://127.0.0.1:{port}/hubs", port=port)
            async with desk(tmp_path, feed, websub=websub) as at:
                await at.until(lambda: "asked" in at.steps())
            async with desk(tmp_path, feed, websub=websub, feeds=False) as at:
                await at.until(lambda: at.steps()[-2:] == ["left", "asked"])
            assert hub.held == {}

    asyncio.run(run())


def test_another_callback_address_is_subscribed_anew(tmp_path: Path) -> None:
    async def run() -> None:
        async with Hub() as hub, BadServer(whole("200 OK", rss(hub.url, "one"))) as feed:
            for number, day in enumerate((0, 1), 1):
                async with desk(tmp_path, feed, at=1_000_000.0 + day * DAY) as at:
                    feed.answer = whole("200 OK", rss(hub.url, *map(str, range(number))))
                    await at.until(lambda at=at: "active" in at.steps())  # type: ignore[misc]
                    held = [s for s in at.state.subscriptions.all() if s.status == "active"]
            assert len({form["hub.callback"].rpartition("/")[0] for form in hub.asked}) == 2
            assert len(held) == 1

    asyncio.run(run())


@pytest.mark.parametrize(
    ("body", "headers", "status", "outcome"),
    [
        (b"<html>Sorry</html>", {}, 202, "unreadable"),
        (b"", {}, 202, "unreadable"),
        (gzip.compress(b"x" * 1000), {"Content-Encoding": "gzip"}, 415, "encoded"),
        (b"x" * 17_000_000, {}, 413, "too_large"),
    ],
)
def test_bad_pushes(tmp_path: Path, body: bytes, headers: dict[str, str], status: int, outcome: str) -> None:
    async def story(at: Desk, hub: Hub) -> None:
        await at.until(lambda: "asked" in at.steps())
        assert await hub.push(hub.asked[0], body, headers=headers) == status
        assert at.pushes() == [outcome]
        assert await hub.push(hub.asked[0], rss(hub.url, "two")) == 202
        await at.until(lambda: [a.title for a in at.log.articles] == ["one", "two"])

    play(tmp_path, story)


def test_a_push_that_never_ends_is_ended(tmp_path: Path) -> None:
    async def run() -> None:
        async with Hub() as hub, BadServer(whole("200 OK", rss(hub.url, "one"))) as feed:
            port = free_port()
            websub = WebSubSettings(callback=f"http://127.0.0.1:{port}/", port=port, push_s=0.2)
            async with desk(tmp_path, feed, websub=websub) as at:
                await at.until(lambda: at.polls() == 1)
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello")
                assert b" 408 " in await reader.readline()
                writer.close()
                assert at.pushes() == ["slow"]

    asyncio.run(run())


@pytest.mark.parametrize("hub", ["http://10.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/hub"])
def test_a_hub_at_a_forbidden_address_is_not_asked(tmp_path: Path, hub: str) -> None:
    async def run() -> None:
        async with BadServer(whole("200 OK", rss(hub, "one"))) as feed, desk(tmp_path, feed) as at:
            await at.until(lambda: at.steps() == ["refused"])
            (problem,) = [e.problem for e in at.events if isinstance(e, Subscribed)]
            assert problem == "forbidden_address: the host's address is not a public one"

    asyncio.run(run())


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    async def run() -> None:
        async with BadServer(whole("200 OK", rss("", "one"))) as feed:
            port = int(feed.url.split(":")[2].split("/")[0])
            websub = WebSubSettings(callback="https://desk.example/hubs", port=port)
            with pytest.raises(UserError, match=r"set another websub\.port"):
                async with desk(tmp_path, feed, websub=websub):
                    pass

    asyncio.run(run())


def test_without_a_callback_address_no_hub_is_asked(tmp_path: Path) -> None:
    async def run() -> None:
        async with Hub() as hub, BadServer(whole("200 OK", rss(hub.url, "one"))) as feed:
            async with desk(tmp_path, feed, websub=WebSubSettings()) as at:
                await at.until(lambda: at.polls() == 1)
            assert hub.asked == []

    asyncio.run(run())
