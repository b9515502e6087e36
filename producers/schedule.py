"""When to poll a feed next. Pure: what is known and what just happened in, a time out. Times are Unix seconds.

The pace is the feed's own: about one new entry a poll, and twice before its document has turned over. The server's
wishes lengthen it, errors back it off by their kind, 410 ends it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from producers.outcome import GOOD, Outcome
from producers.settings import PaceSettings
from tocsin.contract.identity import digest

_RATE_MEMORY_S = 24 * 3600.0  # the pace is that of the last day or so
# How fast waiting grows with each failure in a row: what mends itself in minutes is tried sooner than what a person
# must mend. First wait = interval x weight, then doubled.
_WEIGHTS: dict[str, float] = {
    "timeout": 1, "connect": 1, "server_error": 1, "throttled": 2, "protocol": 2, "corrupt": 2, "unreadable": 2,
    "dns": 2, "client_error": 4, "not_found": 4, "tls": 4, "refused": 8, "too_large": 8, "parse_killed": 16,
    "redirects": 8, "bomb": 16, "forbidden_address": 16, "forbidden_scheme": 16,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the server asked for. Seconds; `skip_hours` in UTC. `checked_s`: its news are pushed, a poll only checks."""

    fresh_s: float | None = None
    min_interval_s: float | None = None
    skip_hours: tuple[int, ...] = ()
    retry_after_s: float | None = None
    checked_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the schedule remembers of a feed. `rate` is new entries a second; `polls` counts all polls."""

    rate: float | None = None
    failures: int = 0
    polls: int = 0
    last_good_at: float | None = None
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Next:
    """`due_at` is None for a feed that has stopped. `interval_s` is the pace without jitter and backoff."""

    due_at: float | None
    interval_s: float
    known: Known


def next_poll(
    now: float, feed_id: str, wished_s: float | None, known: Known, outcome: Outcome, wishes: Wishes,
    pace: PaceSettings,
) -> Next:  # fmt: skip
    """`known.rate` and `known.entries` are those after this poll; `wished_s` is the feed list's own interval."""
    good = outcome in GOOD
    known = Known(
        rate=known.rate,
        failures=0 if good else known.failures + 1,
        polls=known.polls + 1,
        last_good_at=now if good else known.last_good_at,
        entries=known.entries,
    )
    if outcome == "gone":
        return Next(None, pace.max_s, known)
    interval = base_interval(wished_s, known, wishes, pace)
    wait = interval if good else _backoff(interval, known.failures, outcome, pace)
    wait *= 1 + pace.jitter * _jitter(feed_id, known.polls)
    if wishes.retry_after_s is not None and not good:
        wait = max(wait, min(wishes.retry_after_s, pace.retry_after_max_s))
    return Next(_after_skipped(now + wait, wishes.skip_hours), interval, known)


def base_interval(wished_s: float | None, known: Known, wishes: Wishes, pace: PaceSettings) -> float:
    """The list's interval; else the feed's pace within the bounds, no sooner than the server wishes."""
    if wished_s is not None:
        return wished_s
    own = pace.default_s
    if known.rate is not None:
        gap = 1 / known.rate if known.rate > 0 else pace.max_s
        own = gap if known.entries != 1 else gap / 2
    asked = max(wishes.fresh_s or 0, wishes.min_interval_s or 0, wishes.checked_s or 0)
    return min(max(own, asked, pace.min_s), pace.max_s)


def observed_rate(rate: float | None, new: int, elapsed_s: float | None, published: Sequence[datetime]) -> float | None:
    """New entries a second after a poll that found `new`, `elapsed_s` after the last good one.

    At the first poll it is read off the publication times in the document.
    """
    if elapsed_s is None or rate is None:
        if len(published) < 2:
            return rate
        span = (max(published) - min(published)).total_seconds()
        return (len(published) - 1) / span if span > 0 else rate
    if elapsed_s <= 0:
        return rate
    kept = math.exp(-elapsed_s / _RATE_MEMORY_S)
    return rate * kept + (new / elapsed_s) * (1 - kept)


def first_due(now: float, feed_id: str, spread_s: float) -> float:
    """When a feed never polled is polled first: spread, but the same at every start."""
    return now + spread_s * (_jitter(feed_id, 0) + 1) / 2


def unconditional(polls: int, pace: PaceSettings) -> bool:
    """Whether this poll goes without validators, since some servers repeat theirs after a change."""
    return polls % pace.unconditional_every == pace.unconditional_every - 1


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds of a Retry-After header (delta or date); None for nonsense."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip()[:9])
    moment = _http_date(value)
    return max(0.0, moment - now) if moment is not None else None


def freshness(cache_control: str | None, expires: str | None, date: str | None, age: str | None) -> float | None:
    """Seconds for which the answer says it stays fresh (RFC 9111, 4.2): max-age before Expires, less Age."""
    directives = [d.strip().lower() for d in (cache_control or "").split(",")]
    if "no-cache" in directives or "no-store" in directives:
        return None
    for directive in directives:
        name, _, value = directive.partition("=")
        if name == "max-age" and value.strip('"').isdigit():
            spent = float(age) if age and age.isascii() and age.isdigit() else 0.0
            return max(0.0, float(value.strip('"')[:9]) - spent)
    until, since = _http_date(expires), _http_date(date)
    return max(0.0, until - since) if until is not None and since is not None else None


def _http_date(value: str | None) -> float | None:
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _backoff(interval: float, failures: int, outcome: Outcome, pace: PaceSettings) -> float:
    doubled = interval * _WEIGHTS.get(outcome, 4) * 2.0 ** min(failures - 1, 20)
    return min(doubled, pace.backoff_max_s)


def _jitter(feed_id: str, polls: int) -> float:
    """In [-1, 1), the same for the same feed and poll."""
    return int(digest("jitter", feed_id, polls)[:8], 16) / 2**31 - 1


def _after_skipped(due: float, hours: tuple[int, ...]) -> float:
    """`due`, or the end of the hours the feed asks to be left alone."""
    for _ in range(24):
        if datetime.fromtimestamp(due, UTC).hour not in hours:
            break
        due = (due // 3600 + 1) * 3600
    return due
