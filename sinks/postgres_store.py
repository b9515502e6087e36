"""The store of the production form: the SQLite store's tables in PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors, sql

from sinks import postgres_migrations, rows
from sinks.port import StoreError, StoreMisconfigured, StoreUnavailable
from tocsin import topics
from tocsin.contract.envelope import header, open_account, open_message
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account
from tocsin.log.port import Delivered
from tocsin.logging import clean_text

_Connection = psycopg.Connection[Any]
_Write = Callable[[_Connection], None]
_CONNECT_S = 10
_OURS_TO_MEND = ("password", "authentication", "does not exist", "no pg_hba.conf entry", "certificate")
"""A refused connection has no SQLSTATE in libpq; these words of the server's tell it from one that is away."""


class PostgresStore:
    """A sink. The schema is made or migrated at the first connection; a server that is away is asked at each flush.

    Raises `StoreMisconfigured` for a wrong address, user, password or database.
    """

    name = "postgres"
    topics: tuple[str, ...] = (topics.REPORTS.name, topics.INCIDENTS.name)

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._waiting: list[_Write] = []
        self._connection: _Connection | None = None
        with suppress(StoreUnavailable):
            self._connected()

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
        connection = self._connected()
        try:
            with _typed_errors(), connection.transaction(), connection.pipeline():
                for write in self._waiting:
                    write(connection)
        except StoreError:
            self.close()  # whatever it was, a fresh connection is a known state
            raise
        self._waiting.clear()

    def close(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def _connected(self) -> _Connection:
        if self._connection is None or self._connection.closed:
            with _typed_errors():
                made: _Connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=_CONNECT_S)
                try:
                    postgres_migrations.apply(made)
                except BaseException:
                    made.close()
                    raise
                self._connection = made
        return self._connection


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except (errors.InvalidAuthorizationSpecification, errors.InsufficientPrivilege, psycopg.ProgrammingError) as error:
        raise StoreMisconfigured(_told(error), "check postgres.dsn and the user's rights") from error
    except psycopg.OperationalError as error:  # lost, refused, shutting down, out of disk, out of connections
        if error.sqlstate is None and any(words in str(error) for words in _OURS_TO_MEND):
            raise StoreMisconfigured(_told(error), "check postgres.dsn") from error
        raise StoreUnavailable(_told(error)) from error
    except psycopg.Error as error:
        raise StoreError(_told(error)) from error


def _told(error: Exception) -> str:
    return f"PostgreSQL: {clean_text(' '.join(str(error).split()))}"


def _store_incident(connection: _Connection, incident: Incident, caused_at: str | None) -> None:
    _upsert(connection, "revisions", ("incident_id", "revision"), [rows.revision_row(incident, caused_at)])
    newest = connection.execute("SELECT revision FROM incidents WHERE id = %s", (incident.id,)).fetchone()
    if newest and newest[0] > incident.revision:
        return
    _upsert(connection, "incidents", ("id",), [rows.incident_row(incident)])
    if incident.total_reports <= len(incident.reports):  # else it names only some of them, and the others stand
        connection.execute("DELETE FROM incident_reports WHERE incident_id = %s", (incident.id,))
    _upsert(connection, "incident_reports", ("incident_id", "report_id"), rows.incident_report_rows(incident))


def _store_account(connection: _Connection, account: Account) -> None:
    """Replaces what an older version of the article told; an older one that comes late changes nothing."""
    article = account.article
    held = connection.execute("SELECT version FROM sources WHERE article_id = %s", (article.id,)).fetchone()
    if held and held[0] > article.version:
        return
    connection.execute("DELETE FROM claims WHERE article_id = %s", (article.id,))
    connection.execute("DELETE FROM reports WHERE article_id = %s", (article.id,))
    _upsert(connection, "sources", ("article_id",), [rows.source_row(account)])
    _upsert(connection, "reports", ("id",), [rows.report_row(account, report) for report in account.reports])
    claims = [rows.claim_row(account, claim) for report in account.reports for claim in report.claims]
    _upsert(connection, "claims", ("id",), claims)


def _upsert(connection: _Connection, table: str, key: tuple[str, ...], values: Iterable[rows.Row]) -> None:
    values = list(values)
    if not values:
        return
    names = list(values[0])
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({}) ON CONFLICT ({}) DO UPDATE SET {}").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(map(sql.Placeholder, names)),
        sql.SQL(", ").join(map(sql.Identifier, key)),
        sql.SQL(", ").join(
            sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in names if name not in key
        ),
    )
    for row in values:
        connection.execute(statement, {name: _storable(value) for name, value in row.items()})


def _storable(value: object) -> object:
    """PostgreSQL's text cannot hold a NUL, nor its jsonb the escape of one."""
    if isinstance(value, str) and ("\x00" in value or "\\u0000" in value):
        return value.replace("\x00", "\ufffd").replace("\\u0000", "\\ufffd")
    return value
