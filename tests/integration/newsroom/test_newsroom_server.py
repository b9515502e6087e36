"""The newsroom over HTTP: validators, 304, edits, pages, lists; and its command line."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from typer.testing import CliRunner

from producers.feedlist import load_feeds
from tocsin.cli.main import build
from tocsin.errors import UserError
from tocsin.newsroom import Newsroom
from tocsin.newsroom.item import Item, Outlet, Programme, Scheduled

pytestmark = pytest.mark.integration

OUTLET = Outlet(key="c", title="Courier", domain="courier.example", format="atom", path="/feed.atom", country="IQ")
FIRST = Item(id="1", link="https://courier.example/2026/1", title="Two rockets", text="One.\n\nTwo.")
EDITED = Item(id="1", link="https://courier.example/2026/1", title="Three rockets", text="One.\n\nTwo.")
PROGRAMME = Programme((OUTLET,), (Scheduled(0.0, "c", FIRST), Scheduled(0.01, "c", EDITED)))


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(coroutine, 20))


async def settled(newsroom: Newsroom, published: int) -> None:
    while newsroom.published < published:
        await asyncio.sleep(0)


def test_validators_and_an_edit_that_waits_for_its_reader() -> None:
    async def story() -> None:
        async with Newsroom(PROGRAMME, at_once=True) as newsroom, aiohttp.ClientSession() as session:
            url = newsroom.feeds()[0].url
            await settled(newsroom, 1)
            async with session.get(url) as first:
                assert "Two rockets" in await first.text()
                etag, modified = first.headers["ETag"], first.headers["Last-Modified"]
            await settled(newsroom, 2)
            headers = {"If-None-Match": etag, "If-Modified-Since": modified}
            async with session.get(url, headers=headers) as second:
                assert second.status == 200
                assert second.headers["ETag"] != etag
                newest, text = second.headers["ETag"], await second.text()
            assert "Three rockets" in text
            assert "Two rockets" not in text
            # nothing more comes, so these cannot meet an edit
            async with session.get(url, headers={"If-None-Match": f'"other", {newest}'}) as same:
                assert (same.status, await same.read()) == (304, b"")
            async with session.get(url, headers={"If-Modified-Since": "Sun, 08 Mar 2099 12:00:00 GMT"}) as same:
                assert same.status == 304
            await asyncio.wait_for(newsroom.finished.wait(), 5)

    run(story())


def test_pages_lists_health_and_what_is_not_there() -> None:
    async def story() -> None:
        async with Newsroom(PROGRAMME, at_once=True) as newsroom, aiohttp.ClientSession() as session:
            await settled(newsroom, 1)

            async def get(path: str) -> tuple[int, str]:
                async with session.get(newsroom.base_url + path) as response:
                    return response.status, await response.text()

            status, page = await get("/courier.example/2026/1")
            assert status == 200
            assert "<p>One.</p>" in page
            assert "Share this" in page
            assert (await get("/courier.example/none"))[0] == 404
            assert (await get("/none.example/feed.atom"))[0] == 404
            assert '"finished": false' in (await get("/health"))[1]
            assert "Courier" in (await get("/"))[1]
            assert "[[feed]]" in (await get("/feeds.toml"))[1]
            assert "<opml" in (await get("/feeds.opml"))[1]

    run(story())


def test_the_list_is_the_same_feeds_in_both_forms_and_after_a_restart(tmp_path: Path) -> None:
    async def story() -> None:
        ids = []
        for suffix in (".toml", ".opml"):
            async with Newsroom(PROGRAMME) as newsroom:
                feeds = load_feeds(newsroom.write_feeds(tmp_path / f"feeds{suffix}"))
                assert feeds == newsroom.feeds()
                assert feeds[0].publisher.country == "IQ"
                ids.append(feeds[0].id)
        assert ids[0] == ids[1]

    run(story())


def test_a_port_that_is_taken_is_one_clear_error() -> None:
    async def story() -> None:
        async with Newsroom(PROGRAMME) as first:
            port = int(first.base_url.rpartition(":")[2])
            with pytest.raises(UserError, match=f"cannot listen on 127.0.0.1:{port}.*; give another --port"):
                await Newsroom(PROGRAMME, port=port).__aenter__()

    run(story())


def invoke(*arguments: str) -> Any:
    return CliRunner().invoke(build(), list(arguments))


def test_an_empty_or_missing_archive(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    for name, problem in (("empty.jsonl", "holds no article"), ("none.jsonl", "No such file")):
        result = invoke("newsroom", str(tmp_path / name))
        assert isinstance(result.exception, UserError)
        assert problem in str(result.exception)


def test_feeds_import_export_list(tmp_path: Path) -> None:
    source = tmp_path / "feeds.toml"
    source.write_text('[[feed]]\nurl = "https://user:pw@x.example/f"\ntitle = "X"\ncountry = "IQ"\n', encoding="utf-8")
    opml, back = tmp_path / "feeds.opml", tmp_path / "back.toml"
    assert invoke("feeds", "export", str(source), "-o", str(opml)).exit_code == 0
    assert invoke("feeds", "import", str(opml), "-o", str(back)).exit_code == 0
    assert load_feeds(back) == load_feeds(opml) == load_feeds(source)
    listed = invoke("feeds", "list", str(source)).output
    assert "https://x.example/f" in listed
    assert "pw" not in listed


def test_feeds_check_says_what_each_feed_is(tmp_path: Path) -> None:
    async def story() -> None:
        async with Newsroom(PROGRAMME, at_once=True) as newsroom:
            await settled(newsroom, 1)
            with socket.socket() as closed:
                closed.bind(("127.0.0.1", 0))
                dead = f"http://127.0.0.1:{closed.getsockname()[1]}/"
                path = newsroom.write_feeds(tmp_path / "feeds.toml")
                with path.open("a", encoding="utf-8") as more:
                    more.write(f'\n[[feed]]\nurl = "{dead}"\ntitle = "Dead"\n')
                arguments = ("feeds", "check", str(path), "--spacing", "0")
                result = await asyncio.to_thread(invoke, *arguments, "--allow-loopback")
                assert result.exit_code == 1
                assert "Courier\tfetched\t200\tatom10\t1\t-\tno entry has a date that can be read" in result.output
                assert "Dead\tconnect\t-" in result.output
                closed_to_loopback = await asyncio.to_thread(invoke, *arguments)
                assert closed_to_loopback.output.count("forbidden_address") == 2

    run(story())


def test_feeds_report(tmp_path: Path) -> None:
    from producers.feed_state import FeedState
    from producers.state import ProducerState

    (tmp_path / "feeds.toml").write_text('[[feed]]\nid = "x"\nurl = "https://x.example/f"\n', encoding="utf-8")
    with ProducerState(tmp_path / "producer.sqlite") as state:
        state.record_poll(FeedState(id="x", articles=12, edits=3, scoops=3, last_outcome="not_modified"))
    result = invoke("feeds", "report", str(tmp_path / "feeds.toml"), "--data", str(tmp_path))
    assert "https://x.example/f\t0\t12\t3\t3\t75%\t0\t0\t0\tnot_modified\t-\t-\t-\n" in result.output
