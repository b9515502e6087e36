"""kill -9 of a producer before and after each step of a poll, of a look at a page, and of sending, alone and as one of
two shards: nothing lost, no article under two ids, no version with two contents.

Each producer is a fork of this process that kills itself at its step.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from producers.feedlist.spec import FeedSpec
from producers.fetch import Fetcher
from producers.parser import ThreadParser
from producers.poller import Poller
from producers.settings import FetchSettings, PaceSettings, PageSettings, PollSettings
from producers.shard import Shard
from producers.state import ProducerState
from tocsin.contract.article import Article, Publisher
from tocsin.contract.envelope import open_message
from tocsin.log.port import Message

pytestmark = pytest.mark.faults
SETTINGS = PollSettings(
    fetch=FetchSettings(allow_loopback=True),
    pace=PaceSettings(unconditional_every=1_000),
    pages=PageSettings(least_text=20),
    spacing_s=0.0,
    start_spread_s=0.0,
    parse_workers=0,
)


class FileLog:
    """A `Producer` that keeps all it is sent, repetitions too (the embedded log leaves them out)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def send(self, message: Message) -> Future[int]:
        with self._path.open("ab") as file:
            file.write(msgspec.json.encode(message) + b"\n")
        future: Future[int] = Future()
        future.set_result(0)
        return future

    def flush(self, timeout_s: float) -> None:
        pass

    def close(self) -> None:
        pass

    def articles(self) -> list[Article]:
        lines = self._path.read_bytes().splitlines()
        return [open_message(Article, msgspec.json.decode(line, type=Message)) for line in lines]


STEPS: dict[str, tuple[type, str]] = {
    "fetch": (Fetcher, "get"),
    "parse": (ThreadParser, "parse"),
    "record a poll": (ProducerState, "record_poll"),
    "read a page": (ThreadParser, "read_page"),
    "record a page": (ProducerState, "page_done"),
    "send": (FileLog, "send"),
    "take in the acknowledgement": (ProducerState, "acknowledged"),
}
SHARED = "https://paper.example/shared"
HOSTS = ("paper.example", "digest.example")


def documents(host: str, stage: int) -> bytes:
    """The feed at a stage: at the second, one entry more, one edited; both feeds tell `SHARED`."""
    told = [(SHARED, f"Market fire, says {host}", stage), (f"https://{host}/1", "Rain", 1)]
    told += [(f"https://{host}/2", "Wind", 1)] if stage == 2 else []
    items = "".join(
        f"<item><title>{title}</title><link>{link}</link><description>Told {edit} times.</description></item>"
        for link, title, edit in told
    )
    page = f"<item><title>Fire</title><link>/page</link><description>{stage}</description></item>"
    return f'<rss version="2.0"><channel><title>T</title>{items}{page}</channel></rss>'.encode()


