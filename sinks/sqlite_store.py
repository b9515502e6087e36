"""The embedded store: current incidents, every revision, reports, claims, sources and rejections in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import orjson

from sinks import rows, sqlite_migrations
from sinks.batch import KEPT_REJECTIONS_DAYS, KEYS, PRUNE_EVERY, TOPICS, Batch, Change, Held
from sinks.port import StoreRefused
from sinks.sqlite_errors import typed_errors
from tocsin.log.port import Delivered

_PREPARE = (
    "PRAGMA journal_mode=WAL",
    # A power cut must not take back what the log's offset says is stored.
    "PRAGMA synchronous=FULL",
)


class SqliteStore:
    """A sink. The file is made or migrated at once; raises `StoreMisconfigured` if it cannot be had."""

    name = "sqlite"
    topics: tuple[str, ...] = TOPICS

    def __init__(self, path: Path) -> None:
        self._path = path
        self._batch = Batch()
        with typed_errors(path):
            self._connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
            for statement in _PREPARE:
                self._connection.execute(statement)
            sqlite_migrations.apply(self._connection, path)
        self._since_prune = PRUNE_EVERY

    def add(self, record: Delivered) -> None:
        self._batch.add(record)

    def flush(self) -> None:
        """One transaction. Raises `StoreError`; then all is kept for the next try, but what `StoreRefused` names."""
        with typed_errors(self._path):
            try:
                self._store(self._batch)
            except (sqlite3.DataError, sqlite3.IntegrityError, OverflowError):
                self._refuse()
        self._since_prune += len(self._batch.records)
        self._batch = Batch()
        if self._since_prune >= PRUNE_EVERY:
            self._prune()

    def close(self) -> None:
        self._connection.close()

    def _refuse(self) -> None:
        """Find the records that break it, each alone; store nothing."""
        refused, kept = dict[Delivered, str](), Batch()
        for record in self._batch.records:
            alone = Batch()
            alone.add(record)
            try:
                self._store(alone, keep=False)
                kept.add(record)
            except (sqlite3.DataError, sqlite3.IntegrityError, OverflowError) as error:
                refused[record] = f"SQLite: {error}"
        self._batch = kept
        raise StoreRefused(refused)

    def _store(self, batch: Batch, *, keep: bool = True) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            _apply(self._connection, batch.change(_held(self._connection, batch)))
            self._connection.execute("COMMIT" if keep else "ROLLBACK")
        except BaseException:
            if self._connection.in_transaction:  # a full disk may have rolled back already
                self._connection.execute("ROLLBACK")
            raise

    def _prune(self) -> None:
        with suppress(sqlite3.OperationalError):  # it can wait; what was flushed is stored
            self._connection.execute(
                "DELETE FROM rejections WHERE fetched_at < (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', max(fetched_at),"
                f" '-{KEPT_REJECTIONS_DAYS} days') FROM rejections)"
            )
        self._since_prune = 0


_REJECTED = "SELECT article_id, article_version FROM rejections WHERE article_id"


def _held(connection: sqlite3.Connection, batch: Batch) -> Held:
    return Held(
        revisions=_numbers(connection, "SELECT id, revision FROM incidents WHERE id", batch.incident_ids()),
        versions=_numbers(connection, "SELECT article_id, version FROM sources WHERE article_id", batch.article_ids()),
        rejected=_numbers(connection, _REJECTED, batch.article_ids()),
        forgotten={
            article: frozenset(orjson.loads(reports))
            for article, reports in connection.execute("SELECT article_id, reports FROM forgotten")
        },
    )


def _numbers(connection: sqlite3.Connection, query: str, ids: Sequence[str]) -> dict[str, int]:
    found = connection.execute(f"{query} IN (SELECT value FROM json_each(?))", (orjson.dumps(ids),))
    newest: dict[str, int] = {}
    for identity, number in found:
        newest[identity] = max(number, newest.get(identity, 0))
    return newest


def _apply(connection: sqlite3.Connection, change: Change) -> None:
    _delete(connection, "incident_reports WHERE incident_id = ?", change.reports_of)
    _delete(connection, "claims WHERE article_id = ?", change.told_by)
    _delete(connection, "reports WHERE article_id = ?", change.told_by)
    connection.executemany(
        "DELETE FROM rejections WHERE article_id = ? AND article_version < ?", change.rejected_before
    )
    for table, values in change.upserts.items():
        if values:
            statement = _upsert_revisions(values[0]) if table == "revisions" else _upsert(table, values[0])
            connection.executemany(statement, values)


def _delete(connection: sqlite3.Connection, what: str, ids: Iterable[str]) -> None:
    connection.executemany(f"DELETE FROM {what}", [(identity,) for identity in ids])


def _upsert(table: str, row: rows.Row) -> str:
    key = KEYS[table]
    columns = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(f":{name}" for name in row)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in row if name not in key)
    return f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}"


def _upsert_revisions(row: rows.Row) -> str:
    """One that comes again as it was keeps its number; with another content it is news to readers."""
    columns, marks = ", ".join(row), ", ".join(f":{name}" for name in row)
    changes = ", ".join(f"{name} = excluded.{name}" for name in [*row, "seq"] if name not in KEYS["revisions"])
    return (
        f"INSERT INTO revisions ({columns}, seq) "
        f"VALUES ({marks}, (SELECT coalesce(max(seq), 0) + 1 FROM revisions)) "
        f"ON CONFLICT (incident_id, revision) DO UPDATE SET {changes} WHERE revisions.body <> excluded.body"
    )
