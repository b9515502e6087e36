"""The store's schema by versioned migrations: `migrations/sqlite/NNNN_*.sql`, each applied once, as one."""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path

from sinks.port import StoreMisconfigured

APPLICATION_ID = 0x746F6369  # "toci": so that we never migrate a foreign file


def migrations() -> list[tuple[int, str]]:
    """(version, SQL) in order; versions count 1, 2, ..."""
    folder = resources.files("sinks").joinpath("migrations/sqlite")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name.partition("_")[0]), f.read_text("utf-8")) for f in files]


def apply(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file to the newest version. Raises `StoreMisconfigured` for a foreign or newer file, sqlite3.Error."""
    known = migrations()
    connection.execute("BEGIN IMMEDIATE")  # two processes that open it at once migrate it once
    try:
        version = _version(connection, path, newest=known[-1][0])
        for number, sql in known:
            if number > version:
                for statement in _statements(sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version={number}")
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != APPLICATION_ID and connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
        raise StoreMisconfigured(f"{path} is not a Tocsin store", "choose another --data directory")
    if version > newest:
        raise StoreMisconfigured(f"{path} is of version {version}, newer than {newest}", "use a newer tocsin")
    return version


def _statements(sql: str) -> list[str]:
    """`executescript` would commit our transaction, so they are run one by one."""
    statements, rest = [], ""
    for line in sql.splitlines(keepends=True):
        rest += line
        if sqlite3.complete_statement(rest):
            statements.append(rest)
            rest = ""
    return statements
