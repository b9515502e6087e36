"""One conditional GET, or a form to a hub, within bounds, to no forbidden address. The only file that opens
connections to publishers and hubs.

Redirects are followed here, one by one, each checked like the first address. The address check sits where the
socket is made, on the very address that is then connected to: no name can be rebound between check and use.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import aiohttp
from yarl import URL

from producers.body import Body, BodyBomb, BodyCorrupt, BodyError, BodyTooLarge
from producers.lease import Lease
from producers.outcome import ErrorKind
from producers.settings import FetchSettings
from tocsin.addresses import forbidden

_BODY_KINDS: dict[type[BodyError], ErrorKind] = {BodyTooLarge: "too_large", BodyBomb: "bomb", BodyCorrupt: "corrupt"}
_KEPT_HEADERS = ("expires", "retry-after", "content-type", "content-language", "date", "age")
_LISTS = ("cache-control", "link")  # headers that may come several times, for one list
FEEDS = "application/atom+xml, application/rss+xml, application/feed+json, */*;q=0.1"
PAGES = "text/html, application/xhtml+xml, */*;q=0.1"
_MAX_HEADER = 2_000
_MAX_VALIDATOR = 4_096
_REDIRECTS = (301, 302, 303, 307, 308)
_REPEATED = (307, 308)  # redirects that a form may follow: the others would make a GET of it


Visit = Callable[[str], Awaitable[None]]
"""Waits for the turn of an address."""


class FetchError(Exception):
    """No response to use: `kind` is one word for counting, `detail` one line without any address in it."""

    def __init__(self, kind: ErrorKind, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail = kind, detail


class ForbiddenAddressError(OSError):
    """Raised in place of a connection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """`body` is None unless the status is 200. `url` is where it came from, after redirects.

    Drop it soon: while it lives, a large body holds one of the places for such (`lease`).

    `permanent_url` is where permanent redirects (301, 308) led before any other, None without one.
    """

    status: int
    url: str
    body: bytes | None = None
    etag: str | None = None
    last_modified: str | None = None
    permanent_url: str | None = None
    wire_bytes: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    lease: Lease | None = None


