"""What a poll, a look at a page and a push need of the world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from producers.fetch import Fetcher, Visit
from producers.pages import Gate
from producers.parser import Parser
from producers.robots_cache import RobotsCache
from producers.settings import PollSettings
from producers.shard import WHOLE, Shard
from producers.state import ProducerState


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """`now` is Unix seconds; `stamp` is what articles carry as `fetched_at`. `checked_s` gives the least time between
    two polls of a feed whose news are pushed, None for others."""

    fetcher: Fetcher
    parser: Parser
    state: ProducerState
    settings: PollSettings
    now: Callable[[], float]
    stamp: Callable[[], datetime]
    robots: RobotsCache
    shard: Shard = WHOLE
    gate: Gate | None = None
    visit: Visit | None = None
    checked_s: Callable[[str], float | None] = lambda _feed: None


def utc_now() -> datetime:
    return datetime.now(UTC)
