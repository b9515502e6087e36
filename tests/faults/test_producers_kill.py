"""kill -9 of a producer at random moments: nothing lost, no version with two contents."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from tocsin.contract.article import Article
from tocsin.contract.envelope import open_message
from tocsin.log.sqlite import SqliteLog
from tocsin.newsroom import Newsroom
from tocsin.newsroom.item import Programme
from tocsin.newsroom.show import load_show

pytestmark = pytest.mark.faults
KILLS, SEED = 10, 20261
PROCESS = Path(__file__).with_name("producer_process.py")


def test_ten_kills(tmp_path: Path) -> None:
    show = load_show(6.0)
    asyncio.run(asyncio.wait_for(killed_story(show, tmp_path), 120))
    final = {scheduled.item.link: scheduled.item.text for scheduled in show.scheduled}
    heard: dict[tuple[str, int], set[str]] = defaultdict(set)
    last: dict[str | None, str] = {}
    for article in articles(tmp_path / "log.sqlite"):
        heard[article.id, article.version].add(article.content_hash)
        last[article.url] = article.text
    assert last == final
    assert all(len(contents) == 1 for contents in heard.values())
    versions: dict[str, set[int]] = defaultdict(set)
    for identity, version in heard:
        versions[identity].add(version)
    assert all(found == set(range(1, len(found) + 1)) for found in versions.values())


async def killed_story(show: Programme, data: Path) -> None:
    pause = random.Random(SEED)
    async with Newsroom(show, interval_s=0.2) as newsroom:
        feeds = newsroom.write_feeds(data / "feeds.toml")
        for _ in range(KILLS):
            process = await start(feeds, data)
            await asyncio.sleep(0.4 + pause.random())  # the random moment is what is tested
            process.kill()
            assert await process.wait() == -9
        process = await start(feeds, data)
        await newsroom.finished.wait()
        process.kill()
        await process.wait()
        assert await (await start(feeds, data, "finish")).wait() == 0


async def start(feeds: Path, data: Path, *more: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, str(PROCESS), str(feeds), str(data), *more, stderr=subprocess.DEVNULL
    )


def articles(path: Path) -> list[Article]:
    log = SqliteLog(path)
    consumer = log.consumer("test", ("articles",))
    found = []
    while records := consumer.poll(500, 0.1):
        found += [open_message(Article, record.message) for record in records]
    consumer.close()
    log.close()
    return found
