"""What a producer does when it has a host's turn: poll a feed, look at a page, ask a hub; and what follows from each.

No errand takes another down: its errors become events, and it falls out of the agenda only when it is over.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from functools import partial

from producers.agenda import Agenda
from producers.domain import polite_key
from producers.events import Listener, PageLooked, Polled, Pushed, Subscribed, Waiting
from producers.feedlist.spec import FeedSpec
from producers.look import look
from producers.pages import PageTask
from producers.poll import poll_feed
from producers.publish import Outbox
from producers.push import take_push
from producers.state_schema import StateError
from producers.tools import Tools
from producers.websub.hubs import Hubs
from producers.websub.subscription import Subscription

_log = logging.getLogger(__name__)
_STATE_RETRY_S = 5.0
_PAGES_AT_ONCE, _HUBS_AT_ONCE = 2_000, 200
_DUE_S = 1.0  # between two questions for pages and hubs whose time has come
_PAGE, _HUB = "page ", "hub "  # begin their names in the agenda; no feed's id holds a space


class Errands:
    """`feeds` by id. `visit(name, url)` waits for the turn of another host. `hubs` is None where WebSub is off."""

    def __init__(
        self, feeds: Mapping[str, FeedSpec], tools: Tools, agenda: Agenda, outbox: Outbox, hubs: Hubs | None,
        listener: Listener, visit: Callable[[str, str], Awaitable[None]],
    ) -> None:  # fmt: skip
        self._feeds, self._tools, self._agenda, self._outbox, self._hubs = feeds, tools, agenda, outbox, hubs
        self._listener, self._visit, self._now = listener, visit, tools.now
        self._pages: dict[str, PageTask] = {}  # in the agenda, by their names there
        self._asking: dict[str, Subscription] = {}
        self._due_at = 0.0

    def take_due(self, now: float) -> None:
        """Into the agenda with what is due beside the feeds; once the last round has begun, only new entries' pages."""
        if now < self._due_at:
            return
        self._due_at = now + _DUE_S
        last = self._agenda.in_last_round
        try:
            if len(self._pages) < _PAGES_AT_ONCE:
                for task in self._tools.state.pages_due(now, _PAGES_AT_ONCE, drafts_only=last):
                    self._add_page(task, now)
            if self._hubs is not None and not last:
                for held in self._hubs.due(_HUBS_AT_ONCE):
                    self._add_hub(held, now)
        except StateError as error:
            self._waits(error, _DUE_S)

    async def run(self, name: str) -> None:
        """The errand of this name, to its end."""
        tools = replace(self._tools, visit=partial(self._visit, name))
        if name.startswith(_PAGE):
            await self._look(name, tools)
        elif name.startswith(_HUB):
            await self._ask(name, tools)
        else:
            await self._poll(self._feeds[name], tools)

    async def take(self, feed: str, base: str, body: bytes, content_type: str | None) -> Pushed:
        """What a hub pushed. Raises `StateError`."""
        spec = self._feeds.get(feed)
        if spec is None:
            return Pushed(feed_id=feed, outcome="unknown")
        if len(self._outbox) >= self._tools.settings.max_outbox:
            return Pushed(feed_id=feed, outcome="busy")
        try:
            result = await take_push(spec, base, body, content_type, self._tools)
        except StateError:
            raise
        except Exception as error:
            _log.exception("a defect of ours in a push", extra={"feed": feed})
            return Pushed(feed_id=feed, outcome="defect", problem=_described(error))
        self._outbox.add(result.pending)
        for task in result.pages[:_PAGES_AT_ONCE]:
            self._add_page(task, self._now())
        return result.event

    async def _poll(self, spec: FeedSpec, tools: Tools) -> None:
        try:
            result = await poll_feed(spec, tools)
        except StateError as error:
            self._waits(error, _STATE_RETRY_S)
            self._agenda.ended(spec.id, self._now(), self._now() + _STATE_RETRY_S, settled=False)
            return
        except Exception as error:
            _log.exception("a defect of ours in polling", extra={"feed": spec.id})
            self._agenda.ended(spec.id, self._now(), self._now() + tools.settings.pace.max_s)
            name, problem = spec.title or spec.public_url, _described(error)
            self._listener(Polled(feed_id=spec.id, title=name, outcome="defect", seconds=0.0, problem=problem))
            return
        self._outbox.add(result.pending)
        if result.block_until is not None:
            self._agenda.block(result.host, result.block_until)
        for task in result.pages[:_PAGES_AT_ONCE]:  # the others are taken from the state when there is room
            self._add_page(task, self._now())
        self._agenda.ended(spec.id, self._now(), result.state.due_at)
        self._agenda.move(spec.id, polite_key(result.state.adopted_url or spec.url))
        self._listener(result.event)
        if self._hubs is not None:
            try:
                if self._hubs.after_poll(result.event, result.hub, result.base):
                    self._due_at = 0.0
            except StateError as error:  # the next document that is read names the hub again
                self._waits(error, _STATE_RETRY_S)

    async def _look(self, name: str, tools: Tools) -> None:
        task, begun = self._pages[name], self._now()
        due, settled = None, True
        try:
            found = await look(task, tools)
        except StateError as error:
            self._waits(error, _STATE_RETRY_S)
            due, settled = self._now() + _STATE_RETRY_S, False
        except Exception as error:
            _log.exception("a defect of ours in looking at a page", extra={"article": task.article.id})
            due = self._now() + tools.settings.pace.max_s
            seconds, problem = self._now() - begun, _described(error)
            self._listener(PageLooked(article_id=task.article.id, outcome="failed", seconds=seconds, problem=problem))
        else:
            self._outbox.add([found.pending] if found.pending else ())
            if found.block_until is not None:
                self._agenda.block(polite_key(task.url), found.block_until)
            version, seconds = found.pending.version if found.pending else None, self._now() - begun
            self._listener(
                PageLooked(
                    article_id=task.article.id,
                    outcome=found.outcome,
                    seconds=seconds,
                    version=version,
                    problem=found.problem,
                )
            )
        if due is None:
            del self._pages[name]
        self._agenda.ended(name, self._now(), due, settled=settled)

    async def _ask(self, name: str, tools: Tools) -> None:
        """When the hub is asked again stands in the state file."""
        held, due = self._asking[name], None
        assert self._hubs is not None
        try:
            wait_s = await self._hubs.ask(held, tools.fetcher, tools.visit)
        except StateError as error:
            self._waits(error, _STATE_RETRY_S)
            due = self._now() + _STATE_RETRY_S
        except Exception as error:
            _log.exception("a defect of ours in asking a hub", extra={"feed": held.feed})
            problem = _described(error)
            self._listener(Subscribed(feed_id=held.feed, mode=held.mode, step="refused", problem=problem))
        else:
            if wait_s is not None:
                until = self._now() + min(wait_s, tools.settings.pace.retry_after_max_s)
                self._agenda.block(polite_key(held.hub.url), until)
        if due is None:
            del self._asking[name]
        self._agenda.ended(name, self._now(), due, settled=due is None)

    def _add_page(self, task: PageTask, now: float) -> None:
        name = _PAGE + task.article.id
        if name not in self._pages:
            self._pages[name] = task
            self._agenda.add(name, polite_key(task.url), now)

    def _add_hub(self, held: Subscription, now: float) -> None:
        name = _HUB + held.token
        if name not in self._asking:
            self._asking[name] = held
            self._agenda.add(name, polite_key(held.hub.url), now)

    def _waits(self, error: StateError, retry_s: float) -> None:
        self._listener(Waiting(what="state", problem=str(error), retry_s=retry_s))


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
