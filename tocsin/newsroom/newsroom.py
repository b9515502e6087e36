"""A newsroom at work: it opens a port on loopback, publishes its programme, and says when all of it was fetched.

async with Newsroom(load_show()) as newsroom:
    feeds = load_feeds(newsroom.write_feeds(path))
    ...
    await newsroom.finished.wait()
"""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from types import TracebackType

from aiohttp import web

from producers.feedlist.opml_list import write_opml
from producers.feedlist.spec import FeedSpec
from producers.feedlist.toml_list import write_toml
from tocsin.contract.article import Publisher
from tocsin.contract.identity import digest
from tocsin.errors import UserError
from tocsin.newsroom.desk import Desk
from tocsin.newsroom.item import Outlet, Programme, Scheduled
from tocsin.newsroom.page import front_page
from tocsin.newsroom.server import FeedHandler

_LIST_COMMENT = "The feeds of a local newsroom. They live as long as it runs."
_TICK_S = 0.05


class Newsroom:
    """`base_url` is known once it is entered. `finished` is set when every item was published and fetched in full.

    The clock of the programme starts with the first request of any feed, or at once if `at_once`.
    `newest` is how many entries a feed shows at least; `interval_s` is what the feed list asks a poller for.
    """

    def __init__(
        self,
        programme: Programme,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        newest: int = 30,
        interval_s: float = 2.0,
        at_once: bool = False,
    ) -> None:
        self._programme, self._host, self._port = programme, host, port
        self._newest, self._interval_s = newest, interval_s
        self._started, self.finished = asyncio.Event(), asyncio.Event()
        if at_once:
            self._started.set()
        self._handlers: dict[str, FeedHandler] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._runner: web.AppRunner | None = None
        self.base_url = ""
        self.published = 0
        self.total = len(programme.scheduled)

    async def __aenter__(self) -> Newsroom:
        application = web.Application()
        application.router.add_get("/", self._front)
        application.router.add_get("/health", self._health)
        application.router.add_get("/feeds.toml", self._toml)
        application.router.add_get("/feeds.opml", self._opml)
        application.router.add_get("/{domain}/{path:.*}", self._outlet)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            problem = f"the newsroom cannot listen on {self._host}:{self._port} ({error.strerror})"
            raise UserError(problem, "give another --port, or 0 for any free one") from error
        port = self._runner.addresses[0][1]
        self.base_url = f"http://{self._host}:{port}"
        for outlet in self._programme.outlets:
            self._handlers[outlet.key] = FeedHandler(outlet, Desk(self._newest), self.base_url)
        self._by_domain = {handler.outlet.domain: handler for handler in self._handlers.values()}
        self._tasks = [asyncio.create_task(self._publish()), asyncio.create_task(self._watch())]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*self._tasks)
        if self._runner is not None:
            await self._runner.cleanup()

    def feeds(self) -> list[FeedSpec]:
        """The feeds with their publishers. Ids do not depend on the port, so that a restart is the same feed."""
        return [self._spec(handler) for handler in self._handlers.values()]

    def write_feeds(self, path: Path) -> Path:
        """Write the feed list as TOML, or as OPML if `path` says so."""
        writer = write_opml if path.suffix == ".opml" else write_toml
        path.write_text(writer(self.feeds(), _LIST_COMMENT), encoding="utf-8")
        return path

    def _spec(self, handler: FeedHandler) -> FeedSpec:
        outlet = handler.outlet
        publisher = Publisher(
            name=outlet.title,
            domain=outlet.domain,
            country=outlet.country,
            timezone=outlet.timezone,
            kind=outlet.kind,
        )
        return FeedSpec(
            id=digest("newsroom", outlet.key),
            url=handler.url,
            title=outlet.title,
            publisher=publisher,
            language=outlet.language,
            interval_s=self._interval_s,
            full_text="never",
        )

    async def _publish(self) -> None:
        await self._started.wait()
        loop = asyncio.get_running_loop()
        start = loop.time()
        for scheduled in self._programme.scheduled:
            if (wait := start + scheduled.at_s - loop.time()) > 0:
                await asyncio.sleep(wait)
            await self._readable(scheduled)
            self._handlers[scheduled.outlet].desk.publish(scheduled.item)
            self.published += 1

    async def _readable(self, scheduled: Scheduled) -> None:
        """An edit waits until the first version was fetched: else nobody could tell that there was one."""
        desk = self._handlers[scheduled.outlet].desk
        while desk.item(scheduled.item.id) is not None and not desk.was_served(scheduled.item.id):
            await asyncio.sleep(_TICK_S)

    async def _watch(self) -> None:
        while self.published < self.total or not all(h.desk.all_served() for h in self._handlers.values()):
            await asyncio.sleep(_TICK_S)
        self.finished.set()

    async def _outlet(self, request: web.Request) -> web.Response:
        handler = self._by_domain.get(request.match_info["domain"])
        if handler is None:
            raise web.HTTPNotFound(text="no such outlet\n")
        path = "/" + request.match_info["path"]
        if path != handler.outlet.path:
            return handler.page(path)
        self._started.set()
        return handler.feed(request)

    async def _front(self, _request: web.Request) -> web.Response:
        outlets: list[tuple[Outlet, str]] = [(h.outlet, h.url) for h in self._handlers.values()]
        return web.Response(text=front_page(outlets, self.published, self.total), content_type="text/html")

    async def _health(self, _request: web.Request) -> web.Response:
        return web.json_response({"published": self.published, "total": self.total, "finished": self.finished.is_set()})

    async def _toml(self, _request: web.Request) -> web.Response:
        return web.Response(text=write_toml(self.feeds(), _LIST_COMMENT), content_type="application/toml")

    async def _opml(self, _request: web.Request) -> web.Response:
        return web.Response(text=write_opml(self.feeds(), _LIST_COMMENT), content_type="text/x-opml")
