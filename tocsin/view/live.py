"""Events of several threads onto one terminal: a live screen, or plain lines where there is no terminal."""

from __future__ import annotations

import contextlib
import queue
import threading
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from tocsin.embedded.events import Event
from tocsin.view.board import Board, Happening
from tocsin.view.screen import COLOURS, screen

_REFRESH_S = 0.15


class View:
    """A context: `listen` to events from any thread while in it; `board` may be read after it."""

    def __init__(self, console: Console) -> None:
        self.board = Board()
        self._console = console
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._closing = threading.Event()
        show = self._show_screen if console.is_terminal else self._show_lines
        self._thread = threading.Thread(target=show, name="view", daemon=True)

    def listen(self, event: Event) -> None:
        self._events.put(event)

    def __enter__(self) -> View:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._thread.join()

    def _take(self) -> None:
        while True:
            try:
                self.board.take(self._events.get_nowait())
            except queue.Empty:
                return

    def _show_screen(self) -> None:
        # An alternate screen, so that the summary stands alone on the real one afterwards.
        with Live(console=self._console, auto_refresh=False, screen=True) as live:
            going = True
            while going:
                going = not self._closing.wait(_REFRESH_S)
                self._take()
                live.update(screen(self.board, self._console.width, self._console.height), refresh=True)

    def _show_lines(self) -> None:
        going, shown = True, 0
        while going:
            going = not self._closing.wait(_REFRESH_S)
            self._take()
            new = min(self.board.told - shown, len(self.board.happenings))
            shown = self.board.told
            with contextlib.suppress(OSError):  # nobody reads any more, or its disk is full: the run goes on
                self._print(list(self.board.happenings)[len(self.board.happenings) - new :])

    def _print(self, happenings: list[Happening]) -> None:
        for happening in happenings:
            line = Text(f"{happening.kind:>12}  ", style=COLOURS.get(happening.kind, "cyan"))
            self._console.print(line + Text(happening.text), soft_wrap=True)
