"""The publishers: one small server on many loopback addresses, which logs every request it gets.

Every `changed_every`th request of a feed finds a new entry, published at a random moment since the one before.
Run as a process: it prints its port; when its input ends it writes its log as JSON to the file it was given and ends.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from evaluation.bench.producers.documents import ENTRIES, document, entry, etag
from evaluation.bench.producers.plan import Plan, address


class Request(msgspec.Struct, frozen=True, array_like=True):
    """Times in Unix seconds: when it had arrived, and when the answer was handed to the network."""

    host: str
    feed: int
    status: int
    begun: float
    ended: float


class Release(msgspec.Struct, frozen=True, array_like=True):
    """An entry that appeared: when it was published, and when first handed out."""

    link: str
    published: float
    served: float


class HostLog(msgspec.Struct, frozen=True):
    requests: list[Request]
    releases: list[Release]


@dataclass(slots=True)
class _Feed:
    asked: int = 0
    asked_at: float = field(default_factory=time.time)
    added: list[float] = field(default_factory=list)
    body: bytes | None = None


class Hosts:
    """`async with Hosts(plan) as hosts: hosts.port`."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._chance = plan, random.Random(7)
        self._feeds = [_Feed() for _ in range(plan.feeds)]
        self._server: asyncio.Server | None = None
        self.log = HostLog([], [])
        self.port = 0

    async def __aenter__(self) -> Hosts:
        loop, addresses = asyncio.get_running_loop(), [address(n) for n in range(self._plan.hosts)]
        first = await loop.create_server(lambda: _Connection(self), addresses[0], 0)
        self.port = first.sockets[0].getsockname()[1]
        first.close()
        self._server = await loop.create_server(lambda: _Connection(self), addresses, self.port, backlog=1024)
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._server is not None:
            self._server.close()

    @property
    def latency_s(self) -> float:
        return self._plan.latency_s

    def answer(self, number: int, known: str | None) -> tuple[int, bytes]:
        """Status and the whole response."""
        feed, now = self._feeds[number], time.time()
        if (feed.asked + number) % self._plan.changed_every == self._plan.changed_every - 1:
            self._release(number, feed, now)
        feed.asked, feed.asked_at = feed.asked + 1, now
        tag = etag(number, len(feed.added))
        line = f"ETag: {tag}\r\n" if tag else ""
        if tag is not None and known == tag:
            return 304, f"HTTP/1.1 304 Not Modified\r\n{line}\r\n".encode()
        if feed.body is None:
            feed.body = gzip.compress(document(number, feed.added), 6, mtime=0)
        head = f"HTTP/1.1 200 OK\r\n{line}Content-Encoding: gzip\r\nContent-Length: {len(feed.body)}\r\n\r\n"
        return 200, head.encode() + feed.body

    def _release(self, number: int, feed: _Feed, now: float) -> None:
        published = self._chance.uniform(feed.asked_at, now)
        released = entry(number, ENTRIES + len(feed.added), published)
        feed.added.append(published)
        feed.body = None
        self.log.releases.append(Release(released.link, published, now))


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive, as much of it as a GET needs."""

    def __init__(self, hosts: Hosts) -> None:
        self._hosts, self._buffer = hosts, b""
        self._transport: asyncio.Transport | None = None
        self._host = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while b"\r\n\r\n" in self._buffer:
            request, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
            loop = asyncio.get_running_loop()
            loop.call_later(self._hosts.latency_s, self._respond, request.decode("latin-1"), time.time())

    def _respond(self, request: str, begun: float) -> None:
        first, *lines = request.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        feed = int(first.split(" ")[1].rpartition("/")[2])
        status, response = self._hosts.answer(feed, headers.get("if-none-match"))
        self._hosts.log.requests.append(Request(self._host, feed, status, begun, time.time()))
        if self._transport is not None:
            self._transport.write(response)


async def serve(plan: Plan, out: Path) -> None:
    async with Hosts(plan) as hosts:
        sys.stdout.write(f"{hosts.port}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        out.write_bytes(msgspec.json.encode(hosts.log))


if __name__ == "__main__":
    asyncio.run(serve(msgspec.json.decode(sys.argv[1], type=Plan), Path(sys.argv[2])))
