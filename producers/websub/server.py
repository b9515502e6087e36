"""The HTTP side of the callback address: hubs' questions and pushes, within bounds. Off unless it is configured.

It belongs behind a proxy that ends TLS: hubs call it over the public network.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType

from aiohttp import web

from producers.events import Listener, Pushed, PushOutcome, Waiting
from producers.settings import WebSubSettings
from producers.state_schema import StateError
from producers.websub.hubs import Hubs, Take, push_status
from tocsin.errors import UserError

_MAX_TOKEN = 200
_MAX_CHALLENGE = 4_096
_AGAIN_S = 60


class CallbackServer:
    """`async with CallbackServer(...)`: listens on `settings.host`:`settings.port`.

    Entering raises `UserError` if that cannot be had. The address below which a hub calls does not matter: the last
    part of the path is the subscription's token.
    """

    def __init__(
        self, settings: WebSubSettings, max_body: int, hubs: Hubs, take: Take, listener: Listener,
        clock: Callable[[], float],
    ) -> None:  # fmt: skip
        self._settings, self._max_body, self._clock = settings, max_body, clock
        self._hubs, self._take, self._listener = hubs, take, listener
        self._room = asyncio.Semaphore(settings.max_pushes)
        self._runner: web.AppRunner | None = None
        self.port = settings.port

    async def __aenter__(self) -> CallbackServer:
        app = web.Application()
        app.router.add_route("GET", "/{path:.*}", self._asked)
        app.router.add_route("POST", "/{path:.*}", self._pushed)
        # A compressed body is refused (no hub sends one): unpacked by the library it would know no ratio.
        self._runner = web.AppRunner(
            app, access_log=None, auto_decompress=False, keepalive_timeout=15.0, shutdown_timeout=1.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._settings.host, self._settings.port)
        try:
            await site.start()
        except OSError as error:
            await self._runner.cleanup()
            where = f"{self._settings.host}:{self._settings.port}"
            raise UserError(f"hubs cannot be heard on {where} ({error.strerror})", "set another websub.port") from error
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _asked(self, request: web.Request) -> web.Response:
        """A hub's question whether we meant it, or its refusal."""
        try:
            challenge = self._hubs.confirm(_token(request), request.query)
        except StateError as error:
            return self._unwritable(error)
        if challenge is None:
            return web.Response(status=404, text="not asked for\n")
        # As plain text that no browser takes for a page: whoever asks, it repeats what it was sent.
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
        return web.Response(text=challenge[:_MAX_CHALLENGE], content_type="text/plain", headers=headers)

    async def _pushed(self, request: web.Request) -> web.Response:
        begun = self._clock()
        if self._room.locked():
            return self._answer(Pushed(feed_id="", outcome="busy"))
        async with self._room:
            body, problem = await self._body(request)
            if problem is not None:
                return self._answer(Pushed(feed_id="", outcome=problem, seconds=self._clock() - begun))
            try:
                pushed = await self._hubs.push(
                    _token(request),
                    body,
                    request.headers.get("Content-Type"),
                    request.headers.get("X-Hub-Signature"),
                    self._take,
                )
            except StateError as error:
                return self._unwritable(error)
        return self._answer(pushed)

    async def _body(self, request: web.Request) -> tuple[bytes, PushOutcome | None]:
        """The body, or why it is not taken."""
        if request.headers.get("Content-Encoding", "identity").lower() != "identity":
            return b"", "encoded"
        if (request.content_length or 0) > self._max_body:
            return b"", "too_large"
        body = bytearray()
        try:
            async with asyncio.timeout(self._settings.push_s):
                async for chunk in request.content.iter_any():
                    body += chunk
                    if len(body) > self._max_body:
                        return b"", "too_large"
        except TimeoutError:
            return b"", "slow"
        return bytes(body), None

    def _answer(self, pushed: Pushed) -> web.Response:
        self._listener(pushed)
        status = push_status(pushed.outcome)
        response = web.Response(status=status, headers={"Retry-After": f"{_AGAIN_S}"} if status == 503 else None)
        if pushed.outcome in ("too_large", "slow", "encoded"):
            response.force_close()
        return response

    def _unwritable(self, error: StateError) -> web.Response:
        """Nothing was recorded: the hub has to come again."""
        self._listener(Waiting(what="state", problem=str(error), retry_s=_AGAIN_S))
        return self._answer(Pushed(feed_id="", outcome="unwritable"))


def _token(request: web.Request) -> str:
    return request.match_info["path"].rpartition("/")[2][:_MAX_TOKEN]
