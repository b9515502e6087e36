"""Builds the gazetteer: one SQLite file, the same bytes for the same sources, put in place atomically."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from processors.classify.geo import sources
from processors.classify.geo.names import MAX_WORDS, key
from processors.classify.geo.place import distance_km
from processors.classify.geo.sources import Row

_FORMAT = 8  # of the tables below, or what else this file makes of the sources
_SCHEMA = """
CREATE TABLE places (
    id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, admin1 TEXT, latitude REAL, longitude REAL,
    radius_km REAL, population INTEGER, timezone TEXT, geonames_id INTEGER, detail TEXT, within INTEGER,
    capital INTEGER);
CREATE TABLE names (key TEXT, place INTEGER, main INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE INDEX by_country ON places (country, admin1);
CREATE TABLE heads (word TEXT PRIMARY KEY, lengths INTEGER) WITHOUT ROWID;
CREATE TABLE codes (code TEXT PRIMARY KEY, place INTEGER) WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""
_INSERT = "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
_NEAR_KM = 120.0


def edition() -> str:
    """What a gazetteer built now says of itself: one built of other sources is built again."""
    return f"{_FORMAT}-{sources.digest()}"


def build(path: Path) -> None:
    """Writes the gazetteer to `path` (folders are made); a reader sees the whole file or none. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(partial, isolation_level=None)) as database:
            _fill(database)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _fill(database: sqlite3.Connection) -> None:
    database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + _SCHEMA)
    database.execute("BEGIN")
    names: dict[tuple[str, int], int] = {}
    parents: dict[str, list[tuple[int, Row]]] = {key(row.within): [] for row in sources.overlay() if row.within}
    for number, row in enumerate(_all_rows(), 1):
        parent = _parent(row, parents) if row.within else None
        database.execute(_INSERT, _values(number, row, parent))
        if row.code:
            database.execute("INSERT INTO codes VALUES (?,?)", (row.code, number))
        for name in row.aliases:
            names.setdefault((key(name), number), 0)
        for name in (row.name, *row.own):
            names[key(name), number] = 1
        if row.kind == "city":
            for name in {key(name) for name in (row.name, *row.own, *row.aliases)} & parents.keys():
                parents[name].append((number, row))
    _write_names(database, names)
    database.execute("INSERT INTO meta VALUES ('format', ?)", (edition(),))
    database.execute("COMMIT")
    database.execute("ANALYZE")


def _all_rows() -> Iterator[Row]:
    yield from sources.regions()
    yield from sources.cities()
    yield from sources.overlay()


def _values(number: int, row: Row, parent: tuple[int, Row] | None) -> tuple[object, ...]:
    within, admin1, timezone = (parent[0], parent[1].admin1, parent[1].timezone) if parent else (None, "", "")
    return (
        number, row.name, row.kind, row.country, row.admin1 or admin1, row.latitude, row.longitude, row.radius_km,
        row.population, row.timezone or timezone, row.geonames_id, row.detail, within, int(row.capital),
    )  # fmt: skip


def _parent(row: Row, parents: dict[str, list[tuple[int, Row]]]) -> tuple[int, Row]:
    """The city an overlay place lies in: the nearest of that name. Raises ValueError if there is none near."""
    found = [
        (distance_km(row.latitude, row.longitude, city.latitude, city.longitude), number, city)
        for number, city in parents[key(row.within)]
        if city.country == row.country
    ]
    nearest = min(found, key=lambda item: item[:2], default=None)
    if nearest is None or nearest[0] > _NEAR_KM:
        raise ValueError(f"overlay: {row.name}: no city {row.within!r} in {row.country} within {_NEAR_KM} km")
    return nearest[1], nearest[2]


def _write_names(database: sqlite3.Connection, names: dict[tuple[str, int], int]) -> None:
    """Sorted, so that the file is the same every time and the pages fill up."""
    listed = sorted((name, place, main) for (name, place), main in names.items() if name and _words(name) <= MAX_WORDS)
    database.executemany("INSERT INTO names VALUES (?,?,?)", listed)
    heads: dict[str, int] = {}
    for name, _, _ in listed:
        head = name.partition(" ")[0]
        heads[head] = heads.get(head, 0) | 1 << _words(name)
    database.executemany("INSERT INTO heads VALUES (?,?)", sorted(heads.items()))


def _words(name: str) -> int:
    return name.count(" ") + 1
