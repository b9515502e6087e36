"""One request at a time (or a few) and a pause after each, per registrable domain. Pure: times are arguments (seconds).

Thousands of feeds may share one host; they wait here for their turn, in order.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class _Domain(Generic[T]):
    busy: int = 0
    free_at: float = 0.0
    waiting: deque[T] = field(default_factory=deque)


class Turns(Generic[T]):
    """Who may go when. `ask` either grants a turn or keeps the asker in line; `done` gives one back.

    `at_once` turns of a domain may be held together; each is free again `spacing_s` after it was given back.
    """

    def __init__(self, spacing_s: float, at_once: int = 1) -> None:
        self._spacing_s, self._at_once = spacing_s, at_once
        self._domains: dict[str, _Domain[T]] = {}

    def ask(self, domain: str, who: T, now: float) -> float | None:
        """None: in line, to be returned by a later `done`. Else the time at which `who` may start (maybe now)."""
        state = self._domains.setdefault(domain, _Domain())
        if state.busy >= self._at_once or state.waiting:
            state.waiting.append(who)
            return None
        state.busy += 1
        return max(now, state.free_at)

    def done(self, domain: str, now: float) -> tuple[T, float] | None:
        """The request has ended: who is next and when it may start, None if nobody waits."""
        state = self._domains[domain]
        state.free_at = max(state.free_at, now + self._spacing_s)
        if state.waiting:
            return state.waiting.popleft(), state.free_at
        state.busy -= 1
        return None

    def block(self, domain: str, until: float) -> None:
        """The server asked to be left alone (Retry-After): nobody of this domain starts before `until`."""
        state = self._domains.setdefault(domain, _Domain())
        state.free_at = max(state.free_at, until)

    def forget_idle(self, now: float) -> None:
        """Drop the domains that nobody uses, so that memory follows the feed list and not its history."""
        idle = [d for d, s in self._domains.items() if not s.busy and not s.waiting and s.free_at <= now]
        for domain in idle:
            del self._domains[domain]
