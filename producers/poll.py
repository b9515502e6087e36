"""One poll of one feed: fetch, parse, decide, record. What it does to the world is in its arguments."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from producers import schedule
from producers.article import FeedFacts
from producers.domain import polite_key, publisher_domain
from producers.entry import ParsedFeed
from producers.events import Polled
from producers.feed_state import FeedState, known_under
from producers.feedlist.spec import FeedSpec, without_credentials
from producers.fetch import Fetcher, FetchError, Response, Visit
from producers.outcome import GOOD, Outcome, of_status
from producers.pages import Gate, PageTask, wants_page
from producers.parser import ParseKilledError, Parser
from producers.read_document import Lookups, Reading, read_document
from producers.robots_cache import RobotsCache
from producers.settings import PollSettings
from producers.shard import WHOLE, Shard
from producers.state import ProducerState
from producers.state_schema import Pending, unpack
from tocsin.contract.article import Article
from tocsin.contract.envelope import open_message


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a poll needs of the world. `now` is Unix seconds; `stamp` is what articles carry as `fetched_at`."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """`pages` are to be looked at before their articles go out. `block_until` is set if the host asked all its feeds
    to wait, `host` is the one that answered."""

    state: FeedState
    pending: tuple[Pending, ...]
    pages: tuple[PageTask, ...]
    host: str
    event: Polled
    block_until: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a poll found before it is scheduled and recorded."""

    outcome: Outcome
    response: Response | None = None
    document: ParsedFeed | None = None
    reading: Reading | None = None
    body_hash: str | None = None
    problem: str | None = None


async def poll_feed(spec: FeedSpec, tools: Tools) -> PollResult:
    """Poll, record durably, and say what happened. Raises `StateError` (then nothing was recorded); no other error."""
    before, started = known_under(tools.state.feed(spec.id), spec.url), tools.now()
    found = await _find(spec, before, tools)
    result = _conclude(spec, before, found, started, tools)
    held = found.reading.held if found.reading else ()
    tasks = tools.state.record_poll(result.state, result.pending, result.pages, held)
    if result.block_until is not None:
        tools.state.block(result.host, result.block_until)
    return replace(result, pages=tuple(tasks))


async def _find(spec: FeedSpec, before: FeedState, tools: Tools) -> _Found:
    plain = schedule.unconditional(before.known.polls, tools.settings.pace)
    validators = (None, None) if plain else (before.etag, before.last_modified)
    try:
        response = await tools.fetcher.get(before.adopted_url or spec.url, *validators, visit=tools.visit)
    except FetchError as error:
        return _Found(outcome=error.kind, problem=error.detail)
    outcome = of_status(response.status, "retry-after" in response.headers)
    if response.body is None:
        problem = None if outcome in GOOD else f"status {response.status}"
        return _Found(outcome=outcome, response=response, problem=problem)
    hashed = hashlib.blake2b(response.body, digest_size=16).hexdigest()
    if hashed == before.body_hash:
        return _Found(outcome="same_body", response=response, body_hash=hashed)
    return await _read(spec, before, response, hashed, tools)


async def _read(spec: FeedSpec, before: FeedState, response: Response, hashed: str, tools: Tools) -> _Found:
    base = without_credentials(response.url)
    try:
        document = await tools.parser.parse(response.body or b"", response.headers.get("content-type"))
    except ParseKilledError as error:
        return _Found(outcome="parse_killed", response=response, problem=str(error))
    if not document.format and not document.entries:
        return _Found(outcome="unreadable", response=response, problem=document.problem)
    facts = FeedFacts(
        spec=spec,
        base=base,
        title=before.title,
        domain=publisher_domain(document.link or "") or publisher_domain(base),
    )
    lookups = Lookups(
        seen=tools.state.seen,
        by_guid=lambda guid: tools.state.by_guid(spec.id, guid),
        may_edit=tools.shard.issues_edits_of,
    )
    reading = read_document(document, facts, tools.stamp(), lookups)
    return _Found(
        outcome="fetched",
        response=response,
        document=document,
        reading=reading,
        body_hash=hashed,
        problem=document.problem,
    )


def _conclude(spec: FeedSpec, before: FeedState, found: _Found, started: float, tools: Tools) -> PollResult:
    now, pace = tools.now(), tools.settings.pace
    after = _learn(before, found, now)
    wishes = _wishes(after, found, now)
    elapsed = now - before.known.last_good_at if before.known.last_good_at is not None else None
    rate = before.known.rate
    if found.outcome in GOOD:
        published = found.reading.published if found.reading else ()
        rate = schedule.observed_rate(rate, found.reading.new if found.reading else 0, elapsed, published)
    entries = len(found.document.entries) if found.document else before.known.entries
    known = replace(before.known, rate=rate, entries=entries)
    following = schedule.next_poll(now, spec.id, spec.interval_s, known, found.outcome, wishes, pace)
    after = replace(after, due_at=following.due_at, known=following.known)
    after = _follow_move(after, found, pace.adopt_redirect_after)
    block = now + min(wishes.retry_after_s or 0, pace.retry_after_max_s) if found.outcome == "throttled" else None
    pending, pages = _divide(spec, found.reading.pending if found.reading else (), now, tools)
    event = _event(spec, before, after, found, now - started)
    host = polite_key(found.response.url if found.response else after.adopted_url or spec.url)
    return PollResult(state=after, pending=pending, pages=pages, event=event, host=host, block_until=block)