class Fetcher:
    """`async with Fetcher(settings) as fetcher: await fetcher.get(url)`. One event loop."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None
        self._names: aiohttp.AsyncResolver | None = None
        self._large = asyncio.Semaphore(settings.max_large)

    async def __aenter__(self) -> Fetcher:
        settings = self._settings
        # not the system's resolver in a few threads: one slow server of names would hold up every host, and the end
        self._names = aiohttp.AsyncResolver()
        connector = aiohttp.TCPConnector(
            limit=settings.max_connections, resolver=self._names, ttl_dns_cache=300, socket_factory=self._socket,
            keepalive_timeout=15,
        )  # fmt: skip
        self._session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,  # a proxy would connect where we cannot check
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=settings.connect_s, sock_read=settings.read_s),
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": "gzip, deflate"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
        if self._names is not None:
            await self._names.close()

    async def get(
        self, url: str, etag: str | None = None, last_modified: str | None = None, *,
        accept: str = FEEDS, visit: Visit | None = None,
    ) -> Response:  # fmt: skip
        """The response after redirects. Raises `FetchError`; any status is a response, not an error.

        `visit(url)` is awaited before a redirect is followed; the time it takes does not count.
        """
        validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in validators.items() if value}
        headers["Accept"] = accept
        return await self._within(url, headers, None, visit)

    async def post(self, url: str, form: Mapping[str, str], *, visit: Visit | None = None) -> Response:
        """The response to `form`, without its body, after redirects that keep it. Raises `FetchError`."""
        return await self._within(url, {}, form, visit)

    async def _within(
        self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None, visit: Visit | None
    ) -> Response:
        """Within the time allowed. Raises `FetchError` and nothing else."""
        try:
            async with asyncio.timeout(self._settings.total_s) as limit:
                return await self._follow(url, headers, form, visit, limit)
        except TimeoutError as error:
            raise FetchError("timeout", f"no full answer in {self._settings.total_s:g} s") from error
        except (aiohttp.ClientError, OSError, ValueError, UnicodeError) as error:
            raise _classified(error) from error

    async def _follow(
        self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None, visit: Visit | None,
        limit: asyncio.Timeout,
    ) -> Response:  # fmt: skip
        permanent: str | None = None
        all_permanent = True
        lease = Lease(self._large)
        visited: set[str] = set()
        for _ in range(self._settings.max_redirects + 1):
            visited.add(url)
            outcome = await self._one(url, headers, form, lease, limit)
            if isinstance(outcome, Response):
                return Response(**{**_fields(outcome), "permanent_url": permanent})
            status, target = outcome
            url = _absolute(url, target)
            if url in visited:
                raise FetchError("redirects", "a redirect leads back to where it began")
            all_permanent = all_permanent and status in (301, 308)
            permanent = url if all_permanent else permanent
            if visit is not None:
                await _unhurried(visit(url), limit)
        raise FetchError("redirects", f"more than {self._settings.max_redirects} redirects")

    async def _one(
        self, url: str, headers: Mapping[str, str], form: Mapping[str, str] | None, lease: Lease,
        limit: asyncio.Timeout,
    ) -> Response | tuple[int, str]:  # fmt: skip
        """One request: its response, or the status and target of its redirect."""
        address = URL(url)
        if address.scheme not in ("http", "https") or not address.host:
            raise FetchError("forbidden_scheme", f"{address.scheme[:20]!r} is not http or https")
        assert self._session is not None, "used outside its context"
        method, followed = ("GET", _REDIRECTS) if form is None else ("POST", _REPEATED)
        async with self._session.request(
            method, address, headers=headers, data=form, allow_redirects=False
        ) as response:
            location = response.headers.get("Location")
            if response.status in followed and location:
                return response.status, location
            body = None
            if response.status == 200 and form is None:
                body = await self._body(response, lease, limit)
            return _response(response, url, body, lease)

    async def _body(self, response: aiohttp.ClientResponse, lease: Lease, limit: asyncio.Timeout) -> Body:
        settings = self._settings
        try:
            body = Body(response.headers.get("Content-Encoding", ""), settings.max_body, settings.max_ratio)
            if (response.content_length or 0) > settings.max_body:
                raise BodyTooLarge(f"announces {response.content_length} bytes")
            async for chunk in response.content.iter_any():
                body.add(chunk)
                if body.size > settings.large_body and not lease.taken:
                    await _unhurried(lease.take(), limit)
        except BodyError as error:
            response.close()
            lease.give()
            raise FetchError(_BODY_KINDS[type(error)], str(error)) from error
        return body

    def _socket(self, info: tuple[Any, ...]) -> socket.socket:
        """The socket for one resolved address; the last step before `connect`."""
        family, kind, protocol, _, address = info
        why = forbidden(str(address[0]), allow_loopback=self._settings.allow_loopback)
        if why:
            raise ForbiddenAddressError(f"forbidden address ({why})")
        return socket.socket(family=family, type=kind, proto=protocol)


async def _unhurried(waiting: Awaitable[None], limit: asyncio.Timeout) -> None:
    """Wait with the clock stopped: a long line at another host is no fault of this one."""
    loop, ends = asyncio.get_running_loop(), limit.when()
    begun = loop.time()
    limit.reschedule(None)
    await waiting
    limit.reschedule(None if ends is None else ends + loop.time() - begun)


def _response(response: aiohttp.ClientResponse, url: str, body: Body | None, lease: Lease) -> Response:
    given = response.headers
    headers = {n: given[n][:_MAX_HEADER] for n in _KEPT_HEADERS if n in given}
    headers |= {n: ", ".join(given.getall(n))[:_MAX_HEADER] for n in _LISTS if n in given}
    try:
        data = body.finish() if body else None
    except BodyCorrupt as error:
        raise FetchError("corrupt", str(error)) from error
    return Response(
        status=response.status,
        url=url,
        body=data,
        etag=_validator(response.headers.get("ETag")),
        last_modified=_validator(response.headers.get("Last-Modified")),
        wire_bytes=body.wire_bytes if body else 0,
        headers=headers,
        lease=lease if lease.taken else None,
    )


def _fields(response: Response) -> dict[str, Any]:
    return {name: getattr(response, name) for name in Response.__slots__}


def _validator(value: str | None) -> str | None:
    """A validator that may be sent back: printable, of sane length."""
    return value if value and len(value) <= _MAX_VALIDATOR and value.isprintable() else None


def _absolute(base: str, target: str) -> str:
    try:
        joined = URL(base).join(URL(target))
    except ValueError as error:
        raise FetchError("redirects", "the redirect's target is no URL") from error
    if joined.scheme not in ("http", "https") or not joined.host:
        raise FetchError("forbidden_scheme", f"a redirect to {joined.scheme[:20]!r}")
    return str(joined.with_fragment(None))


def _classified(error: BaseException) -> FetchError:
    """Every way in which a request fails, as one of `ErrorKind`. Details never repeat the address."""
    cause = getattr(error, "os_error", None) or error
    if isinstance(cause, ForbiddenAddressError) or "forbidden address (" in str(cause):
        return FetchError("forbidden_address", "the host's address is not a public one")
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return FetchError("dns", "the host's name does not resolve")
    if isinstance(error, aiohttp.ClientSSLError | aiohttp.ServerFingerprintMismatch):
        return FetchError("tls", type(error).__name__)
    if isinstance(error, aiohttp.ServerTimeoutError):
        return FetchError("timeout", "the server fell silent")
    if isinstance(error, aiohttp.ClientConnectionError | OSError) and not isinstance(error, UnicodeError):
        return FetchError("connect", type(cause).__name__)
    return FetchError("protocol", type(error).__name__)
