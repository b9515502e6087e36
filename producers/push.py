"""A pushed document takes the way of a polled one: parse, decide, record, then the hub is answered."""

from __future__ import annotations

from dataclasses import dataclass, replace

from producers import take_in
from producers.events import Pushed
from producers.feed_state import known_under
from producers.feedlist.spec import FeedSpec
from producers.pages import PageTask
from producers.parser import ParseKilledError
from producers.state_schema import Pending
from producers.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class PushResult:
    """`pages` are to be looked at before their articles go out."""

    event: Pushed
    pending: tuple[Pending, ...] = ()
    pages: tuple[PageTask, ...] = ()


async def take_push(spec: FeedSpec, base: str, body: bytes, content_type: str | None, tools: Tools) -> PushResult:
    """Record durably what is new in `body`. Raises `StateError` (then nothing was recorded); no other error.

    Many hubs push the new entries alone. So the document says nothing about what the feed holds as a whole: neither
    validators, nor the feed's hash, nor what it has left out are learnt from it.
    """
    begun = tools.now()
    try:
        document = await tools.parser.parse(body, content_type)
    except ParseKilledError as error:
        return PushResult(event=Pushed(feed_id=spec.id, outcome="parse_killed", problem=str(error)))
    if not document.format and not document.entries:
        return PushResult(event=Pushed(feed_id=spec.id, outcome="unreadable", problem=document.problem))
    before = known_under(tools.state.feed(spec.id), spec.url)
    reading = take_in.read(document, spec, base, before.title, None, tools)
    now = tools.now()
    pending, pages = take_in.divide(spec, reading.pending, now, tools)
    after = replace(
        before,
        pushed=before.pushed + reading.new,
        last_new_at=now if reading.new else before.last_new_at,
        articles=before.articles + reading.new,
        edits=before.edits + reading.edited,
    )
    recorded = tools.state.record_poll(after, pending, pages, reading.held, reading.copies)
    event = Pushed(
        feed_id=spec.id,
        outcome="taken",
        seconds=now - begun,
        entries=len(document.entries),
        new=reading.new,
        edited=reading.edited,
        unchanged=reading.unchanged - recorded.copies,
        duplicates=recorded.copies,
        problem=document.problem,
    )
    return PushResult(event=event, pending=pending, pages=tuple(recorded.pages))
