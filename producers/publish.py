"""From the outbox to the log, and to "seen" once the log has acknowledged. A log that is away is waited for."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from producers.dead_letter import refused_letter
from producers.events import Listener, Published, Refused, Waiting
from producers.state import ProducerState
from producers.state_schema import Pending, StateError, unpack
from tocsin.log.port import LogError, LogMisconfigured, MessageRefused, Producer

_BATCH = 200
_RETRY_S = (1.0, 30.0)
_BEGINNING = 65_536  # bytes of a refused article that are kept where the whole is refused too


class Outbox:
    """Sends in order. `run` until cancelled; `add` what `ProducerState.record_poll` has taken in."""

    def __init__(self, state: ProducerState, log: Producer, listener: Listener, now: Callable[[], float]) -> None:
        self._state, self._log, self._listener, self._now = state, log, listener, now
        self._queue: deque[Pending] = deque(state.outbox())
        self._refused: set[Pending] = set()
        self._more, self._empty = asyncio.Event(), asyncio.Event()
        self._wake()

    def __len__(self) -> int:
        return len(self._queue)

    def add(self, pending: Iterable[Pending]) -> None:
        self._queue.extend(pending)
        self._wake()

    async def drained(self) -> None:
        """Wait until everything is acknowledged."""
        await self._empty.wait()

    async def run(self) -> None:
        """Raises `LogMisconfigured`; waits for every other trouble of the log."""
        wait_s = _RETRY_S[0]
        while True:
            await self._more.wait()
            batch = [self._queue[i] for i in range(min(_BATCH, len(self._queue)))]
            done, trouble = await self._send(batch)
            try:
                self._state.acknowledged(done)
            except StateError as error:
                done, trouble = [], error
            for pending in done:
                self._queue.popleft()
                if pending not in self._refused:
                    self._listener(self._published(pending))
            self._refused.clear()
            self._wake()
            if trouble is None:
                wait_s = _RETRY_S[0]
                continue
            self._listener(Waiting(what="log", problem=str(trouble), retry_s=wait_s))
            await asyncio.sleep(wait_s)
            wait_s = min(2 * wait_s, _RETRY_S[1])

    def _published(self, pending: Pending) -> Published:
        lag_s = None if pending.published_at is None else max(0.0, self._now() - pending.published_at)
        return Published(article_id=pending.id, version=pending.version, feed_id=pending.feed, lag_s=lag_s)

    async def _send(self, batch: list[Pending]) -> tuple[list[Pending], Exception | None]:
        """Those settled (acknowledged or refused for good) up to the first trouble, and the trouble."""
        # A broker that is away may block the call itself, so it is made in a thread.
        futures = await asyncio.to_thread(lambda: [self._log.send(unpack(pending.message)) for pending in batch])
        results = await asyncio.gather(*(asyncio.wrap_future(f) for f in futures), return_exceptions=True)
        done: list[Pending] = []
        for pending, result in zip(batch, results, strict=True):
            if isinstance(result, MessageRefused):
                trouble = await self._bury(pending, result)
                if trouble is not None:
                    return done, trouble
            elif isinstance(result, LogMisconfigured) or (
                isinstance(result, BaseException) and not isinstance(result, LogError)
            ):
                raise result
            elif isinstance(result, LogError):
                return done, result
            done.append(pending)
        return done, None

    async def _bury(self, pending: Pending, refusal: MessageRefused) -> LogError | None:
        """Into `dead-letters`, since the log takes it nowhere else: whole, or its beginning if it is too large."""
        twice: MessageRefused | None = None
        for limit in (None, _BEGINNING):
            letter = refused_letter(pending, refusal, datetime.fromtimestamp(self._now(), UTC), limit)
            try:
                await asyncio.wrap_future(await asyncio.to_thread(self._log.send, letter))
                break
            except MessageRefused as error:
                twice = error
            except LogMisconfigured:
                raise
            except LogError as trouble:
                return trouble
        else:  # not seen: it stays in the outbox until somebody has mended the topics
            raise LogMisconfigured(
                f"article {pending.id} is refused by its topic ({refusal}) and by dead-letters ({twice})",
                "check both with `tocsin topics apply`",
            )
        self._refused.add(pending)
        self._listener(Refused(article_id=pending.id, version=pending.version, problem=str(refusal)))
        return None

    def _wake(self) -> None:
        for event, on in ((self._more, bool(self._queue)), (self._empty, not self._queue)):
            (event.set if on else event.clear)()
