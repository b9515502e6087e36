"""Which store a reader is over."""

from __future__ import annotations

from pathlib import Path

from sinks.port import StoreMisconfigured
from tocsin.serve.port import Reader
from tocsin.serve.postgres_database import PostgresDatabase
from tocsin.serve.sql_reader import SqlReader
from tocsin.serve.sqlite_database import SqliteDatabase
from tocsin.settings import Settings


def open_reader(store: str | None, settings: Settings) -> Reader:
    """`store`: a SQLite file, a folder of `tocsin run`, a PostgreSQL address, or `postgres` for the settings' one.

    Without it, the store of the data folder, else that of its last show. Raises `StoreMisconfigured`.
    """
    if store == "postgres":
        if settings.postgres.dsn is None:
            raise StoreMisconfigured("postgres.dsn is not set", "set TOCSIN_POSTGRES__DSN or TOCSIN_POSTGRES__DSN_FILE")
        return SqlReader(PostgresDatabase(settings.postgres.dsn.get_secret_value()))
    if store is not None and store.startswith(("postgresql://", "postgres://")):
        return SqlReader(PostgresDatabase(store))
    return SqlReader(SqliteDatabase(_file(Path(store) if store else None, settings.data)))


def _file(given: Path | None, folder: Path) -> Path:
    places = [given] if given else [folder, folder / "show"]
    for place in places:
        for path in (place, place / "incidents.sqlite"):
            if path.is_file():
                return path
    return places[0] / "incidents.sqlite" if given is None or given.is_dir() else places[0]
