"""The live page beside a run: it reads the store that the run writes."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from rich.console import Console

from tocsin.embedded.events import Listener, Serving
from tocsin.embedded.lock import DataDirectory
from tocsin.embedded.signals import stop_signals
from tocsin.settings import Settings


@contextlib.contextmanager
def served(directory: DataDirectory, settings: Settings, listener: Listener) -> Iterator[str | None]:
    """The page's address while in it, None if it is not wanted. A taken port gives way to a free one."""
    if not settings.serve.page:
        yield None
        return
    from tocsin.serve.figures import Figures, own
    from tocsin.serve.server import PageServer
    from tocsin.serve.sql_reader import SqlReader
    from tocsin.serve.sqlite_database import SqliteDatabase

    reader = SqlReader(SqliteDatabase(directory.store))
    server = PageServer(reader, Figures(own), host=settings.serve.host, port=settings.serve.port, next_port=True)
    server.start()
    listener(Serving(server.url, server.moved))
    try:
        yield server.url
    finally:
        server.stop()


def linger(console: Console, url: str) -> None:
    """Somebody at a terminal may go on looking at what the run left."""
    if not (console.is_terminal and sys.stdin.isatty()) or os.environ.get("CI"):
        return
    console.print(f"The page stays at {url} until Ctrl-C.", style="bold cyan")
    with stop_signals() as stop:
        stop.wait()
