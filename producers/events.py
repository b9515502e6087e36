"""What happens in a producer, as values: the log line, the metric and the live view are made from the same event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from producers.outcome import Outcome
from producers.pages import PageOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """One poll has ended. `new`, `edited`, `unchanged`, `duplicates` count its entries; `problem` is one line."""

    feed_id: str
    title: str
    outcome: Outcome
    seconds: float
    status: int | None = None
    entries: int = 0
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    duplicates: int = 0
    wire_bytes: int = 0
    bytes_saved: int = 0
    problem: str | None = None
    suspect: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLooked:
    """One look at an article's page has ended. `version` is what is sent for it, None for nothing."""

    article_id: str
    outcome: PageOutcome
    seconds: float
    version: int | None = None
    problem: str | None = None


PushOutcome = Literal[
    "taken",
    "unreadable",  # not a feed
    "parse_killed",
    "forged",  # not signed with the subscription's secret
    "unknown",  # no subscription, or one that is over
    "too_large",
    "slow",  # not whole in time
    "encoded",  # compressed
    "busy",  # too many at once; the hub comes again
    "unwritable",  # the state file cannot be written; the hub comes again
    "defect",  # an error of ours
]

SubscribedStep = Literal["asked", "refused", "active", "denied", "left", "unasked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pushed:
    """A hub has pushed a document. Counts are of its entries; `feed_id` is "" where it came for none."""

    feed_id: str
    outcome: PushOutcome
    seconds: float = 0.0
    entries: int = 0
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    duplicates: int = 0
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """A step of a subscription at a hub: we asked, it refused; it confirmed (active, left), denied, or asked whether
    we meant what we never asked for."""

    feed_id: str
    mode: Literal["subscribe", "unsubscribe"]
    step: SubscribedStep
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The log acknowledged an article version. `lag_s`: publication to acknowledgement, None for an edit or no date."""

    article_id: str
    version: int
    feed_id: str
    lag_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The log will never take this article; it is counted, dead-lettered and skipped."""

    article_id: str
    version: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The log or the state file cannot be written now; nothing is lost, and it is tried again in `retry_s`."""

    what: str
    problem: str
    retry_s: float


@dataclass(frozen=True, slots=True)
class Turned:
    """The poller's loop has gone round: a second at most between two of these while it is alive."""


Event = Polled | PageLooked | Pushed | Subscribed | Published | Refused | Waiting | Turned
Listener = Callable[[Event], None]
"""Called from the producer's thread; must not block."""
