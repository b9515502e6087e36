"""When a stage can read nothing any more, it must stop instead of emptying a topic into the dead letters. Pure."""

from __future__ import annotations

from collections import deque

_WINDOW_RUNS = 10


class PoisonLimit:
    """Trips at `run` failures in a row, or when at least `share` of the last `10 * run` messages failed."""

    def __init__(self, run: int, share: float) -> None:
        self._run, self._share = run, share
        self._row = 0
        self._window: deque[bool] = deque(maxlen=run * _WINDOW_RUNS)
        self._failed = 0

    def note(self, failed: bool) -> None:
        if len(self._window) == self._window.maxlen:
            self._failed -= self._window[0]
        self._window.append(failed)
        self._failed += failed
        self._row = self._row + 1 if failed else 0

    @property
    def tripped(self) -> bool:
        full = len(self._window) == self._window.maxlen
        return self._row >= self._run or (full and self._failed >= self._share * len(self._window))
