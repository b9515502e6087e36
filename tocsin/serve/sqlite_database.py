"""Reading the SQLite store. It is never made or migrated here: that is the sink's."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path

from sinks.port import StoreMisconfigured
from sinks.sqlite_errors import typed_errors
from tocsin.serve.database import Pool, Rows

_CONNECTIONS = 4


class SqliteDatabase:
    """Raises `StoreMisconfigured` if there is no store at `path`."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StoreMisconfigured(f"no store at {path}", "start `tocsin run`, or name another with --store")
        self._path = path
        self._pool = Pool(_CONNECTIONS, self._connect, sqlite3.Connection.close)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> Rows:
        with typed_errors(self._path), self._pool.connection() as connection:
            return connection.execute(sql, dict(parameters)).fetchall()

    def day(self, moment: str) -> str:
        return f"substr({moment}, 1, 10)"

    def scanned(self, table: str) -> str:
        # 10,000 incidents: 0.07 s of CPU, by the index of their status 0.25 s (docs/performance.md).
        return f"{table} NOT INDEXED"

    def close(self) -> None:
        self._pool.close()

    def _connect(self) -> sqlite3.Connection:
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        return sqlite3.connect(address, uri=True, timeout=5.0, isolation_level=None, check_same_thread=False)