@contextmanager
def publishers(folder: Path, ports: tuple[int, ...]) -> Iterator[None]:
    """Both, in a process of their own; the file `stage` says what they tell."""

    async def answer(host: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            path = (await reader.readuntil(b"\r\n\r\n")).decode().split(" ")[1]
        except asyncio.IncompleteReadError:  # somebody asked whether we listen
            return writer.close()
        stage = int((folder / "stage").read_text())
        body, kind = documents(host, stage), "application/rss+xml"
        if path == "/page":
            told = f"The fire in the hall of {host} burned for {stage} hours, said the mayor on the next morning. "
            body, kind = f"<html><body><article><p>{told * 4}</p></article></body></html>".encode(), "text/html"
        status = "404 Not Found" if path == "/robots.txt" else "200 OK"
        writer.write(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n".encode())
        writer.write(b"Connection: close\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    async def serve() -> None:
        for host, port in zip(HOSTS, ports, strict=True):
            await asyncio.start_server(lambda r, w, host=host: answer(host, r, w), "127.0.0.1", port)  # type: ignore[misc]
        await asyncio.Event().wait()

    pid = fork(lambda: asyncio.run(serve()))
    try:
        for port in ports:
            while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
                os.sched_yield()
        yield
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def fork(work: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    return pid


def feeds(ports: tuple[int, ...]) -> list[FeedSpec]:
    return [
        FeedSpec(id=host, url=f"http://127.0.0.1:{port}/feed", publisher=Publisher(domain=host), interval_s=3600)
        for host, port in zip(HOSTS, ports, strict=True)
    ]


def ports_of_two_shards() -> tuple[int, int]:
    """Free ports whose feeds fall to the first and the second of two shards."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            two.bind(("127.0.0.1", 0))
            ports = one.getsockname()[1], two.getsockname()[1]
        first = Shard.of(0, 2, feeds(ports))
        if [first.polls(spec) for spec in feeds(ports)] == [True, False]:
            return ports


def _is_fire(title: str, _text: str) -> bool:
    """Which entries are worth their page: the other addresses are nobody's."""
    return title == "Fire"


def poll(folder: Path, ports: tuple[int, ...], shard: tuple[int, int], step: str = "", *, after: bool = False) -> int:
    """A producer that polls everything once; its exit status, or minus the signal that it killed itself with."""

    def work() -> None:
        if step:
            kill_at(*STEPS[step], after=after)
        log = FileLog(folder / "log")
        with ProducerState(folder / f"producer-{shard[0]}.sqlite") as state:
            poller = Poller(
                feeds(ports),
                state,
                log,
                replace(SETTINGS, shard=shard),
                gate=lambda title, _: title == "Fire",
            )
            poller.request_last_round()
            asyncio.run(asyncio.wait_for(poller.run(), 50))

    return os.waitstatus_to_exitcode(os.waitpid(fork(work), 0)[1])


def kill_at(kind: type, name: str, *, after: bool) -> None:
    """The process ends before, or just after, `kind.name` does its work for the first time."""
    original = getattr(kind, name)

    def plain(*args: Any, **named: Any) -> Any:
        if after:
            original(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    async def awaited(*args: Any, **named: Any) -> Any:
        if after:
            await original(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(kind, name, awaited if asyncio.iscoroutinefunction(original) else plain)


@pytest.mark.parametrize("shards", [1, 2])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(tmp_path: Path, step: str, shards: int) -> None:
    ports = ports_of_two_shards()
    parts = [(index, shards) for index in range(shards)]
    stage = tmp_path / "stage"
    stage.write_text("1")
    with publishers(tmp_path, ports):
        for number in (1, 2):
            stage.write_text(str(number))
            for after in (False, True):
                assert poll(tmp_path, ports, parts[0], step, after=after) == -signal.SIGKILL
            assert [poll(tmp_path, ports, part) for part in parts] == [0] * shards
    judge(FileLog(tmp_path / "log").articles(), ports, shards)


def judge(heard: list[Article], ports: tuple[int, ...], shards: int) -> None:
    ids, contents = defaultdict(set), defaultdict(set)
    for article in heard:
        ids[article.url].add(article.id)
        contents[article.id, article.version].add((article.content_hash, article.feed.id if shards == 2 else ""))
    pages = {f"http://127.0.0.1:{port}/page" for port in ports}
    assert set(ids) == {SHARED} | {f"https://{host}/{n}" for host in HOSTS for n in (1, 2)} | pages
    assert all(len(found) == 1 for found in ids.values())
    for (_, version), found in contents.items():
        # Two shards may each tell the shared article once, as version 1; no later version has two issuers.
        assert len(found) == 1 or (version, shards, len(found)) == (1, 2, 2)
        assert len({feed for _, feed in found}) == len(found)
    versions = defaultdict(set)
    for identity, version in contents:
        versions[identity].add(version)
    assert all(found == set(range(1, len(found) + 1)) for found in versions.values())
    last = {a.url: a.text for a in sorted(heard, key=lambda a: a.version)}
    assert last[SHARED] == "Told 2 times."
    assert all(" for 2 hours" in last[url] or last[url] == "2" for url in pages)
