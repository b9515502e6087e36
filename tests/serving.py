"""A store that can grow, and the API over it on a port of its own."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from invented import NOON, account, incident, rejections

from sinks.sqlite_store import SqliteStore
from tocsin.contract.envelope import account_message, incident_message, rejections_message
from tocsin.contract.incident import Incident
from tocsin.log.port import Delivered, Message, Partition
from tocsin.serve.figures import Figures, own
from tocsin.serve.server import PageServer
from tocsin.serve.sql_reader import SqlReader
from tocsin.serve.sqlite_database import SqliteDatabase


class Growing:
    """A SQLite store at `path`."""

    def __init__(self, path: Path) -> None:
        self.path, self._sink, self._number = path, SqliteStore(path), 0

    def store(self, *values: Incident | Message) -> None:
        for value in values:
            message = value if isinstance(value, Message) else incident_message(value, NOON)
            self._sink.add(Delivered(message, Partition(message.topic), self._number, 0))
            self._number += 1
        self._sink.flush()

    def story(self) -> None:
        """Two incidents, one of them revised, with what the first stands on."""
        self.store(account_message(account(1)), rejections_message(rejections(1)), incident(1), incident(2))
        self.store(incident(1, revision=2, killed=5))

    def close(self) -> None:
        self._sink.close()


@contextlib.contextmanager
def served(store: Path, port: int = 0) -> Iterator[PageServer]:
    reader = SqlReader(SqliteDatabase(store))
    server = PageServer(reader, Figures(own), host="127.0.0.1", port=port, next_port=False)
    server.start()
    try:
        yield server
    finally:
        server.stop()
