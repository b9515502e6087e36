"""Servers that misbehave, one function each: what they answer to a GET, and how a fetch of it must end.

`SERVERS` maps a name to the answer and to the kind of `FetchError`, or to the status of a response that is only odd.
"""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable

Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]

RSS = b'<rss version="2.0"><channel><title>T</title><item><title>A</title><guid>1</guid></item></channel></rss>'


def whole(status: str, body: bytes = b"", **headers: str) -> Answer:
    """A complete answer; header names with `_` for `-`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return raw("\r\n".join(lines).encode() + b"\r\n\r\n" + body)


def raw(data: bytes) -> Answer:
    async def answer(_path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


def redirect(target: str, status: str = "302 Found") -> Answer:
    return whole(status, Location=target)


async def loop_of_two(path: str, writer: asyncio.StreamWriter) -> None:
    await redirect("/b" if path == "/a" else "/a")(path, writer)


async def endless_redirects(path: str, writer: asyncio.StreamWriter) -> None:
    await redirect(f"{path}x")(path, writer)


async def drip(_path: str, writer: asyncio.StreamWriter) -> None:
    """A byte now and then: each read is in time, the whole never is."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while not writer.is_closing():
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def silence(_path: str, writer: asyncio.StreamWriter) -> None:
    while not writer.is_closing():
        await asyncio.sleep(0.05)


async def endless_chunks(_path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"4000\r\n" + b"x" * 0x4000 + b"\r\n")
        await writer.drain()


