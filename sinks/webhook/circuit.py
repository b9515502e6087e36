"""When a failing target is left alone. Pure: the time is an argument (seconds, monotonic).

closed     requests go out; `_FAILURES` in a row open it
open       none goes out for a while, twice as long each time, `_LONGEST_S` at most; a `Retry-After` may ask for more
half open  then one goes out: success closes it, failure opens it again
"""

from __future__ import annotations

from dataclasses import dataclass

_FAILURES = 5
_FIRST_S, _LONGEST_S = 15.0, 600.0
_LONGEST_ASKED_S = 3600.0


@dataclass(frozen=True, slots=True)
class Circuited:
    """A target's circuit opened or closed."""

    target: str
    is_open: bool


class Circuit:
    def __init__(self) -> None:
        self._failures, self._openings, self._until = 0, 0, 0.0

    @property
    def is_open(self) -> bool:
        return self._openings > 0

    def wait_s(self, now: float) -> float:
        """How long no request may go out; 0.0 if one may."""
        return max(0.0, self._until - now)

    def succeeded(self) -> None:
        self._failures, self._openings, self._until = 0, 0, 0.0

    def failed(self, now: float, retry_after_s: float = 0.0) -> None:
        self._failures += 1
        self._until = now + min(retry_after_s, _LONGEST_ASKED_S)
        if self._failures >= _FAILURES or self.is_open:
            rest_s = min(_FIRST_S * 2**self._openings, _LONGEST_S)
            self._openings = min(self._openings + 1, 10)
            self._until = max(self._until, now + rest_s)
