"""The polling engine: who is due, one at a time per domain, until told to stop. The shell around the pure steps.

Embedded use, in a thread of its own: `PollerThread`.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime

from producers.domain import polite_key
from producers.events import Event, Listener, Waiting
from producers.feed_state import FeedState, known_under
from producers.feedlist.spec import FeedSpec
from producers.fetch import Fetcher
from producers.parse_pool import ParsePool
from producers.parser import Parser, ThreadParser
from producers.politeness import Turns
from producers.poll import PollResult, Tools, poll_feed, utc_now
from producers.publish import Outbox
from producers.schedule import first_due
from producers.settings import PollSettings
from producers.state import ProducerState
from producers.state_schema import StateError
from tocsin.log.port import Producer

_STATE_RETRY_S = 5.0
_HOUSEKEEPING_S = 600.0


def _ignore(_event: Event) -> None:
    return None


class Poller:
    """Polls `feeds` and sends their articles to `log`. `run` in one event loop; `request_stop` and
    `request_last_round` from any thread.

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
    ) -> None:
        self._feeds = {spec.id: spec for spec in feeds}
        self._state, self._log, self._listener = state, log, listener
        self._settings = settings or PollSettings()
        self._now, self._stamp, self._parser = now, stamp, parser
        self._due: list[tuple[float, int, str]] = []
        self._granted: set[str] = set()  # in `_due`, and holding their domain's turn
        self._order = itertools.count()
        self._turns: Turns[str] = Turns(self._settings.spacing_s)
        self._running: set[asyncio.Task[None]] = set()
        self._last_round: set[str] | None = None
        self._last_round_wanted = self._stop_wanted = False
        self._wake: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def request_stop(self) -> None:
        """End `run` after the polls under way; what is in the outbox stays there for the next start."""
        self._stop_wanted = True
        self._nudge()

    def request_last_round(self) -> None:
        """Poll every feed once more from now on, wait until the log has it all, and end `run`."""
        self._last_round_wanted = True
        self._nudge()

    async def run(self) -> None:
        """Until stopped. Raises `StateError` at the start, `LogMisconfigured` at any time."""
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        outbox = Outbox(self._state, self._log, self._listener)
        sending = asyncio.create_task(outbox.run())
        self._schedule_all()
        try:
            async with Fetcher(self._settings.fetch) as fetcher, self._pool() as pool:
                tools = Tools(
                    fetcher=fetcher,
                    parser=self._parser or pool or ThreadParser(),
                    state=self._state,
                    settings=self._settings,
                    now=self._now,
                    stamp=self._stamp,
                )
                await self._poll_all(tools, outbox, sending)
        finally:
            sending.cancel()
            await asyncio.gather(sending, *self._running, return_exceptions=True)

    def _pool(self) -> AbstractAsyncContextManager[ParsePool | None]:
        settings = self._settings
        if self._parser is not None or settings.parse_workers == 0:
            return nullcontext()
        return ParsePool(settings.parse_workers, settings.parse_timeout_s, settings.parse_memory)

    async def _poll_all(self, tools: Tools, outbox: Outbox, sending: asyncio.Task[None]) -> None:
        tidy_at = self._now() + _HOUSEKEEPING_S
        while not self._stop_wanted:
            if sending.done():
                await sending
            if self._last_round_wanted and self._last_round is None:
                self._begin_last_round()
            if self._last_round is not None and not self._last_round and not self._running:
                await self._drain(outbox, sending)
                return
            self._start_due(tools, outbox)
            if self._now() >= tidy_at:
                self._turns.forget_idle(self._now())
                tidy_at = self._now() + _HOUSEKEEPING_S
            await self._sleep(sending)
        if self._running:
            await asyncio.wait(self._running)

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
            due = known.due_at if known.due_at is not None else self._first_due(spec, now)
            self._push(spec.id, due)

    def _known(self, spec: FeedSpec) -> FeedState:
        return known_under(self._state.feed(spec.id), spec.url)

    def _first_due(self, spec: FeedSpec, now: float) -> float:
        spread = min(self._settings.start_spread_s, spec.interval_s or self._settings.start_spread_s)
        return first_due(now, spec.id, spread)

    def _begin_last_round(self) -> None:
        """Every feed that waits for its time becomes due; those under way are polled again after it."""
        now = self._now()
        self._last_round = {spec.id for spec in self._feeds.values() if not self._known(spec).stopped}
        self._due = [(at if f in self._granted else now, order, f) for at, order, f in self._due]
        heapq.heapify(self._due)

    def _push(self, feed_id: str, due: float) -> None:
        heapq.heappush(self._due, (due, next(self._order), feed_id))

    def _start_due(self, tools: Tools, outbox: Outbox) -> None:
        now = self._now()
        while self._due and self._due[0][0] <= now and self._room(outbox):
            _, _, feed_id = heapq.heappop(self._due)
            if feed_id in self._granted:
                self._granted.discard(feed_id)
                self._start(feed_id, tools, outbox)
                continue
            start_at = self._turns.ask(self._domain(feed_id), feed_id, now)
            if start_at is not None:
                self._grant(feed_id, start_at)

    def _room(self, outbox: Outbox) -> bool:
        return len(self._running) < self._settings.concurrency and len(outbox) < self._settings.max_outbox

    def _domain(self, feed_id: str) -> str:
        return polite_key(self._feeds[feed_id].url)

    def _grant(self, feed_id: str, start_at: float) -> None:
        """The turn is this feed's; it holds it, but no connection, until it may start."""
        self._granted.add(feed_id)
        self._push(feed_id, start_at)

    def _start(self, feed_id: str, tools: Tools, outbox: Outbox) -> None:
        task = asyncio.create_task(self._poll(feed_id, tools, outbox))
        self._running.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._nudge_here()

    async def _poll(self, feed_id: str, tools: Tools, outbox: Outbox) -> None:
        try:
            await self._poll_now(self._feeds[feed_id], tools, outbox)
        finally:
            following = self._turns.done(self._domain(feed_id), self._now())
            if following is not None:
                self._grant(*following)

    async def _poll_now(self, spec: FeedSpec, tools: Tools, outbox: Outbox) -> None:
        in_last_round = self._last_round is not None
        try:
            result = await poll_feed(spec, tools)
        except StateError as error:
            self._listener(Waiting(what="state", problem=str(error), retry_s=_STATE_RETRY_S))
            self._push(spec.id, self._now() + _STATE_RETRY_S)
            return
        outbox.add(result.pending)
        self._after(spec, result, in_last_round)
        self._listener(result.event)

    def _after(self, spec: FeedSpec, result: PollResult, in_last_round: bool) -> None:
        if result.block_until is not None:
            self._turns.block(self._domain(spec.id), result.block_until)
        due = result.state.due_at
        if self._last_round is not None:
            if in_last_round or due is None:
                self._last_round.discard(spec.id)
            elif spec.id in self._last_round:
                due = self._now()
        if due is not None:
            self._push(spec.id, due)

    async def _sleep(self, sending: asyncio.Task[None]) -> None:
        """Until the next feed is due, a poll ends, or somebody asks for something; a second at most."""
        assert self._wake is not None
        wait = self._due[0][0] - self._now() if self._due else 1.0
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
