"""A SQL store read as a stream of incidents, for views: constant memory, a snapshot of its own.

Raises `StoreUnavailable`, `StoreMisconfigured`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

import psycopg

from sinks.port import StoreMisconfigured
from sinks.postgres_errors import typed_errors as postgres_errors
from sinks.sqlite_errors import typed_errors as sqlite_errors
from sinks.views.cap import Revised
from tocsin.contract.codec import decode, rfc3339
from tocsin.contract.incident import Incident
from tocsin.view.select import Selection

_MOMENT = "coalesce(when_start, first_reported_at)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """`since <= t < until` by when it happened, by its first report where that is unknown; `statuses` in force."""

    selection: Selection = field(default_factory=Selection)
    since: datetime | None = None
    until: datetime | None = None
    statuses: tuple[str, ...] = ("open", "closed")

    def sql(self) -> tuple[str, list[str]]:
        """Conditions on `incidents` and their values; `?` marks."""
        conditions, values = [f"status IN ({', '.join('?' for _ in self.statuses)})"], list(self.statuses)
        if self.since:
            conditions.append(f"{_MOMENT} >= ?")
            values.append(rfc3339(self.since))
        if self.until:
            conditions.append(f"{_MOMENT} < ?")
            values.append(rfc3339(self.until))
        if self.selection.countries:
            conditions.append(f"country IN ({', '.join('?' for _ in self.selection.countries)})")
            values += sorted(self.selection.countries)
        return " AND ".join(conditions), values


class Source(Protocol):
    """A store that can be asked."""

    def rows(self, query: str, values: list[str]) -> Iterator[tuple[str, ...]]:
        """Streamed; every column as text."""
        ...


def incidents(source: Source, wanted: Wanted) -> Iterator[Incident]:
    """Newest revisions, by id."""
    conditions, values = wanted.sql()
    for (body,) in source.rows(f"SELECT CAST(body AS text) FROM incidents WHERE {conditions} ORDER BY id", values):
        incident = decode(Incident, body.encode())
        if wanted.selection.wants(incident):
            yield incident


def revisions(source: Source, wanted: Wanted) -> Iterator[Revised]:
    """Every revision of the incidents whose newest one is wanted, by id and revision."""
    conditions, values = wanted.sql()
    query = (
        "SELECT CAST(i.body AS text), CAST(r.body AS text), r.caused_at FROM revisions r "
        f"JOIN (SELECT id, body FROM incidents WHERE {conditions}) i ON i.id = r.incident_id "
        "ORDER BY r.incident_id, r.revision"
    )
    for newest, body, caused_at in source.rows(query, values):
        if wanted.selection.wants(decode(Incident, newest.encode())):
            told = decode(Incident, body.encode())
            yield Revised(told, datetime.fromisoformat(caused_at) if caused_at else told.last_reported_at)


class SqliteSource:
    """The embedded store's file, opened for reading only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if not path.is_file():
            raise StoreMisconfigured(f"there is no store {path}", "start `tocsin run`, or name its folder with --data")

    def rows(self, query: str, values: list[str]) -> Iterator[tuple[str, ...]]:
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        with sqlite_errors(self._path), closing(sqlite3.connect(address, uri=True)) as connection:
            yield from connection.execute(query, values)


class PostgresSource:
    """A database, read by a cursor of the server's."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    def rows(self, query: str, values: list[str]) -> Iterator[tuple[str, ...]]:
        with postgres_errors(), psycopg.connect(self._dsn) as connection:
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            connection.execute("SET LOCAL TimeZone = 'UTC'")
            with connection.cursor(name="view") as cursor:
                cursor.execute(query.replace("?", "%s").encode(), values)
                for row in cursor:
                    yield tuple(_text(value) for value in row)


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
