"""How producers behave: every number in one place, with why. Times in seconds, sizes in bytes."""

from __future__ import annotations

from dataclasses import dataclass

USER_AGENT = "Tocsin/0.1 (news incident monitor; +https://tocsin.invalid/bot)"
"""Who asks and why. Operators put their own contact into `PollSettings.user_agent`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    user_agent: str = USER_AGENT
    allow_loopback: bool = False  # tests and the newsroom only; other private addresses stay closed
    max_body: int = 16 * 1024 * 1024  # after decompression; the largest honest feeds are some 5 MB
    max_ratio: float = 100.0  # decompressed to sent, beyond 1 MiB; XML feeds compress 5 to 20 times
    max_redirects: int = 5
    total_s: float = 60.0  # a server that drips a byte a second ends here
    connect_s: float = 10.0
    read_s: float = 20.0
    max_connections: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceSettings:
    """Bounds of the time between polls of one feed; a feed list's own interval overrides `min_s`."""

    min_s: float = 300.0
    max_s: float = 6 * 3600.0
    default_s: float = 1800.0  # until a feed's own pace is known
    jitter: float = 0.1  # share of the interval, so that feeds of one minute drift apart
    backoff_max_s: float = 24 * 3600.0
    retry_after_max_s: float = 24 * 3600.0
    unconditional_every: int = 24  # polls; some servers repeat their validators after a change
    adopt_redirect_after: int = 3  # equal permanent redirects in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class PollSettings:
    fetch: FetchSettings = FetchSettings()
    pace: PaceSettings = PaceSettings()
    concurrency: int = 64  # polls under way at once, over all hosts
    spacing_s: float = 1.0  # between the end of one request and the next to the same registrable domain
    max_outbox: int = 5_000  # articles not yet acknowledged: polling pauses above
    start_spread_s: float = 60.0  # first polls of a fresh list are spread over this time
    parse_workers: int = 1  # processes that parse; 0 parses in a thread (nothing can then be killed)
    parse_timeout_s: float = 30.0
    parse_memory: int = 1024 * 1024 * 1024
    shard: tuple[int, int] = (0, 1)  # index from 0, and count: which part of the feed list is this producer's
