"""A producer by itself among bad servers: a feed list (JSON, from standard input) polled once, and what it cost.

Prints one JSON object. Every connection that Python makes is seen by an audit hook, whoever makes it.
"""

from __future__ import annotations

import asyncio
import json
import resource
import socket
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.abc import ResolveResult
from memory_log import MemoryLog

from producers.events import Event, Polled
from producers.feedlist.spec import FeedSpec
from producers.poller import Poller
from producers.settings import FetchSettings, PollSettings
from producers.state import ProducerState
from tocsin import logging, metrics
from tocsin.addresses import forbidden
from tocsin.contract.article import Publisher
from tocsin.embedded.instrument_edges import instrument

SETTINGS = PollSettings(
    fetch=FetchSettings(allow_loopback=True, total_s=8.0, connect_s=5.0, read_s=3.0),
    spacing_s=0.0,
    start_spread_s=0.0,
    parse_workers=1,
    parse_timeout_s=15.0,
)
NAMES = {
    "rebound.example": ["10.0.0.1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "mixed.example": ["10.0.0.1", "127.0.0.1"],
    "local.example": ["127.0.0.1"],
}
"""What names resolve to where the connection is made; others do not resolve."""


def _peak_mb() -> float:
    """This program's own: `ru_maxrss` starts from the size of the process that started it."""
    (line,) = (line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


class Watch:
    """The addresses connected to, and how many of them never should be."""

    def __init__(self) -> None:
        self.connections, self.forbidden = 0, 0
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(args[1], tuple):
            self.connections += 1
            self.forbidden += forbidden(str(args[1][0]), allow_loopback=True) is not None


async def _resolve(_self: object, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
    if host not in NAMES:
        raise OSError(None, "unknown")
    return [
        ResolveResult(
            hostname=host,
            host=ip,
            port=port,
            family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
            proto=6,
            flags=socket.AI_NUMERICHOST,
        )
        for ip in NAMES[host]
    ]


async def main() -> None:
    watch, log, events = Watch(), MemoryLog(), list[Event]()
    cases: dict[str, str] = json.load(sys.stdin)
    aiohttp.AsyncResolver.resolve = _resolve  # type: ignore[method-assign, assignment]
    ids = {f"feed-{n}": name for n, name in enumerate(cases)}
    paper = Publisher(name="Paper")
    feeds = [
        FeedSpec(id=f"feed-{n}", url=url, publisher=paper, full_text="never") for n, url in enumerate(cases.values())
    ]

    def listen(event: Event) -> None:
        instrument(event)
        events.append(event)

    begun = time.time()
    with tempfile.TemporaryDirectory() as folder, ProducerState(Path(folder) / "p.sqlite") as state:
        poller = Poller(feeds, state, log, SETTINGS, listener=listen)
        poller.request_last_round()
        await poller.run()
        due = {feed.id: state.feed(feed.id).due_at for feed in feeds}
    articles = Counter(article.feed.id for article in log.articles)
    found = {
        ids[e.feed_id]: {"outcome": e.outcome, "articles": articles[e.feed_id], "problem": e.problem}
        | {"due_in_s": None if (at := due[e.feed_id]) is None else at - begun}
        for e in events
        if isinstance(e, Polled)
    }
    counted = {
        sample.labels["outcome"]: sample.value
        for metric in metrics.POLLS.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
    texts = " ".join(f"{a.url} {a.title} {a.text}" for a in log.articles)
    json.dump(
        {
            "found": found,
            "counted": counted,
            "connections": watch.connections,
            "forbidden": watch.forbidden,
            "engine_mb": _peak_mb(),
            "parser_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
            "leaks": [word for word in ("<script", "javascript:", "root:", "\x00") if word in texts],
        },
        sys.stdout,
    )


logging.configure("critical", "json")
asyncio.run(main())
