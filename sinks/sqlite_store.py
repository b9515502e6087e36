"""The embedded store: current incidents, every revision, reports, claims and sources in one SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from sinks import rows, sqlite_migrations
from sinks.sqlite_errors import typed_errors
from tocsin import topics
from tocsin.contract.envelope import header, open_account, open_message
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account
from tocsin.log.port import Delivered

_Write = Callable[[sqlite3.Connection], None]


class SqliteStore:
    """A sink. The file is made or migrated at once; raises `StoreMisconfigured` if it cannot be had."""

    name = "sqlite"
    topics: tuple[str, ...] = (topics.REPORTS.name, topics.INCIDENTS.name)

    def __init__(self, path: Path) -> None:
        self._path = path
        self._waiting: list[_Write] = []
        with typed_errors(path):
            self._connection = sqlite3.connect(path, timeout=5.0, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode=WAL")
            # A power cut must not take back what the log's offset says is stored.
            self._connection.execute("PRAGMA synchronous=FULL")
            sqlite_migrations.apply(self._connection, path)

    def add(self, record: Delivered) -> None:
        """Raises `ContractError`. Corrections are no rows of their own: their revision is."""
        if record.partition.topic == topics.INCIDENTS.name:
            incident = open_message(Incident, record.message)
            caused_at = header(record.message, "ce_time")
            self._waiting.append(lambda c: _store_incident(c, incident, caused_at))
            return
        account = open_account(record.message)
        if isinstance(account, Account):
            self._waiting.append(lambda c: _store_account(c, account))

    def flush(self) -> None:
        """One transaction. Raises `StoreError`; then all is kept for the next try."""
        with typed_errors(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                for write in self._waiting:
                    write(self._connection)
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # a full disk may have rolled back already
                    self._connection.execute("ROLLBACK")
                raise
        self._waiting.clear()

    def close(self) -> None:
        self._connection.close()


def _store_incident(connection: sqlite3.Connection, incident: Incident, caused_at: str | None) -> None:
    revision = rows.revision_row(incident, caused_at)
    _upsert(connection, "revisions", ("incident_id", "revision"), [revision])
    newest = connection.execute("SELECT revision FROM incidents WHERE id = ?", (incident.id,)).fetchone()
    if newest and newest[0] > incident.revision:
        return
    _upsert(connection, "incidents", ("id",), [rows.incident_row(incident)])
    if incident.total_reports <= len(incident.reports):  # else it names only some of them, and the others stand
        connection.execute("DELETE FROM incident_reports WHERE incident_id = ?", (incident.id,))
    _upsert(connection, "incident_reports", ("incident_id", "report_id"), rows.incident_report_rows(incident))


def _store_account(connection: sqlite3.Connection, account: Account) -> None:
    """Replaces what an older version of the article told; an older one that comes late changes nothing."""
    article = account.article
    held = connection.execute("SELECT version FROM sources WHERE article_id = ?", (article.id,)).fetchone()
    if held and held[0] > article.version:
        return
    connection.execute("DELETE FROM claims WHERE article_id = ?", (article.id,))
    connection.execute("DELETE FROM reports WHERE article_id = ?", (article.id,))
    _upsert(connection, "sources", ("article_id",), [rows.source_row(account)])
    _upsert(connection, "reports", ("id",), [rows.report_row(account, report) for report in account.reports])
    claims = [rows.claim_row(account, claim) for report in account.reports for claim in report.claims]
    _upsert(connection, "claims", ("id",), claims)


def _upsert(connection: sqlite3.Connection, table: str, key: tuple[str, ...], values: Iterable[rows.Row]) -> None:
    values = list(values)
    if not values:
        return
    names = list(values[0])
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join(f":{name}" for name in names)
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in key)
    connection.executemany(
        f"INSERT INTO {table} ({columns}) VALUES ({marks}) ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}",
        values,
    )
