"""The store of the production form: the SQLite store's tables in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg import errors

from sinks import postgres_migrations, postgres_write
from sinks.batch import TOPICS, Batch
from sinks.port import StoreError, StoreMisconfigured, StoreRefused, StoreUnavailable
from tocsin.log.port import Delivered
from tocsin.logging import clean_text

_Connection = psycopg.Connection[Any]
_CONNECT_S = 10
_OURS_TO_MEND = ("password", "authentication", "does not exist", "no pg_hba.conf entry", "certificate")
"""A refused connection has no SQLSTATE in libpq; these words of the server's tell it from one that is away."""


class PostgresStore:
    """A sink. The schema is made or migrated at the first connection; a server that is away is asked at each flush.

    Raises `StoreMisconfigured` for a wrong address, user, password or database.
    """

    name = "postgres"
    topics: tuple[str, ...] = TOPICS

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._batch = Batch()
        self._connection: _Connection | None = None
        with suppress(StoreUnavailable):
            self._connected()

    def add(self, record: Delivered) -> None:
        self._batch.add(record)

    def flush(self) -> None:
        """One transaction. Raises `StoreError`; then all is kept for the next try, but what `StoreRefused` names."""
        connection = self._connected()
        try:
            with _typed_errors(), connection.transaction():
                postgres_write.store(connection, self._batch)
        except StoreError as error:
            if isinstance(error.__cause__, _OF_A_RECORD):
                self._refuse(connection)
            self.close()  # whatever it was, a fresh connection is a known state
            raise
        self._batch = Batch()

    def close(self) -> None:
        if self._connection is not None:
            with suppress(psycopg.Error):
                self._connection.close()
            self._connection = None

    def _refuse(self, connection: _Connection) -> None:
        """Find the records that break it, each alone; store nothing. Returns if none does so alone."""
        refused, kept = dict[Delivered, str](), Batch()
        for record in self._batch.records:
            alone = Batch()
            alone.add(record)
            try:
                with _typed_errors(), connection.transaction(force_rollback=True):
                    postgres_write.store(connection, alone)
                kept.add(record)
            except StoreError as error:
                if not isinstance(error.__cause__, _OF_A_RECORD):
                    raise
                refused[record] = str(error)
        if refused:
            self._batch = kept
            raise StoreRefused(refused)

    def _connected(self) -> _Connection:
        if self._connection is None or self._connection.closed:
            with _typed_errors():
                made: _Connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=_CONNECT_S)
                try:
                    postgres_migrations.apply(made)
                    postgres_write.prepare(made)
                except BaseException:
                    made.close()
                    raise
                self._connection = made
        return self._connection


_OF_A_RECORD = (errors.DataError, errors.IntegrityError, errors.ProgramLimitExceeded)
"""A number out of range, a value the type cannot hold: no wait would mend them."""


@contextmanager
def _typed_errors() -> Iterator[None]:
    try:
        yield
    except _OF_A_RECORD as error:
        raise StoreError(_told(error)) from error
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
