"""The polling engine: who is due, one at a time per domain, until told to stop. The shell around the pure steps.

Embedded use, in a thread of its own: `PollerThread`.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime

from producers.agenda import Agenda
from producers.domain import polite_key
from producers.errands import Errands
from producers.events import Event, Listener, Turned, Waiting
from producers.feed_state import FeedState, known_under
from producers.feedlist.spec import FeedSpec
from producers.fetch import Fetcher
from producers.pages import Gate
from producers.parse_pool import ParsePool
from producers.parser import Parser, ThreadParser
from producers.publish import Outbox
from producers.robots_cache import RobotsCache
from producers.schedule import first_due
from producers.settings import PollSettings
from producers.shard import Shard
from producers.state import ProducerState
from producers.state_schema import StateError
from producers.tools import Tools, utc_now
from producers.websub.hubs import Hubs
from producers.websub.server import CallbackServer
from tocsin.log.port import Producer

_log = logging.getLogger(__name__)
_STOP_GRACE_S = 3.0
_HOUSEKEEPING_S = 600.0
_FORGET_S, _FORGET_AT_ONCE = 24 * 3600.0, 50_000  # a scan of all articles known: a second for a million


def _ignore(_event: Event) -> None:
    return None


class Poller:
    """Polls `feeds` and sends their articles to `log`. `run` in one event loop; `request_stop` and
    `request_last_round` from any thread.

    `gate` says which entries are worth their page, where a feed's policy is to fetch candidates only. `feeds` is the
    whole list in every shard; `settings.shard` says which part of it is polled.

    `now` gives Unix seconds for the schedule; `stamp` gives `fetched_at`.
    """

    def __init__(
        self,
        feeds: Sequence[FeedSpec],
        state: ProducerState,
        log: Producer,
        settings: PollSettings | None = None,
        *,
        listener: Listener = _ignore,
        now: Callable[[], float] = time.time,
        stamp: Callable[[], datetime] = utc_now,
        parser: Parser | None = None,
        gate: Gate | None = None,
    ) -> None:
        self._settings = settings or PollSettings()
        self._shard = Shard.of(*self._settings.shard, feeds)
        self._feeds = {spec.id: spec for spec in feeds if self._shard.polls(spec)}
        self._state, self._log, self._listener = state, log, listener
        self._now, self._stamp, self._parser, self._gate = now, stamp, parser, gate
        self._agenda = Agenda(self._settings.spacing_s, self._settings.domain_concurrency)
        self._forget_at = 0.0
        self._visits: dict[str, asyncio.Future[None]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._last_round_wanted = self._stop_wanted = False
        self._wake: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def request_stop(self) -> None:
        """End `run`: polls under way get a few seconds; what is in the outbox stays there for the next start."""
        self._stop_wanted = True
        self._nudge()

    def request_last_round(self) -> None:
        """Poll every feed once more from now on, wait until the log has it all, and end `run`."""
        self._last_round_wanted = True
        self._nudge()

    async def run(self) -> None:
        """Until stopped. Raises `StateError` and `UserError` at the start, `LogMisconfigured` at any time."""
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        outbox = Outbox(self._state, self._log, self._listener, self._now)
        sending = asyncio.create_task(outbox.run())
        self._schedule_all()
        hubs = self._hubs()
        try:
            async with Fetcher(self._settings.fetch) as fetcher, self._pool() as pool:
                tools = Tools(
                    fetcher=fetcher,
                    parser=self._parser or pool or ThreadParser(),
                    state=self._state,
                    settings=self._settings,
                    now=self._now,
                    stamp=self._stamp,
                    robots=RobotsCache(self._settings.fetch, self._settings.pages),
                    shard=self._shard,
                    gate=self._gate,
                    checked_s=hubs.checked_s if hubs is not None else lambda _feed: None,
                )
                errands = Errands(self._feeds, tools, self._agenda, outbox, hubs, self._listener, self._visit)
                async with self._callback(hubs, errands):
                    await self._poll_all(errands, outbox, sending)
        finally:
            sending.cancel()
            await asyncio.gather(sending, *self._running, return_exceptions=True)

    def _pool(self) -> AbstractAsyncContextManager[ParsePool | None]:
        settings = self._settings
        if self._parser is not None or settings.parse_workers == 0:
            return nullcontext()
        return ParsePool(settings.parse_workers, settings.parse_timeout_s, settings.parse_memory)

    def _hubs(self) -> Hubs | None:
        if self._settings.websub.callback is None:
            return None
        hubs = Hubs(self._settings.websub, self._state.subscriptions, self._listener, self._now)
        hubs.begin(self._feeds)
        return hubs

    def _callback(self, hubs: Hubs | None, errands: Errands) -> AbstractAsyncContextManager[CallbackServer | None]:
        if hubs is None:
            return nullcontext()
        settings = self._settings
        return CallbackServer(settings.websub, settings.fetch.max_body, hubs, errands.take, self._listener, self._now)

    async def _poll_all(self, errands: Errands, outbox: Outbox, sending: asyncio.Task[None]) -> None:
        tidy_at = self._now() + _HOUSEKEEPING_S
        while not self._stop_wanted:
            if sending.done():
                await sending
            self._listener(Turned())
            now = self._now()
            errands.take_due(now)
            if self._last_round_wanted:
                self._agenda.begin_last_round(now)
            if self._agenda.last_round_over:
                await self._drain(outbox, sending)
                return
            while self._room(outbox) and (feed_id := self._agenda.start(now)) is not None:
                visit = self._visits.pop(feed_id, None)
                if visit is None:
                    self._start(feed_id, errands)
                elif not visit.done():
                    visit.set_result(None)
            if now >= tidy_at:
                self._tidy(now)
                tidy_at = now + _HOUSEKEEPING_S
            await self._sleep(sending)
        await self._end_polls()

    async def _end_polls(self) -> None:
        """A poll that is cancelled never was: it is recorded in one step at its end."""
        if self._running:
            _, slow = await asyncio.wait(self._running, timeout=_STOP_GRACE_S)
            for task in slow:
                task.cancel()

    async def _drain(self, outbox: Outbox, sending: asyncio.Task[None]) -> None:
        drained = asyncio.create_task(outbox.drained())
        while not drained.done() and not self._stop_wanted and not sending.done():
            await asyncio.wait({drained, sending}, timeout=0.2, return_when=asyncio.FIRST_COMPLETED)
        drained.cancel()
        if sending.done():
            await sending

    def _schedule_all(self) -> None:
        now = self._now()
        for spec in self._feeds.values():
            known = self._known(spec)
            if known.stopped:
                continue
            self._agenda.add(spec.id, polite_key(known.adopted_url or spec.url), self._due(spec, known, now))
        for domain, until in self._state.blocked(now).items():
            self._agenda.block(domain, until)

    def _known(self, spec: FeedSpec) -> FeedState:
        return known_under(self._state.feed(spec.id), spec.url)

    def _due(self, spec: FeedSpec, known: FeedState, now: float) -> float:
        """As planned before the restart; sooner if the list now asks for a shorter interval."""
        if known.due_at is None:
            spread = min(self._settings.start_spread_s, spec.interval_s or self._settings.start_spread_s)
            return first_due(now, spec.id, spread)
        if spec.interval_s is not None and known.known.failures == 0 and known.last_poll_at is not None:
            return min(known.due_at, known.last_poll_at + spec.interval_s)
        return known.due_at

    def _room(self, outbox: Outbox) -> bool:
        busy = len(self._running) - len(self._visits)  # who waits for a turn elsewhere holds no connection
        return busy < self._settings.concurrency and len(outbox) < self._settings.max_outbox

    def _tidy(self, now: float) -> None:
        self._agenda.tidy(now)
        if now < self._forget_at:
            return
        self._forget_at = now + _FORGET_S
        try:
            forgotten = self._state.forget(now, _FORGET_AT_ONCE)
        except StateError as error:
            self._listener(Waiting(what="state", problem=str(error), retry_s=_FORGET_S))
            return
        _log.info("articles forgotten", extra={"articles": forgotten})

    def _start(self, name: str, errands: Errands) -> None:
        task = asyncio.create_task(errands.run(name))
        self._running.add(task)
        task.add_done_callback(self._ended)

    async def _visit(self, name: str, url: str) -> None:
        """Return when the errand `name` has the turn of the host it is redirected to."""
        if self._agenda.send_on(name, polite_key(url), self._now()):
            turn = self._visits[name] = asyncio.get_running_loop().create_future()
            self._nudge_here()
            await turn

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._nudge_here()

    async def _sleep(self, sending: asyncio.Task[None]) -> None:
        """Until the next feed is due, a poll ends, or somebody asks for something; a second at most."""
        assert self._wake is not None
        next_at = self._agenda.next_at()
        wait = next_at - self._now() if next_at is not None else 1.0
        if wait <= 0:  # due, but no room or no turn: a poll that ends wakes us
            wait = 1.0
        waking = asyncio.create_task(self._wake.wait())
        await asyncio.wait({waking, sending}, timeout=min(wait, 1.0), return_when=asyncio.FIRST_COMPLETED)
        waking.cancel()
        self._wake.clear()

    def _nudge(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._nudge_here)

    def _nudge_here(self) -> None:
        if self._wake is not None:
            self._wake.set()
