"""The store of the production form: the SQLite store's tables in PostgreSQL."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import psycopg

from sinks import postgres_migrations, postgres_write
from sinks.batch import PRUNE_EVERY, TOPICS, Batch
from sinks.port import StoreError, StoreRefused, StoreUnavailable
from sinks.postgres_errors import OF_A_RECORD, typed_errors
from tocsin.log.port import Delivered

_Connection = psycopg.Connection[Any]
_CONNECT_S = 10


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
        self._since_prune = PRUNE_EVERY
        with suppress(StoreUnavailable):
            self._connected()

    def add(self, record: Delivered) -> None:
        self._batch.add(record)

    def flush(self) -> None:
        """One transaction. Raises `StoreError`; then all is kept for the next try, but what `StoreRefused` names."""
        connection = self._connected()
        try:
            with typed_errors(), connection.transaction():
                postgres_write.store(connection, self._batch)
                if self._since_prune >= PRUNE_EVERY:
                    postgres_write.prune(connection)
                    self._since_prune = 0
        except StoreError as error:
            if isinstance(error.__cause__, OF_A_RECORD):
                self._refuse(connection)
            self.close()  # whatever it was, a fresh connection is a known state
            raise
        self._since_prune += len(self._batch.records)
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
                with typed_errors(), connection.transaction(force_rollback=True):
                    postgres_write.store(connection, alone)
                kept.add(record)
            except StoreError as error:
                if not isinstance(error.__cause__, OF_A_RECORD):
                    raise
                refused[record] = str(error)
        if refused:
            self._batch = kept
            raise StoreRefused(refused)

    def _connected(self) -> _Connection:
        if self._connection is None or self._connection.closed:
            with typed_errors():
                made: _Connection = psycopg.connect(self._dsn, autocommit=True, connect_timeout=_CONNECT_S)
                try:
                    postgres_migrations.apply(made)
                    postgres_write.prepare(made)
                except BaseException:
                    made.close()
                    raise
                self._connection = made
        return self._connection
