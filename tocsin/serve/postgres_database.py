"""Reading the PostgreSQL store."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import psycopg
from psycopg.types.string import TextLoader

from sinks.postgres_errors import typed_errors
from tocsin.contract.codec import rfc3339
from tocsin.serve.database import Pool, Rows

_CONNECTIONS = 8
_CONNECT_S = 10
_NAMED = re.compile(r":([a-z_]+\d*)\b")
_OPTIONS = "-c default_transaction_read_only=on -c statement_timeout=30000"


class PostgresDatabase:
    """Connects at the first question; a server that is away is `StoreUnavailable` then."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._pool: Pool[psycopg.Connection[Any]] = Pool(_CONNECTIONS, self._connect, _close)

    def rows(self, sql: str, parameters: Mapping[str, object]) -> Rows:
        statement = _NAMED.sub(r"%(\1)s", sql.replace("%", "%%")).encode()
        with typed_errors(), self._pool.connection() as connection:
            found = connection.execute(statement, dict(parameters)).fetchall()
        return [tuple(_plain(value) for value in row) for row in found]

    def day(self, moment: str) -> str:
        return f"to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"

    def scanned(self, table: str) -> str:
        return table  # its planner knows

    def close(self) -> None:
        self._pool.close()

    def _connect(self) -> psycopg.Connection[Any]:
        made = psycopg.connect(self._dsn, autocommit=True, connect_timeout=_CONNECT_S, options=_OPTIONS)
        made.adapters.register_loader("jsonb", TextLoader)
        return made


def _close(connection: psycopg.Connection[Any]) -> None:
    with suppress(psycopg.Error):
        connection.close()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return rfc3339(value)
    return value.isoformat() if isinstance(value, date) else value
