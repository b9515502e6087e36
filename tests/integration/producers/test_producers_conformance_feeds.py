"""All documents of feedparser's suite as feeds of one producer: none takes another down, or speaks for it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from bad_servers import RSS, BadServer, whole
from memory_log import MemoryLog

from producers.events import Event, Polled
from producers.feedlist.spec import FeedSpec
from producers.poller import Poller
from producers.settings import FetchSettings, PollSettings
from producers.state import ProducerState
from tocsin.contract.article import Publisher

pytestmark = pytest.mark.integration
GOLD = Path(os.environ.get("GOLD", "../shared/data")) / "feeds" / "feedparser"
SETTINGS = PollSettings(fetch=FetchSettings(allow_loopback=True), spacing_s=0.0, start_spread_s=0.0, parse_workers=1)
GOOD, HOSTS = "good", 16


def test_no_document_affects_another_feed(tmp_path: Path) -> None:
    paths = sorted(p for p in GOLD.rglob("*") if p.suffix in (".xml", ".json"))
    if not paths:
        pytest.skip("the feed documents are not here: set GOLD to the folder that holds feeds/feedparser")
    log, events = MemoryLog(), list[Event]()

    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        number = path.rpartition("/")[2]
        body = RSS.replace(b"<title>A", b"<title>Good") if number == GOOD else paths[int(number)].read_bytes()
        await whole("200 OK", body, Content_Type="application/xml")(path, writer)

    async def run() -> None:
        async with contextlib.AsyncExitStack() as stack:
            # Several hosts, so that several are polled at once; the good one comes last of all.
            servers = [await stack.enter_async_context(BadServer(answer)) for _ in range(HOSTS)]
            feeds = [
                FeedSpec(
                    id=f"feed-{name}",
                    url=servers[n % HOSTS].url.replace("/a", f"/{name}"),
                    publisher=Publisher(name=f"Paper {name}"),
                    full_text="never",
                )
                for n, name in enumerate([*map(str, range(len(paths))), GOOD])
            ]
            with ProducerState(tmp_path / "p.sqlite") as state:
                poller = Poller(feeds, state, log, replace(SETTINGS, concurrency=32), listener=events.append)
                poller.request_last_round()
                await asyncio.wait_for(poller.run(), 120)

    asyncio.run(run())
    outcomes = Counter(event.outcome for event in events if isinstance(event, Polled))
    assert outcomes.total() == len(paths) + 1
    assert set(outcomes) == {"fetched", "unreadable"}
    assert [a.feed.id for a in log.articles if a.title == "Good"] == [f"feed-{GOOD}"]
    assert all(article.publisher.name == article.feed.id.replace("feed-", "Paper ") for article in log.articles)
    assert len({(a.id, a.version) for a in log.articles}) == len(log.articles)
