"""Fetching from servers that misbehave, over real sockets on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import socket
import time

import aiohttp
import pytest
from aiohttp.abc import ResolveResult
from bad_servers import RSS, SERVERS, BadServer, redirect, whole

from producers.fetch import Fetcher, FetchError, Response
from producers.settings import FetchSettings

pytestmark = pytest.mark.integration
SETTINGS = FetchSettings(allow_loopback=True, total_s=1.0, connect_s=1.0, read_s=0.5, max_body=8_000_000)


async def fetch(url: str, settings: FetchSettings = SETTINGS, **validators: str) -> Response:
    async with Fetcher(settings) as fetcher:
        return await fetcher.get(url, **validators)


def resolved(host: str, ip: str, port: int) -> ResolveResult:
    return ResolveResult(hostname=host, host=ip, port=port, family=socket.AF_INET, proto=6, flags=0)


async def unknown(_self: object, _host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
    raise OSError(None, "unknown")


@pytest.mark.parametrize("name", SERVERS)
def test_bad_server(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer, expected = SERVERS[name]
    monkeypatch.setattr(aiohttp.AsyncResolver, "resolve", unknown)

    async def run() -> tuple[str | int, str]:
        async with BadServer(answer) as server:
            try:
                return (await fetch(server.url)).status, ""
            except FetchError as error:
                return error.kind, str(error)

    end, message = asyncio.run(run())
    assert end == expected
    assert "127.0.0.1" not in message


def test_there_are_sixty_of_them() -> None:
    assert len(SERVERS) >= 60


def test_a_server_that_does_not_speak_tls() -> None:
    async def plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def run() -> str:
        async with await asyncio.start_server(plainly, "127.0.0.1", 0) as server:
            with pytest.raises(FetchError) as caught:
                await fetch(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
            return caught.value.kind

    assert asyncio.run(run()) == "tls"


def test_conditional_get() -> None:
    answer = whole("304 Not Modified", ETag='"b"')

    async def run() -> tuple[Response, str]:
        async with BadServer(answer) as server:
            when = "Sun, 08 Mar 2026 12:00:00 GMT"
            response = await fetch(server.url, etag='"a"', last_modified=when)
            return response, server.requests[0]

    response, request = asyncio.run(run())
    assert (response.status, response.body, response.etag) == (304, None, '"b"')
    assert 'If-None-Match: "a"\r\n' in request
    assert "If-Modified-Since: Sun, 08 Mar 2026 12:00:00 GMT\r\n" in request
    assert "User-Agent: Tocsin/" in request


def test_permanent_redirects_are_told_apart() -> None:
    async def run() -> tuple[str | None, str | None]:
        async with (
            BadServer(whole("200 OK", RSS)) as last,
            BadServer(redirect(last.url)) as temporary,
            BadServer(redirect(temporary.url, "301 Moved Permanently")) as first,
            BadServer(redirect(first.url, "302 Found")) as other,
        ):
            moved, passing = await fetch(first.url), await fetch(other.url)
            assert moved.body == passing.body == RSS
            assert moved.permanent_url == temporary.url
            return moved.permanent_url, passing.permanent_url

    permanent, passing = asyncio.run(run())
    assert permanent
    assert passing is None


def test_credentials_are_not_carried_to_another_host() -> None:
    async def run() -> tuple[list[str], list[str]]:
        async with BadServer(whole("200 OK", RSS)) as last, BadServer(redirect(last.url)) as first:
            await fetch(first.url.replace("http://", "http://user:secret@"))
            return first.requests, last.requests

    first, last = asyncio.run(run())
    assert "Authorization: Basic" in first[0]
    assert "Authorization" not in last[0]


def test_without_the_opt_in_not_even_a_connection_is_made() -> None:
    async def run() -> tuple[str, int]:
        async with BadServer(whole("200 OK", RSS)) as server:
            with pytest.raises(FetchError) as caught:
                await fetch(server.url, FetchSettings(total_s=1.0))
            return caught.value.kind, len(server.requests)

    assert asyncio.run(run()) == ("forbidden_address", 0)


def test_a_name_that_is_rebound_is_checked_where_it_is_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name gives a public address when asked first, and a private one when the connection is made."""
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    async def rebound(_self: object, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [resolved(host, next(answers), port)]

    async def run() -> tuple[str, int]:
        async with BadServer(whole("200 OK", RSS)) as server:
            port = server.url.split(":")[2].split("/")[0]
            monkeypatch.setattr(aiohttp.AsyncResolver, "resolve", rebound)
            await aiohttp.AsyncResolver().resolve("rebound.example", int(port))  # somebody checked this one
            with pytest.raises(FetchError) as caught:
                await fetch(f"http://rebound.example:{port}/a", FetchSettings(total_s=1.0))
            return caught.value.kind, len(server.requests)

    assert asyncio.run(run()) == ("forbidden_address", 0)


def test_a_name_with_one_private_address_is_reached_by_its_public_one_only(monkeypatch: pytest.MonkeyPatch) -> None:
    async def both(_self: object, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        return [resolved(host, ip, port) for ip in ("10.0.0.1", "127.0.0.1")]

    async def run() -> int:
        async with BadServer(whole("200 OK", RSS)) as server:
            monkeypatch.setattr(aiohttp.AsyncResolver, "resolve", both)
            return (await fetch(server.url.replace("127.0.0.1", "mixed.example"))).status

    assert asyncio.run(run()) == 200


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("ftp://127.0.0.1/", "forbidden_scheme"),
        ("file:///etc/passwd", "forbidden_scheme"),
        ("http://127.0.0.1:9/", "connect"),
        ("https://127.0.0.1:1/", "connect"),
        ("http://name.invalid/", "dns"),
    ],
)
def test_addresses_that_lead_nowhere(url: str, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> str:
        monkeypatch.setattr(aiohttp.AsyncResolver, "resolve", unknown)
        with pytest.raises(FetchError) as caught:
            await fetch(url)
        return caught.value.kind

    assert asyncio.run(run()) == kind


def test_a_server_of_names_that_is_mute_holds_up_neither_the_others_nor_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: set[bytes] = set()

    class Mute(asyncio.DatagramProtocol):
        def datagram_received(self, data: bytes, _address: object) -> None:
            asked.add(data[12:].split(b"\x07example")[0])

    async def run() -> None:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Mute, ("127.0.0.1", 0))
        ask = functools.partial(
            aiohttp.AsyncResolver,
            nameservers=["127.0.0.1"],
            udp_port=transport.get_extra_info("sockname")[1],
            timeout=20.0,
            tries=1,
        )
        monkeypatch.setattr(aiohttp, "AsyncResolver", ask)
        async with Fetcher(FetchSettings()) as fetcher:
            fetching = [asyncio.create_task(fetcher.get(f"http://name{n:02}.example/")) for n in range(40)]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(5):
                    while len(asked) < 40:
                        await asyncio.sleep(0.05)
            for task in fetching:
                task.cancel()
            await asyncio.gather(*fetching, return_exceptions=True)
        transport.close()

    begun = time.monotonic()
    asyncio.run(run())
    assert (len(asked), time.monotonic() - begun < 8) == (40, True)
