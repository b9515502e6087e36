"""Which feed is polled next: due times, turns at each domain, and the last round. Pure: times are arguments (seconds).

A feed is waiting for its time, waiting in its domain's line, granted its domain's turn from some moment on, or being
polled; `start` and `ended` move it on.
"""

from __future__ import annotations

import heapq
import itertools

from producers.politeness import Turns


class Agenda:
    """Feeds by id. `spacing_s` is the pause between two requests to one domain, of which `at_once` may run together."""

    def __init__(self, spacing_s: float, at_once: int = 1) -> None:
        self._turns: Turns[str] = Turns(spacing_s, at_once)
        self._domains: dict[str, str] = {}
        self._heap: list[tuple[float, int, str]] = []
        self._order = itertools.count()
        self._granted: set[str] = set()  # in the heap, and holding their domain's turn
        self._visiting: dict[str, str] = {}  # of those being polled: the domain they were sent on to
        self._running: dict[str, bool] = {}  # feed -> whether its poll began within the last round
        self._owed: set[str] | None = None  # still to be polled in the last round

    def add(self, feed: str, domain: str, due: float) -> None:
        """What is added during the last round is part of it."""
        self._domains[feed] = domain
        if self._owed is not None:
            self._owed.add(feed)
        self._push(feed, due)

    def start(self, now: float) -> str | None:
        """A feed that may be polled now, None if there is none; to be followed by `ended`."""
        while self._heap and self._heap[0][0] <= now:
            feed = heapq.heappop(self._heap)[2]
            if feed in self._granted:
                self._granted.discard(feed)
                self._running.setdefault(feed, self._owed is not None)
                return feed
            start_at = self._turns.ask(self._domains[feed], feed, now)
            if start_at is not None:
                self._grant(feed, start_at)
        return None

    def ended(self, feed: str, now: float, due: float | None, *, settled: bool = True) -> None:
        """The poll is over; the feed is due again at `due`, or never. `settled` is False if it has to be repeated."""
        in_last_round = self._running.pop(feed)
        self._leave(self._visiting.pop(feed, self._domains[feed]), now)
        if self._owed is not None and feed in self._owed:
            if due is None or (settled and in_last_round):
                self._owed.discard(feed)
            elif settled:
                due = now
        if due is None:
            del self._domains[feed]
        else:
            self._push(feed, due)

    def send_on(self, feed: str, domain: str, now: float) -> bool:
        """The feed being polled is redirected: it gives up its turn and waits for one at `domain`.

        `start` returns it once more when it has that turn; False if it holds it already. Nobody waits for one domain
        while holding another, so no two feeds can wait for each other.
        """
        held = self._visiting.get(feed, self._domains[feed])
        if held == domain:
            return False
        self._leave(held, now)
        self._visiting[feed] = domain
        start_at = self._turns.ask(domain, feed, now)
        if start_at is not None:
            self._grant(feed, start_at)
        return True

    def move(self, feed: str, domain: str) -> None:
        """The feed is now served by another domain. Only between polls."""
        if feed in self._domains:
            self._domains[feed] = domain

    def block(self, domain: str, until: float) -> None:
        """The host asked to be left alone: nothing of its domain starts before `until`."""
        self._turns.block(domain, until)

    def begin_last_round(self, now: float) -> None:
        """Every feed is polled once more from now on: what waits for its time becomes due."""
        if self._owed is None:
            self._owed = set(self._domains)
            self._heap = [(at if feed in self._granted else now, order, feed) for at, order, feed in self._heap]
            heapq.heapify(self._heap)

    @property
    def in_last_round(self) -> bool:
        return self._owed is not None

    @property
    def last_round_over(self) -> bool:
        return self._owed is not None and not self._owed and not self._running

    def next_at(self) -> float | None:
        """When `start` may have something next, as far as that is known now."""
        return self._heap[0][0] if self._heap else None

    def tidy(self, now: float) -> None:
        """Give back the memory of domains that nobody uses."""
        self._turns.forget_idle(now)

    def _leave(self, domain: str, now: float) -> None:
        following = self._turns.done(domain, now)
        if following is not None:
            self._grant(*following)

    def _grant(self, feed: str, start_at: float) -> None:
        """The turn is this feed's; it holds it, but no connection, until it may start."""
        self._granted.add(feed)
        self._push(feed, start_at)

    def _push(self, feed: str, due: float) -> None:
        heapq.heappush(self._heap, (due, next(self._order), feed))
