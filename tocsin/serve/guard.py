"""Around every request: headers of safety, and whose name the server answers to."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tocsin.serve.answers import problem
from tocsin.serve.security import HEADERS


class Guard:
    """ASGI middleware, streams included. `names` are the Host names served; None: any.

    On loopback a foreign Host is refused, so that no web page elsewhere reads the store by pointing its own name at
    127.0.0.1 (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, names: frozenset[str] | None) -> None:
        self._app, self._names = app, names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        host = Headers(scope=scope).get("host", "")
        if self._names is not None and _name(host) not in self._names:
            refused = problem(421, "Misdirected request", f"this server does not answer to the name {host[:100]!r}")
            await refused(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)


def _name(host: str) -> str:
    """Without the port: `[::1]:80` is `[::1]`."""
    return host if host.endswith("]") else host.rpartition(":")[0] or host
