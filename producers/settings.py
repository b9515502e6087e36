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
    large_body: int = 1024 * 1024
    max_large: int = 4  # bodies above that at once, from their second megabyte until they are read
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
class PageSettings:
    """Of entries whose feed gives less than the story."""

    enough_text: int = 1_200  # characters; a lead with its first quote has some 600, a short story of its own 1,200
    least_text: int = 200  # characters; less on a page is a notice ("log in to read on"), not the story
    looks_s: tuple[float, ...] = (3600.0, 24 * 3600.0, 7 * 24 * 3600.0)  # after the first, for edits and removal
    misses: int = 2  # looks in a row at which a page is gone (404, 410) before the article counts as deleted
    miss_again_s: float = 3600.0
    robots_s: float = 24 * 3600.0  # RFC 9309, 2.4: no longer than a day
    robots_failed_s: float = 3600.0  # a robots.txt that could not be had forbids all, for so long


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSubSettings:
    """`callback` is the public address under which hubs reach `host`:`port`; without it nothing is subscribed to."""

    callback: str | None = None
    host: str = "127.0.0.1"
    port: int = 8470
    lease_s: float = 10 * 24 * 3600.0  # asked for; hubs commonly grant 5 to 15 days
    lease_most_s: float = 30 * 24 * 3600.0  # believed
    renew_at: float = 0.8  # of the lease
    verify_s: float = 3600.0  # hubs verify within seconds, busy ones within minutes; then asked again, doubled
    ask_least_s: float = 300.0  # between two requests for one feed, however short the lease
    ask_most_s: float = 24 * 3600.0
    denied_s: float = 24 * 3600.0
    leave_tries: int = 3  # then a subscription that is not wanted is forgotten; its lease ends it
    checked_s: float = 3600.0  # least time between polls of a feed whose pushes have proved right
    max_pushes: int = 8  # read at once; more are told to come again
    push_s: float = 20.0  # in which a push must have arrived whole


@dataclass(frozen=True, slots=True, kw_only=True)
class PollSettings:
    fetch: FetchSettings = FetchSettings()
    pages: PageSettings = PageSettings()
    pace: PaceSettings = PaceSettings()
    websub: WebSubSettings = WebSubSettings()
    concurrency: int = 64  # polls under way at once, over all hosts
    spacing_s: float = 1.0  # between the end of one request and the next to the same registrable domain
    domain_concurrency: int = 1  # requests under way at once to the same registrable domain
    max_outbox: int = 5_000  # articles not yet acknowledged: polling pauses above
    start_spread_s: float = 60.0  # first polls of a fresh list are spread over this time
    parse_workers: int = 1  # processes that parse; 0 parses in a thread (nothing can then be killed)
    parse_timeout_s: float = 30.0
    parse_memory: int = 1024 * 1024 * 1024
    shard: tuple[int, int] = (0, 1)  # index from 0, and count: which part of the feed list is this producer's
