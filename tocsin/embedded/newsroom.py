"""The sample newsroom in a thread of its own, beside the engine that polls it."""

from __future__ import annotations

import asyncio
import threading

from producers.feedlist import FeedSpec
from tocsin.embedded.worker import Worker
from tocsin.newsroom.newsroom import Newsroom
from tocsin.newsroom.show import load_show

_POLL_EVERY_S = 1.0


class SampleNewsroom:
    """`start`, `feeds`, `finished` (all was published and fetched), `stop`."""

    def __init__(self) -> None:
        self.feeds: list[FeedSpec] = []
        self.finished, self._open = threading.Event(), threading.Event()
        self._close: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._worker = Worker("newsroom", lambda: asyncio.run(self._serve()), self._open.set)

    def start(self) -> None:
        """Returns when it serves; raises `UserError` if it cannot."""
        self._worker.start()
        self._open.wait()
        if self._worker.error is not None:
            raise self._worker.error

    def stop(self) -> None:
        if self._loop is not None and self._close is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._close.set)
        self._worker.join()

    async def _serve(self) -> None:
        self._loop, self._close = asyncio.get_running_loop(), asyncio.Event()
        async with Newsroom(load_show(), interval_s=_POLL_EVERY_S) as newsroom:
            self.feeds = newsroom.feeds()
            self._open.set()
            told = asyncio.create_task(self._tell(newsroom))
            await self._close.wait()
            told.cancel()

    async def _tell(self, newsroom: Newsroom) -> None:
        await newsroom.finished.wait()
        self.finished.set()
