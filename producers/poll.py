"""One poll of one feed: fetch, parse, decide, record. What it does to the world is in its arguments."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from producers import schedule, take_in
from producers.domain import polite_key
from producers.entry import ParsedFeed
from producers.events import Polled
from producers.feed_state import FeedState, known_under
from producers.feedlist.spec import FeedSpec, without_credentials
from producers.fetch import FetchError, Response
from producers.outcome import GOOD, Outcome, of_status
from producers.pages import PageTask
from producers.parser import ParseKilledError
from producers.read_document import Reading
from producers.state_schema import Pending
from producers.tools import Tools
from producers.websub.discovery import Hub, discover


@dataclass(frozen=True, slots=True, kw_only=True)
class PollResult:
    """`pages` are to be looked at before their articles go out. `block_until` is set if the host asked all its feeds
    to wait, `host` is the one that answered. `hub` is where a document that came from `base` says that its
    news are pushed."""

    state: FeedState
    pending: tuple[Pending, ...]
    pages: tuple[PageTask, ...]
    host: str
    event: Polled
    base: str = ""
    hub: Hub | None = None
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
    # A push may have been recorded meanwhile; from here to the record nothing is awaited.
    before = known_under(tools.state.feed(spec.id), spec.url)
    result = _conclude(spec, before, found, started, tools)
    held, copies = (found.reading.held, found.reading.copies) if found.reading else ((), ())
    recorded = tools.state.record_poll(result.state, result.pending, result.pages, held, copies)
    if result.block_until is not None:
        tools.state.block(result.host, result.block_until)
    event = replace(result.event, unchanged=result.event.unchanged - recorded.copies, duplicates=recorded.copies)
    return replace(result, pages=tuple(recorded.pages), event=event)


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
    language = (response.headers.get("content-language") or "").partition(",")[0]
    reading = take_in.read(document, spec, base, before.title, language, tools)
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
    wishes = _wishes(after, found, tools.checked_s(spec.id), now)
    elapsed = now - before.known.last_good_at if before.known.last_good_at is not None else None
    rate = before.known.rate
    if found.outcome in GOOD:
        published = found.reading.published if found.reading else ()
        new = before.pushed + (found.reading.new if found.reading else 0)
        rate = schedule.observed_rate(rate, new, elapsed, published)
        after = replace(after, pushed=0)
    entries = len(found.document.entries) if found.document else before.known.entries
    known = replace(before.known, rate=rate, entries=entries)
    following = schedule.next_poll(now, spec.id, spec.interval_s, known, found.outcome, wishes, pace)
    after = replace(after, due_at=following.due_at, known=following.known)
    after = _follow_move(after, found, pace.adopt_redirect_after)
    block = now + min(wishes.retry_after_s or 0, pace.retry_after_max_s) if found.outcome == "throttled" else None
    pending, pages = take_in.divide(spec, found.reading.pending if found.reading else (), now, tools)
    event = _event(spec, before, after, found, now - started)
    host = polite_key(found.response.url if found.response else after.adopted_url or spec.url)
    return PollResult(
        state=after,
        pending=pending,
        pages=pages,
        event=event,
        host=host,
        base=without_credentials(found.response.url) if found.response else "",
        hub=_hub(found),
        block_until=block,
    )


def _hub(found: _Found) -> Hub | None:
    """None, too, for a feed whose entries share links or guids: only their whole document tells them apart."""
    if found.response is None or found.document is None or found.reading is None or found.reading.ambiguous:
        return None
    return discover(found.document, found.response.headers.get("link"), found.response.url)


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
            skip_hours=",".join(map(str, found.document.skip_hours)),
            last_read_at=now,
            last_new_at=now if reading.new else before.last_new_at,
            articles=before.articles + reading.new,
            edits=before.edits + reading.edited,
        )
    return state


def _wishes(state: FeedState, found: _Found, checked_s: float | None, now: float) -> schedule.Wishes:
    headers = found.response.headers if found.response else {}
    return schedule.Wishes(
        fresh_s=schedule.freshness(
            headers.get("cache-control"), headers.get("expires"), headers.get("date"), headers.get("age")
        ),
        min_interval_s=state.min_interval_s,
        skip_hours=tuple(int(hour) for hour in state.skip_hours.split(",") if hour),
        retry_after_s=schedule.retry_after(headers.get("retry-after"), now),
        checked_s=checked_s,
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
        wire_bytes=response.wire_bytes if response else 0,
        bytes_saved=before.body_bytes if found.outcome in ("same_body", "not_modified") else 0,
        problem=found.problem,
        suspect=found.outcome == "fetched" and after.suspect,
    )
