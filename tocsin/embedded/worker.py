"""A thread that keeps what ended it."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Worker:
    """Runs `work` in a thread. `error` is what it raised; `on_error` is called then."""

    def __init__(self, name: str, work: Callable[[], None], on_error: Callable[[], None]) -> None:
        self._work, self._on_error = work, on_error
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def join(self) -> None:
        self._thread.join()

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # handed to whoever joins
            self.error = error
            self._on_error()
