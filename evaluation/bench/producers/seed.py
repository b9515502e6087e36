"""A producer's state that has polled every feed of the plan before: what a service knows in its ordinary hours."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from evaluation.bench.producers.documents import ENTRIES, document, entries, etag
from evaluation.bench.producers.plan import Plan
from producers.feed_state import FeedState, known_under
from producers.links import normalise
from producers.schedule import Known
from producers.state import ProducerState
from producers.state_schema import Pending
from tocsin.contract.identity import article_id, content_hash, digest

_AT_ONCE = 200


def seed(plan: Plan, port: int, path: Path, now: float) -> None:
    """Feeds are due one after the other from `now` over one interval."""
    with ProducerState(path) as state:
        for first in range(0, plan.feeds, _AT_ONCE):
            feeds = range(first, min(first + _AT_ONCE, plan.feeds))
            for feed in feeds:
                state.record_poll(_feed_state(plan, port, feed, now))
            state.acknowledged(pending for feed in feeds for pending in _seen(feed))


def _feed_state(plan: Plan, port: int, feed: int, now: float) -> FeedState:
    body = document(feed)
    due = now + plan.interval_s * feed / plan.feeds
    fresh = known_under(FeedState(id=f"feed-{feed}"), plan.url(feed, port))
    return FeedState(
        id=fresh.id,
        list_url=fresh.list_url,
        etag=etag(feed, 0),
        body_hash=hashlib.blake2b(body, digest_size=16).hexdigest(),
        body_bytes=len(body),
        due_at=due,
        title=f"Feed {feed}",
        last_outcome="fetched",
        last_poll_at=due - plan.interval_s,
        best_entries=ENTRIES,
        # spread, so that the periodic poll without validators does not meet all feeds at once
        known=Known(rate=1 / 600, polls=feed % 24, last_good_at=due - plan.interval_s, entries=ENTRIES),
    )


def _seen(feed: int) -> Iterator[Pending]:
    for entry in entries(feed):
        yield Pending(
            id=article_id(normalise(entry.link), f"feed-{feed}", entry.link),
            version=1,
            content_hash=content_hash(entry.title, entry.text),
            feed=f"feed-{feed}",
            guid=digest("guid", entry.link),
            title=digest("title", entry.title),
            message=b"",
        )
