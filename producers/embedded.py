"""The poller in a thread of its own, for a process that does other things as well."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from producers.poller import Poller

MakePoller = Callable[[], Poller]


class PollerThread:
    """`start`, then `stop` or `finish`, then `join`. The poller and its state are made and closed in the thread.

    `make` returns the poller; `close` is called at the end, whatever happened.
    """

    def __init__(self, make: MakePoller, close: Callable[[], None] = lambda: None) -> None:
        self._make, self._close = make, close
        self._poller: Poller | None = None
        self._made = threading.Event()
        self._thread = threading.Thread(target=self._run, name="poller", daemon=True)
        self.error: BaseException | None = None
        """What ended `run`; None while it runs and after a clean end."""

    def start(self) -> None:
        """Returns when the poller is made; raises what making it raised (`StateError`)."""
        self._thread.start()
        self._made.wait()
        if self._poller is None and self.error is not None:
            raise self.error

    def stop(self) -> None:
        """Let polls under way end, then end."""
        if self._poller is not None:
            self._poller.request_stop()

    def finish(self) -> None:
        """Poll every feed once more, wait until the log has everything, then end."""
        if self._poller is not None:
            self._poller.request_last_round()

    def join(self, timeout_s: float | None = None) -> bool:
        """Whether it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._poller = self._make()
            self._made.set()
            asyncio.run(self._poller.run())
        except BaseException as error:  # handed to whoever watches the thread
            self.error = error
        finally:
            self._made.set()
            self._close()
