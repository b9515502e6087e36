"""All bad servers and documents at once against one producer in a process of its own: each counted under its type,
within a stated memory, and not one connection to an address that is forbidden."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import json
import ssl
import sys
from collections import Counter
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
from bad_documents import DOCUMENTS
from bad_servers import RSS, SERVERS, Answer, BadServer, redirect, silence, whole

from producers.outcome import of_status

pytestmark = pytest.mark.integration
ENGINE_MB, PARSER_MB = 300, 600
"""Resident memory of the engine and of its parser, at their largest."""

LARGE = 6  # feeds of 15 MB at once, beside the others


def _date(days: float) -> str:
    return format_datetime(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days), usegmt=True)


STATUSES: dict[str, tuple[Answer, str]] = {
    "201": (whole("201 Created", RSS), "client_error"),
    "205": (whole("205 Reset Content"), "client_error"),
    "206": (whole("206 Partial Content", RSS[:50]), "client_error"),
    "304 unasked": (whole("304 Not Modified"), "not_modified"),
    "400": (whole("400 Bad Request"), "client_error"),
    "402": (whole("402 Payment Required"), "refused"),
    "403": (whole("403 Forbidden"), "refused"),
    "405": (whole("405 Method Not Allowed"), "client_error"),
    "418": (whole("418 I'm a teapot"), "client_error"),
    "429 without a time": (whole("429 Too Many Requests"), "throttled"),
    "429 with a date": (whole("429 Too Many Requests", Retry_After=_date(0.5)), "throttled"),
    "429 with a date long past": (whole("429 Too Many Requests", Retry_After=_date(-400)), "throttled"),
    "429 for a century": (whole("429 Too Many Requests", Retry_After=_date(36_500)), "throttled"),
    "429 for ever": (whole("429 Too Many Requests", Retry_After="9" * 900), "throttled"),
    "429 for a negative time": (whole("429 Too Many Requests", Retry_After="-60"), "throttled"),
    "503": (whole("503 Service Unavailable"), "server_error"),
    "503 with a time": (whole("503 Service Unavailable", Retry_After="7200"), "throttled"),
    "504": (whole("504 Gateway Timeout"), "server_error"),
    "520": (whole("520 Odd"), "server_error"),
}
DUE_S = {  # bounds of the time until the next poll
    "429 with a date": (10 * 3600, 12.1 * 3600),  # a date half a day after this file was read, by the run of all tests
    "429 with a date long past": (3000, 4200),
    "429 for a century": (24 * 3600 - 60, 24 * 3600 + 60),
    "429 for ever": (24 * 3600 - 60, 24 * 3600 + 60),
    "429 for a negative time": (3000, 4200),
    "503 with a time": (7200, 7400),
    "503": (1500, 2100),
    "404": (6000, 8400),
}
NAMED = {
    "a name rebound to a private network": ("rebound.example", "forbidden_address"),
    "a name of a mapped loopback": ("mapped.example", "forbidden_address"),
    "a name of cloud metadata": ("metadata.example", "forbidden_address"),
    "a name with a private address beside": ("mixed.example", "fetched"),
    "a name that is not known": ("unknown.example", "dns"),
}


@contextlib.asynccontextmanager
async def tls_server(context: ssl.SSLContext) -> Any:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await reader.readuntil(b"\r\n\r\n")
            await whole("200 OK", RSS)("/", writer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


def _context(name: str, expires: datetime.datetime | None = None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert(name, not_after=expires).configure_cert(context)
    return context


async def _plainly(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    writer.close()


async def _tls(stack: contextlib.AsyncExitStack) -> dict[str, tuple[str, str]]:
    """Servers whose TLS is wrong: name to address and outcome."""
    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    contexts = {
        "a certificate of nobody's": _context("local.example"),
        "a certificate of another": _context("other.example"),
        "a certificate out of date": _context("local.example", yesterday),
    }
    found = {}
    for name, context in contexts.items():
        port = await stack.enter_async_context(tls_server(context))
        found[name] = (f"https://local.example:{port}/a", "tls")
    mute = await stack.enter_async_context(BadServer(silence))
    plain = await stack.enter_async_context(await asyncio.start_server(_plainly, "127.0.0.1", 0))
    found["no TLS where it was said"] = (f"https://127.0.0.1:{plain.sockets[0].getsockname()[1]}/", "tls")
    found["TLS that never shakes hands"] = (mute.url.replace("http:", "https:"), "timeout")
    return found


async def play() -> tuple[dict[str, tuple[str, int | None]], dict[str, Any]]:
    """What each case must come to (outcome, articles), and what the process found."""
    expected: dict[str, tuple[str, int | None]] = {}
    urls: dict[str, str] = {}
    async with contextlib.AsyncExitStack() as stack:
        for name, (answer, end) in SERVERS.items():
            # Small here is what is large in the tests of the fetcher alone, whose bound is lower.
            kind = "unreadable" if name == "too large" else end
            expected[name] = (kind if isinstance(kind, str) else of_status(kind, "retry" in name), None)
            urls[name] = (await stack.enter_async_context(BadServer(answer))).url
        for name, (answer, outcome) in STATUSES.items():
            expected[f"status {name}"] = (outcome, None)
            urls[f"status {name}"] = (await stack.enter_async_context(BadServer(answer))).url
        for name, (body, kind, outcome, articles) in DOCUMENTS.items():
            expected[name] = (outcome, articles)
            headers = {"Content_Type": kind} if kind else {}
            urls[name] = (await stack.enter_async_context(BadServer(whole("200 OK", body, **headers)))).url
        for name, (url, outcome) in (await _tls(stack)).items():
            expected[name], urls[name] = (outcome, None), url
        good = await stack.enter_async_context(BadServer(whole("200 OK", RSS)))
        for name, (host, outcome) in NAMED.items():
            expected[name], urls[name] = (outcome, None), good.url.replace("127.0.0.1", host)
        large = whole("200 OK", RSS.replace(b"</channel>", b" " * 15_000_000 + b"</channel>"))
        for n in range(LARGE):
            expected[f"large {n}"] = ("fetched", 1)
            urls[f"large {n}"] = (await stack.enter_async_context(BadServer(large))).url
        loop = await stack.enter_async_context(BadServer(redirect("http://rebound.example/")))
        name = "redirect to a name rebound"
        expected[name], urls[name] = ("forbidden_address", None), loop.url
        expected["good"], urls["good"] = ("fetched", 1), good.url
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(Path(__file__).with_name("bad_servers_process.py")),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await asyncio.wait_for(process.communicate(json.dumps(urls).encode()), 240)
        assert process.returncode == 0, err.decode()[-2000:]
    return expected, json.loads(out)


def test_all_bad_servers_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    expected, result = asyncio.run(play())
    found = result["found"]
    wrong = {
        name: (found[name], wanted)
        for name, wanted in expected.items()
        if found[name]["outcome"] != wanted[0] or (wanted[1] is not None and found[name]["articles"] != wanted[1])
    }
    with capsys.disabled():
        print(  # noqa: T201 - the figures are what the test is for
            f"\nbad servers: {len(expected)} cases, {result['connections']} connections, "
            f"{result['forbidden']} to forbidden addresses; engine {result['engine_mb']:.0f} MB, "
            f"parser {result['parser_mb']:.0f} MB"
        )
    assert wrong == {}
    assert Counter(case["outcome"] for case in found.values()) == result["counted"]
    assert result["leaks"] == []
    assert (result["forbidden"], result["connections"] > 150) == (0, True)
    for name, (least, most) in DUE_S.items():
        case = found.get(f"status {name}") or found[name]
        assert least <= case["due_in_s"] <= most, name
    assert found["410"]["due_in_s"] is None
    assert result["engine_mb"] < ENGINE_MB
    assert result["parser_mb"] < PARSER_MB
