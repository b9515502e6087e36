"""How a service is: what liveness, readiness and the metrics tell."""

from __future__ import annotations

import time
from collections.abc import Callable

from tocsin import metrics
from tocsin.logging import get

STUCK_S = 60.0
"""A loop that shows no progress for so long hangs. No message takes a second, and waiting is progress, too."""


class Status:
    """Of one service. `clock` is monotonic, in seconds."""

    def __init__(self, service: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.service, self._clock = service, clock
        self._beat = clock()
        self._not_ready: dict[str, str] = {"assignment": "not yet joined the group"}
        self._log = get(service)
        metrics.READY.labels(service).set(0)

    def beat(self) -> None:
        self._beat = self._clock()
        metrics.BEAT.labels(self.service).set_to_current_time()

    @property
    def alive(self) -> bool:
        return self._clock() - self._beat < STUCK_S

    @property
    def problems(self) -> dict[str, str]:
        """What keeps it from being ready: broker, assignment, state, poison."""
        return dict(self._not_ready)

    def trouble(self, what: str, problem: str) -> None:
        """Tells the log once for each new problem."""
        if self._not_ready.get(what) != problem:
            self._log.warning("not ready", what=what, problem=problem)
            metrics.WAITS.labels(part=self.service).inc()
        self._not_ready[what] = problem
        metrics.READY.labels(self.service).set(0)

    def fine(self, what: str) -> None:
        if self._not_ready.pop(what, None) is not None:
            self._log.info("ready again", what=what)
            metrics.READY.labels(self.service).set(not self._not_ready)