def _divide(
    spec: FeedSpec, told: tuple[Pending, ...], now: float, tools: Tools
) -> tuple[tuple[Pending, ...], tuple[PageTask, ...]]:
    """What goes out as the feed tells it, and what waits for its page."""
    if spec.full_text == "never":
        return told, ()
    whole, pages = [], []
    for pending in told:
        article = open_message(Article, unpack(pending.message))
        # Another shard's publisher is left to that shard: it keeps the pause between two requests to it.
        ours = tools.shard.issues_edits_of(article.url)
        wanted = ours and wants_page(article, spec.full_text, tools.gate, tools.settings.pages)
        if article.url is None or not (wanted or tools.state.drafted(pending.id)):
            whole.append(pending)
            continue
        pages.append(
            PageTask(
                article=article,
                url=article.url,
                due_at=now,
                version=pending.version,
                told_hash=pending.content_hash,
                guid=pending.guid,
                title=pending.title,
            )
        )
    return tuple(whole), tuple(pages)


def _learn(before: FeedState, found: _Found, now: float) -> FeedState:
    """The state after this poll, but for schedule and redirects."""
    state = replace(
        before,
        last_poll_at=now,
        last_outcome=found.outcome,
        errors=before.errors + (found.outcome not in GOOD),
        throttled=before.throttled + (found.outcome == "throttled"),
        stopped="the publisher says that the feed is gone (410)" if found.outcome == "gone" else before.stopped,
    )
    response = found.response
    if response and found.outcome in GOOD:
        # A 304 may carry new validators; one without any leaves the old ones valid (RFC 9110, 15.4.5).
        fresh = found.outcome != "not_modified"
        state = replace(
            state,
            etag=response.etag if fresh else response.etag or before.etag,
            last_modified=response.last_modified if fresh else response.last_modified or before.last_modified,
            body_hash=found.body_hash or before.body_hash,
            body_bytes=len(response.body) if response.body else before.body_bytes,
        )
    if found.document and found.reading:
        reading = found.reading
        state = replace(
            state,
            title=(found.document.title or "")[:300] or before.title,
            best_entries=max(before.best_entries, len(found.document.entries)),
            min_interval_s=found.document.min_interval_s,
            last_read_at=now,
            last_new_at=now if reading.new else before.last_new_at,
            articles=before.articles + reading.new,
            edits=before.edits + reading.edited,
            duplicates=before.duplicates + reading.duplicates,
        )
    return state


def _wishes(state: FeedState, found: _Found, now: float) -> schedule.Wishes:
    headers = found.response.headers if found.response else {}
    return schedule.Wishes(
        fresh_s=schedule.freshness(
            headers.get("cache-control"), headers.get("expires"), headers.get("date"), headers.get("age")
        ),
        min_interval_s=state.min_interval_s,
        skip_hours=found.document.skip_hours if found.document else (),
        retry_after_s=schedule.retry_after(headers.get("retry-after"), now),
    )


def _follow_move(state: FeedState, found: _Found, adopt_after: int) -> FeedState:
    """A permanent redirect counts while it repeats, and is adopted after some times: one mistake moves nothing."""
    response = found.response
    if response is None or found.outcome not in GOOD:
        return state
    target = response.permanent_url
    if target is None:
        return replace(state, moved_to=None, moved_times=0)
    times = state.moved_times + 1 if target == state.moved_to else 1
    if times < adopt_after:
        return replace(state, moved_to=target, moved_times=times)
    return replace(state, adopted_url=target, moved_to=None, moved_times=0)


def _event(spec: FeedSpec, before: FeedState, after: FeedState, found: _Found, seconds: float) -> Polled:
    reading, response = found.reading, found.response
    entries = len(found.document.entries) if found.document else 0
    return Polled(
        feed_id=spec.id,
        title=spec.title or after.title or spec.public_url,
        outcome=found.outcome,
        seconds=seconds,
        status=response.status if response else None,
        entries=entries,
        new=reading.new if reading else 0,
        edited=reading.edited if reading else 0,
        unchanged=reading.unchanged if reading else 0,
        duplicates=reading.duplicates if reading else 0,
        wire_bytes=response.wire_bytes if response else 0,
        bytes_saved=before.body_bytes if found.outcome in ("same_body", "not_modified") else 0,
        problem=found.problem,
        suspect=found.outcome == "fetched" and entries == 0 and before.best_entries > 0,
    )


def utc_now() -> datetime:
    return datetime.now(UTC)
