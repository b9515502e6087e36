"""Producers with states of their own whose feeds share articles: one id each, one content a version, nothing lost."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from bad_servers import BadServer, whole
from memory_log import MemoryLog
from typer.testing import CliRunner

from producers.feedlist.spec import FeedSpec
from producers.poller import Poller
from producers.settings import FetchSettings, PaceSettings, PollSettings
from producers.shard import Shard
from producers.state import ProducerState
from tocsin.cli.main import build
from tocsin.contract.article import Article, Publisher
from tocsin.contract.envelope import open_message
from tocsin.log.sqlite import SqliteLog

pytestmark = pytest.mark.integration
SETTINGS = PollSettings(
    fetch=FetchSettings(allow_loopback=True),
    pace=PaceSettings(unconditional_every=1_000),
    spacing_s=0.0,
    start_spread_s=0.0,
    parse_workers=0,
)
COUNT = 2


def rss(*entries: tuple[str, str]) -> bytes:
    items = "".join(f"<item><title>{w}</title><link>{link}</link></item>" for link, w in entries)
    return f'<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


async def poll_all(feeds: list[FeedSpec], folder: Path, log: MemoryLog) -> None:
    """Every shard polls its feeds once, one shard after the other."""
    for index in range(COUNT):
        with ProducerState(folder / f"shard-{index}.sqlite") as state:
            poller = Poller(feeds, state, log, replace(SETTINGS, shard=(index, COUNT)))
            poller.request_last_round()
            await asyncio.wait_for(poller.run(), 20)


async def two_servers_in_two_shards(one: bytes, two: bytes) -> tuple[BadServer, BadServer, list[FeedSpec]]:
    """Servers whose ports fall to different shards. The first is the publisher of `paper.example`."""
    while True:
        a, b = BadServer(whole("200 OK", one)), BadServer(whole("200 OK", two))
        await a.__aenter__()
        await b.__aenter__()
        feeds = [
            FeedSpec(id="own", url=a.url, publisher=Publisher(domain="paper.example")),
            FeedSpec(id="other", url=b.url, publisher=Publisher(domain="digest.example")),
        ]
        if len({Shard.of(0, COUNT, feeds).polls(spec) for spec in feeds}) == COUNT:
            return a, b, feeds
        await a.__aexit__()
        await b.__aexit__()


def test_shared_articles_and_their_edits(tmp_path: Path) -> None:
    log = MemoryLog()
    shared, own, other = "https://paper.example/1", "https://paper.example/2", "https://digest.example/3"

    async def run() -> None:
        a, b, feeds = await two_servers_in_two_shards(
            rss((shared, "Fire in the market"), (own, "Rain")), rss((shared, "Market fire"), (other, "Wind"))
        )
        await poll_all(feeds, tmp_path, log)
        a.answer = whole("200 OK", rss((shared, "Fire in the market put out"), (own, "Rain")))
        b.answer = whole("200 OK", rss((shared, "Market fire: an update"), (other, "Wind")))
        await poll_all(feeds, tmp_path, log)
        await a.__aexit__()
        await b.__aexit__()

    asyncio.run(run())
    ids: dict[str | None, set[str]] = defaultdict(set)
    later: dict[tuple[str, int], list[str]] = defaultdict(list)
    for article in log.articles:
        ids[article.url].add(article.id)
        if article.version > 1:
            later[article.id, article.version].append(article.title)
    assert {url: len(found) for url, found in ids.items()} == {shared: 1, own: 1, other: 1}
    (shared_id,) = ids[shared]
    assert later == {(shared_id, 2): ["Fire in the market put out"]}
    assert {a.feed.id for a in log.articles if a.url == shared and a.version == 1} == {"own", "other"}


@contextlib.contextmanager
def no_signals() -> Iterator[threading.Event]:
    """The command runs in a thread here, where no handler may be set."""
    yield threading.Event()


def test_poll_once_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOCSIN_POLL__ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("TOCSIN_POLL__SPACING_S", "0")
    lists = tmp_path / "feeds.toml"

    async def run(shard: str) -> str:
        async with BadServer(whole("200 OK", rss(("https://paper.example/1", "Fire in the market")))) as server:
            lists.write_text(f'[[feed]]\nurl = "{server.url}"\ntitle = "Paper"\n', encoding="utf-8")
            command = ["poll", "--once", "--feeds", str(lists), "--data", str(tmp_path / "data"), "--shard", shard]
            done = await asyncio.to_thread(CliRunner().invoke, build(), command)
            assert done.exit_code == 0, done.output
            return done.stdout

    monkeypatch.setattr("tocsin.embedded.poll.stop_signals", no_signals)
    assert "Paper\tfetched\t1 new\t0 edited\t-" in asyncio.run(run("1/1"))
    log = SqliteLog(tmp_path / "data" / "log.sqlite")
    (record,) = log.consumer("test", ("articles",)).poll(10, 0.1)
    assert open_message(Article, record.message).title == "Fire in the market"
    log.close()
