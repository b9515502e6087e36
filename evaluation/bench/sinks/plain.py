"""What a bare client does with rows that are ready: no reading of messages, no looking at what is stored."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq

from sinks.batch import Change
from sinks.rows import Row

_TABLES = ("revisions", "incidents", "incident_reports")


def sqlite(path: Path, batches: Sequence[Change]) -> None:
    """executemany, a transaction a batch, into tables that a sink has made."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    for change in batches:
        connection.execute("BEGIN IMMEDIATE")
        for table, values in _filled(change):
            columns, marks = ", ".join(values[0]), ", ".join(f":{name}" for name in values[0])
            connection.executemany(f"INSERT OR REPLACE INTO {table} ({columns}) VALUES ({marks})", values)
        connection.execute("COMMIT")
    connection.close()


def postgres(dsn: str, batches: Sequence[Change]) -> None:
    """COPY, a transaction a batch, into tables that a sink has made. Every incident once: COPY cannot replace."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        for change in batches:
            with connection.transaction():
                for table, values in _filled(change):
                    _copy(connection, table, values)


def parquet(path: Path, tables: Sequence[pa.Table]) -> None:
    """A file a batch."""
    path.mkdir()
    for number, table in enumerate(tables):
        pq.write_table(table, path / f"{number}.parquet", compression="zstd")


def _copy(connection: psycopg.Connection[Any], table: str, values: Sequence[Row]) -> None:
    with connection.cursor().copy(f"COPY {table} ({', '.join(values[0])}) FROM STDIN".encode()) as copy:
        for row in values:
            copy.write_row(tuple(row.values()))


def _filled(change: Change) -> list[tuple[str, list[Row]]]:
    return [(table, change.upserts[table]) for table in _TABLES if change.upserts[table]]
