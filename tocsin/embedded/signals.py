"""SIGINT and SIGTERM as an event."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from types import FrameType


@contextlib.contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """Set by the first SIGINT or SIGTERM; a second one ends the process at once, which loses nothing either."""
    stop = threading.Event()
    handlers: dict[signal.Signals, Callable[[int, FrameType | None], object] | int | None] = {}

    def ask(number: int, _frame: FrameType | None) -> None:
        stop.set()
        for other, handler in handlers.items():
            signal.signal(other, signal.SIG_DFL if other == number else handler)

    for number in (signal.SIGINT, signal.SIGTERM):
        handlers[number] = signal.signal(number, ask)
    try:
        yield stop
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