async def endless_headers(_path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while not writer.is_closing():
        writer.write(b"X-Filler: " + b"y" * 4_000 + b"\r\n")
        await writer.drain()


async def hang_up(_path: str, writer: asyncio.StreamWriter) -> None:
    writer.close()


def gzipped(data: bytes) -> Answer:
    return whole("200 OK", gzip.compress(data), Content_Encoding="gzip")


async def endless_continue(_path: str, writer: asyncio.StreamWriter) -> None:
    """ "Go on" for ever, and never an answer."""
    while not writer.is_closing():
        writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


async def headers_by_the_byte(_path: str, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not writer.is_closing():
        writer.write(b"y")
        await writer.drain()
        await asyncio.sleep(0.05)


BOMB = gzip.compress(b"<rss>" + b"\x00" * 50_000_000)

SERVERS: dict[str, tuple[Answer, str | int]] = {
    "ordinary": (whole("200 OK", RSS), 200),
    "gzip": (gzipped(RSS), 200),
    "gzip bomb": (whole("200 OK", BOMB, Content_Encoding="gzip"), "bomb"),
    "gzip bomb, chunked": (
        raw(
            b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
            + f"{len(BOMB):x}\r\n".encode()
            + BOMB
            + b"\r\n0\r\n\r\n"
        ),
        "bomb",
    ),
    "gzip cut short": (whole("200 OK", gzip.compress(RSS)[:-9], Content_Encoding="gzip"), "corrupt"),
    "gzip that is none": (whole("200 OK", RSS, Content_Encoding="gzip"), "corrupt"),
    "brotli unasked": (whole("200 OK", RSS, Content_Encoding="br"), "corrupt"),
    "gzip twice": (whole("200 OK", gzip.compress(RSS), Content_Encoding="gzip, gzip"), "corrupt"),
    "announces a terabyte": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\n"), "too_large"),
    "too large": (whole("200 OK", b"x" * 9_000_000), "too_large"),
    "endless chunks": (endless_chunks, "too_large"),
    "shorter than announced": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + RSS), "protocol"),
    "longer than announced": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n" + RSS),
        "protocol",
    ),
    "two lengths": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n" + RSS), "protocol"),
    "a length that is no number": (raw(b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n" + RSS), "protocol"),
    "a chunk size that is no number": (
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + RSS),
        "protocol",
    ),
    "drip": (drip, "timeout"),
    "silence": (silence, "timeout"),
    "hangs up": (hang_up, "connect"),
    "hangs up within the headers": (raw(b"HTTP/1.1 200 OK\r\nContent-"), "connect"),
    "deflate bomb": (whole("200 OK", zlib.compress(b" " * 50_000_000), Content_Encoding="deflate"), "bomb"),
    "gzip bomb in many members": (whole("200 OK", gzip.compress(b" " * 500_000) * 40, Content_Encoding="gzip"), "bomb"),
    "chunks that never end": (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), "protocol"),
    "a chunk of negative size": (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello"), "protocol"),
    "a header without a colon": (raw(b"HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 0\r\n\r\n"), "protocol"),
    "NUL in a header": (raw(b"HTTP/1.1 200 OK\r\nX: a\x00b\r\nContent-Length: 0\r\n\r\n"), "protocol"),
    "endless 100 Continue": (endless_continue, "timeout"),
    "headers by the byte": (headers_by_the_byte, "timeout"),
    "300 without a target": (whole("300 Multiple Choices"), 300),
    "401": (whole("401 Unauthorized", WWW_Authenticate='Basic realm="x"'), 401),
    "451": (whole("451 Unavailable For Legal Reasons"), 451),
    "endless headers": (endless_headers, "protocol"),
    "a header of 100 kB": (raw(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n"), "protocol"),
    "not HTTP": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "protocol"),
    "HTTP/0.9": (raw(RSS), "protocol"),
    "binary noise": (raw(bytes(range(256)) * 8), "protocol"),
    "a status of words": (raw(b"HTTP/1.1 OK fine\r\n\r\n"), "protocol"),
    "a status of 999": (whole("999 Odd"), 999),
    "204": (raw(b"HTTP/1.1 204 No Content\r\n\r\n"), 204),
    "304 with a body": (raw(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\nhello"), "protocol"),
    "404": (whole("404 Not Found", b"<html>no</html>"), 404),
    "410": (whole("410 Gone"), 410),
    "429": (whole("429 Too Many Requests", Retry_After="120"), 429),
    "500": (whole("500 Internal Server Error", b"x" * 100_000), 500),
    "502": (whole("502 Bad Gateway"), 502),
    "503 with nonsense to retry after": (whole("503 Service Unavailable", Retry_After="later"), 503),
    "redirect to itself": (redirect("/a"), "redirects"),
    "redirects in a circle": (loop_of_two, "redirects"),
    "endless redirects": (endless_redirects, "redirects"),
    "redirect without a target": (whole("302 Found"), 302),
    "redirect to a file": (redirect("file:///etc/passwd"), "forbidden_scheme"),
    "redirect to a script": (redirect("javascript:alert(1)"), "forbidden_scheme"),
    "redirect to ftp": (redirect("ftp://example.org/"), "forbidden_scheme"),
    "redirect to nonsense": (redirect("http://[::1"), "redirects"),
    "redirect to a private network": (redirect("http://10.0.0.1/"), "forbidden_address"),
    "redirect to cloud metadata": (redirect("http://169.254.169.254/latest/meta-data/"), "forbidden_address"),
    "redirect to carrier-grade NAT": (redirect("http://100.64.0.1/"), "forbidden_address"),
    "redirect to this network": (redirect("http://0.0.0.0/"), "forbidden_address"),
    "redirect to multicast": (redirect("http://224.0.0.1/"), "forbidden_address"),
    "redirect to a mapped address": (redirect("http://[::ffff:127.0.0.1]/"), "forbidden_address"),
    "redirect to NAT64": (redirect("http://[64:ff9b::7f00:1]/"), "forbidden_address"),
    "redirect to 6to4": (redirect("http://[2002:7f00:1::]/"), "forbidden_address"),
    "redirect to a unique local address": (redirect("http://[fc00::1]/"), "forbidden_address"),
    "redirect to a link-local address": (redirect("http://[fe80::1]/"), "forbidden_address"),
    "redirect to an IPv4-compatible address": (redirect("http://[::127.0.0.1]/"), "forbidden_address"),
    "redirect to broadcast": (redirect("http://255.255.255.255/"), "forbidden_address"),
    "permanent redirect to a private network": (redirect("http://192.168.1.1/", "308 Moved"), "forbidden_address"),
    "redirect to data": (redirect("data:text/xml,<rss/>"), "forbidden_scheme"),
    "redirect to an address in one number": (redirect("http://2851995649/"), "protocol"),
    "redirect to an address in octal": (redirect("http://0251.0376.0251.0376/"), "protocol"),
    "redirect to an address in hex": (redirect("http://0xa9fea9fe/"), "dns"),
}
"""Name to answer, and how the fetch must end."""


class BadServer:
    """`async with BadServer(answer) as server: server.url`. Counts its requests."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.requests: list[str] = []
        self.url = ""

    async def __aenter__(self) -> BadServer:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/a"
        return self

    async def __aexit__(self, *_error: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.requests.append(request)
            await self.answer(request.split(" ")[1], writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
