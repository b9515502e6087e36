"""Parsing in processes that can be killed."""

from __future__ import annotations

import asyncio

import pytest
from bad_servers import RSS

from producers.entry import ParsedFeed
from producers.parse_pool import ParsePool
from producers.parser import ParseKilledError

pytestmark = pytest.mark.integration
MEMORY = 1024 * 1024 * 1024


def test_parsed_there_as_here() -> None:
    async def run() -> list[ParsedFeed]:
        async with ParsePool(2, 20.0, MEMORY) as pool:
            return list(await asyncio.gather(*(pool.parse(RSS, "text/xml") for _ in range(5))))

    assert {(d.format, d.entries[0].title) for d in asyncio.run(run())} == {("rss20", "A")}


def test_what_takes_too_long_is_killed_and_the_next_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> str:
        async with ParsePool(1, 0.001, MEMORY) as pool:
            with pytest.raises(ParseKilledError, match="longer than"):
                await pool.parse(RSS, None)  # starting the process alone takes longer
            monkeypatch.setattr(pool, "_timeout_s", 20.0)
            return (await pool.parse(RSS, None)).format

    assert asyncio.run(run()) == "rss20"


def test_a_parser_that_dies_is_replaced() -> None:
    async def run() -> str:
        async with ParsePool(1, 20.0, MEMORY) as pool:
            await pool.parse(RSS, None)
            (worker,) = pool._all
            worker.kill()
            await worker.wait()
            with pytest.raises(ParseKilledError, match="ended the parser"):
                await pool.parse(RSS, None)
            return (await pool.parse(RSS, None)).format

    assert asyncio.run(run()) == "rss20"


def test_no_process_is_left_behind() -> None:
    async def run() -> list[int | None]:
        async with ParsePool(2, 20.0, MEMORY) as pool:
            await asyncio.gather(pool.parse(RSS, None), pool.parse(RSS, None))
            workers = list(pool._all)
        return [worker.returncode for worker in workers]

    assert all(code is not None for code in asyncio.run(run()))
