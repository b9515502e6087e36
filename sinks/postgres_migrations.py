"""The store's schema by versioned migrations: `migrations/postgres/NNNN_*.sql`, each applied once, all as one.

Where the database has PostGIS, `migrations/postgis.sql` is applied beside them, once.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

import psycopg

from sinks.port import StoreMisconfigured

_LOCK = 0x746F6369  # an advisory lock of ours: two processes that start at once migrate once


def migrations() -> list[tuple[int, str]]:
    """(version, SQL) in order; versions count 1, 2, ..."""
    folder = resources.files("sinks").joinpath("migrations/postgres")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name.partition("_")[0]), f.read_text("utf-8")) for f in files]


def apply(connection: psycopg.Connection[Any]) -> None:
    """Bring the database to the newest version. Raises `StoreMisconfigured` for a newer one, psycopg.Error."""
    known = migrations()
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        connection.execute("CREATE TABLE IF NOT EXISTS tocsin_schema (version integer NOT NULL)")
        row = connection.execute("SELECT coalesce(max(version), 0) FROM tocsin_schema").fetchone()
        version = row[0] if row else 0
        if version > known[-1][0]:
            raise StoreMisconfigured(
                f"the database is of version {version}, newer than {known[-1][0]}", "upgrade tocsin"
            )
        for number, sql in known:
            if number > version:
                connection.execute(sql.encode())
                connection.execute("INSERT INTO tocsin_schema VALUES (%s)", (number,))
        _use_postgis(connection)


def _use_postgis(connection: psycopg.Connection[Any]) -> None:
    query = (
        "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'postgis') AND NOT EXISTS ("
        "SELECT FROM pg_attribute WHERE attrelid = 'incidents'::regclass AND attname = 'geog')"
    )
    row = connection.execute(query).fetchone()
    if row and row[0]:
        connection.execute(resources.files("sinks").joinpath("migrations/postgis.sql").read_bytes())
