"""The store's newest revisions, read once and handed to every client that follows.

One thread asks the store for what is new and keeps the last few in a ring; a client holds no more than its position.
One that fell behind the ring reads the store by itself, a batch at a time, so that a slow client costs no memory and
loses nothing.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import orjson

from sinks.port import StoreError
from tocsin.serve.brief import brief
from tocsin.serve.port import Reader, State, Stored

_RING = 1000
_BATCH = 50
_CHUNK_BYTES = 65536
_TICK_S = 0.25
_HEARTBEAT_S = 15.0
_RETRY_MS = 1000


@dataclass(frozen=True, slots=True)
class Event:
    """A revision as bytes of the stream, in full and in brief."""

    seq: int
    full: bytes
    brief: bytes


def event_of(stored: Stored, store: str) -> Event:
    """The id is `STORE-SEQ`, so that a client can tell a store that was filled anew."""
    head = f"id: {store}-{stored.seq}\nevent: revision\ndata: ".encode()
    return Event(
        stored.seq, head + orjson.dumps(stored.body) + b"\n\n", head + orjson.dumps(brief(stored)) + b"\n\n"
    )  # JSON has no bare line breaks, so one `data:` line holds it


class Tail:
    """`start` and `stop` around an event loop's life; `follow` for each client in it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._ring: deque[Event] = deque(maxlen=_RING)
        self._state: State | None = None
        self._stop = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self.clients = 0

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop.clear()
        threading.Thread(target=self._run, name="tail", daemon=True).start()

    def stop(self) -> None:
        """Ends every client's stream, too. From any thread."""
        self._stop.set()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._tell)

    async def follow(self, store: str | None, seq: int, *, full: bool) -> AsyncIterator[bytes]:
        """Everything after `seq` of the store, in order, then what comes, until stopped.

        A `store` that is not this one gets a `reset` event first, and everything.
        """
        self.clients += 1
        try:
            yield f"retry: {_RETRY_MS}\n\n".encode()
            while not self._stop.is_set():
                news, state = self._news, self._state
                if state is None:
                    await _wait(news)
                    continue
                if store is not None and (store != state.store or seq > state.seq):
                    yield b"event: reset\ndata: {}\n\n"
                    seq = 0
                store = state.store
                events = await self._after(seq, state)
                for chunk in _chunks([event.full if full else event.brief for event in events]):
                    yield chunk
                    await asyncio.sleep(0)  # a client that left is noticed here
                seq = events[-1].seq if events else seq
                if not events and not await _wait(news):
                    yield b": still here\n\n"
        finally:
            self.clients -= 1

    async def _after(self, seq: int, state: State) -> list[Event]:
        if seq >= state.seq:
            return []
        ring = list(self._ring)
        if ring and ring[0].seq <= seq + 1:
            return [event for event in ring if event.seq > seq][:_BATCH]
        try:
            stored = await asyncio.to_thread(self._reader.after, seq, _BATCH)
        except StoreError:
            await asyncio.sleep(_TICK_S)
            return []
        return [event_of(one, state.store) for one in stored]

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._look()
            except StoreError:
                self._stop.wait(1.0)
            self._stop.wait(_TICK_S)

    def _look(self) -> None:
        known, state = self._state, self._reader.state()
        if known is not None and state == known:
            return
        if known is None or state.store != known.store or state.seq < known.seq:
            self._ring.clear()
            self._publish(state)
            return
        seq = known.seq
        while seq < state.seq and (found := self._reader.after(seq, _BATCH)):
            self._ring.extend(event_of(one, state.store) for one in found)
            seq = found[-1].seq
            self._publish(State(state.store, seq))

    def _publish(self, state: State) -> None:
        self._state = state
        self._call(self._tell)

    def _call(self, what: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(what)

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def _chunks(pieces: list[bytes]) -> Iterator[bytes]:
    """Joined to one write where they are small."""
    held: list[bytes] = []
    for piece in pieces:
        held.append(piece)
        if sum(map(len, held)) >= _CHUNK_BYTES:
            yield b"".join(held)
            held = []
    if held:
        yield b"".join(held)


async def _wait(news: asyncio.Event) -> bool:
    """Whether there is news before a sign of life is due."""
    try:
        await asyncio.wait_for(news.wait(), _HEARTBEAT_S)
    except TimeoutError:
        return False
    return True
