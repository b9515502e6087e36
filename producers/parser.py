"""The parser as the poller sees it, and the one that runs in a thread; `parse_pool` has the one that can be killed."""

from __future__ import annotations

import asyncio
from typing import Protocol

from producers.entry import ParsedFeed
from producers.page_text import PageText, read_page
from producers.parse import parse_feed


class ParseKilledError(Exception):
    """The parser took too long or too much memory and was killed."""


class Parser(Protocol):
    """Parses where it cannot hurt. Raises `ParseKilledError`."""

    async def parse(self, body: bytes, content_type: str | None) -> ParsedFeed: ...

    async def read_page(self, body: bytes, content_type: str | None) -> PageText: ...


class ThreadParser:
    """For tests and for feeds that are trusted: nothing can be killed."""

    async def parse(self, body: bytes, content_type: str | None) -> ParsedFeed:
        return await asyncio.to_thread(parse_feed, body, content_type)

    async def read_page(self, body: bytes, content_type: str | None) -> PageText:
        return await asyncio.to_thread(read_page, body, content_type)
