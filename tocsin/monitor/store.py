"""One look at the PostgreSQL store: whether it answers, and how large it is."""

from __future__ import annotations

import psycopg

_PATIENCE_S = 5


def store_bytes(dsn: str) -> int:
    """Bytes of the database. Raises `psycopg.Error` if it does not answer within seconds."""
    options = f"-c statement_timeout={_PATIENCE_S * 1000}"
    with psycopg.connect(dsn, connect_timeout=_PATIENCE_S, options=options) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0
