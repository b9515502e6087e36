"""One POST, within bounds, to no forbidden address. The only file that opens connections to targets.

Redirects are not followed. The address check sits where the socket is made, on the very address that is then connected
to: no name can be rebound between check and use.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import aiohttp

from tocsin.addresses import forbidden

Kind = Literal["delivered", "refused", "failing", "away"]
_OF_THIS_MESSAGE = frozenset({400, 406, 409, 411, 413, 414, 415, 422, 431, 451})
_REASON_BYTES = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """delivered: 2xx. refused: a status that is about this message. failing: it answers, but with an error of its own
    (5xx, 429). away: no answer, or one that says that the target is not what we were told (401, 404, a redirect).

    `told` is one line for the operator without the address, which may be a secret.
    """

    kind: Kind
    told: str
    retry_after_s: float = 0.0


class Client:
    """Keeps its connections. Use from one thread."""

    def __init__(self, timeout_s: float, *, allow_private: bool) -> None:
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._allow_private = allow_private
        self._runner = asyncio.Runner()
        self._session: aiohttp.ClientSession | None = None

    def post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Never raises for what a server or network does."""
        return self._runner.run(self._post(url, body, headers))

    def close(self) -> None:
        if self._session is not None:
            self._runner.run(self._session.close())
        self._runner.close()

    async def _post(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        if self._session is None:
            names = aiohttp.ThreadedResolver()  # the system's: the target is the user's own, wherever its name stands
            connector = aiohttp.TCPConnector(limit=1, resolver=names, socket_factory=self._socket)
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout, trust_env=False)
        try:
            async with self._session.post(url, data=body, headers=headers, allow_redirects=False) as response:
                reason = (await response.content.read(_REASON_BYTES)).decode("utf-8", "replace")
                return _answer(response.status, " ".join(reason.split()), response.headers.get("Retry-After", ""))
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            return Answer("away", _told(error))

    def _socket(self, info: Any) -> socket.socket:
        """For one resolved address; the last step before `connect`."""
        family, kind, protocol, _, address = info
        why = None if self._allow_private else forbidden(str(address[0]))
        if why:
            raise OSError(f"forbidden address ({why}); allow_private = true allows it")
        return socket.socket(family=family, type=kind, proto=protocol)


def _answer(status: int, reason: str, retry_after: str) -> Answer:
    told = f"status {status}{': ' + reason if reason else ''}"
    if 200 <= status < 300:
        return Answer("delivered", told)
    if status in _OF_THIS_MESSAGE:
        return Answer("refused", told)
    if status >= 500 or status in (408, 425, 429):
        return Answer("failing", told, float(retry_after) if retry_after.isdecimal() and len(retry_after) < 8 else 0.0)
    return Answer("away", f"{told}; check its url")


def _told(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    cause = str(getattr(error, "os_error", None) or error)
    if "forbidden address (" in cause:
        return cause[cause.index("forbidden address (") :].rstrip("])")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "its name does not resolve"
    return type(error).__name__
