"""Looks names up in the built gazetteer."""

from __future__ import annotations

import os
import sqlite3
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from processors.classify.geo.build import build, edition
from processors.classify.geo.names import key
from processors.classify.geo.place import Candidate, Place
from tocsin.errors import UserError

_FIELDS = (
    "p.id, p.name, p.kind, p.country, p.admin1, p.latitude, p.longitude, p.radius_km, p.population, p.timezone,"
    " p.geonames_id, p.detail, p.within, p.capital"
)
_BY_NAME = f"SELECT {_FIELDS}, n.main FROM names n JOIN places p ON p.id = n.place WHERE n.key = ? ORDER BY p.id"
_BY_ID = f"SELECT {_FIELDS} FROM places p WHERE p.id = ?"
_BY_CODE = f"SELECT {_FIELDS} FROM codes c JOIN places p ON p.id = c.place WHERE c.code = ?"
_CAPITAL = f"SELECT {_FIELDS} FROM places p WHERE p.country = ? AND p.capital = 1 ORDER BY p.population DESC LIMIT 1"
_CACHE = 1 << 16  # names: about 30 MB when full, and most of a day's names


class GazetteerError(UserError):
    """No usable gazetteer at `path`."""

    def __init__(self, path: Path, problem: str, remedy: str = "") -> None:
        super().__init__(f"gazetteer {path}: {problem}", remedy)
        self.path = path


class Gazetteer:
    """One reader of the gazetteer file; use one for each thread."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self.lookup = lru_cache(_CACHE)(self._lookup)
        self.lengths = lru_cache(_CACHE)(self._lengths)
        self.by_id = lru_cache(_CACHE)(self._by_id)
        self.by_code = lru_cache(_CACHE)(self._by_code)
        self._zone_of = lru_cache(4096)(self._zone)
        self.capital = lru_cache(512)(self._capital)

    @classmethod
    def open(cls, path: Path) -> Gazetteer:
        """Raises `GazetteerError` for a missing file or one of another edition."""
        if not path.is_file():
            raise GazetteerError(path, "no such file; `Gazetteer.ready()` builds it")
        try:
            database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            found = database.execute("SELECT value FROM meta WHERE name = 'format'").fetchone()
        except sqlite3.Error as error:
            raise GazetteerError(path, str(error)) from error
        if found != (edition(),):
            raise GazetteerError(path, f"edition {found and found[0]}, this version reads {edition()}")
        database.execute("PRAGMA mmap_size = 268435456")
        return cls(database)

    @classmethod
    def ready(cls, path: Path | None = None) -> Gazetteer:
        """Opens the gazetteer, building it first where it is missing or of another edition (about 15 s).

        Raises `GazetteerError` if it cannot be built there.
        """
        path = path or default_path()
        try:
            return cls.open(path)
        except GazetteerError:
            pass
        from processors.classify.geo.lock import exclusive

        try:
            with exclusive(path):
                try:
                    return cls.open(path)  # another process built it while this one waited
                except GazetteerError:
                    build(path)
        except (OSError, sqlite3.Error) as error:
            raise GazetteerError(
                path, f"cannot be built ({error})", "make room there, or name a file in TOCSIN_GAZETTEER"
            ) from error
        return cls.open(path)

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        """Places called `name`, whatever its case and diacritics."""
        rows = self._database.execute(_BY_NAME, (key(name),)).fetchall()
        return tuple(Candidate(_place(row[:-1]), bool(row[-1])) for row in rows)

    def _lengths(self, word: str) -> int:
        """Bit n is set if some name of n words begins with this (already normalised) word."""
        row = self._database.execute("SELECT lengths FROM heads WHERE word = ?", (word,)).fetchone()
        return int(row[0]) if row else 0

    def _by_id(self, number: int) -> Place:
        row = self._database.execute(_BY_ID, (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        return _place(row)

    def _by_code(self, code: str) -> Place | None:
        """The country `IQ`, the division `US.LA` or `US.LA.079`."""
        row = self._database.execute(_BY_CODE, (code,)).fetchone()
        return _place(row) if row else None

    def _capital(self, country: str) -> Place | None:
        row = self._database.execute(_CAPITAL, (country,)).fetchone()
        return _place(row) if row else None

    def _zone(self, country: str, admin1: str) -> str | None:
        """The time zone most people of a country or division live in, if nearly all of them do."""
        rows = self._database.execute(
            "SELECT timezone, SUM(population + 1) AS people FROM places WHERE kind = 'city' AND country = ?"
            " AND (? = '' OR admin1 = ?) GROUP BY timezone ORDER BY people DESC",
            (country, admin1, admin1),
        ).fetchall()
        people = sum(row[1] for row in rows)
        return str(rows[0][0]) if rows and rows[0][1] > 0.85 * people else None

    def zone(self, place: Place) -> str | None:
        """The place's own zone, else that of its division or country."""
        return place.timezone or (self._zone_of(place.country, place.admin1) if place.country else None)

    def admin1_name(self, place: Place) -> str | None:
        region = self.by_code(f"{place.country}.{place.admin1}") if place.admin1 else None
        return region.name if region else None


def _place(row: tuple[Any, ...]) -> Place:
    values: Any = (*row[:-1], bool(row[-1]))
    return Place(*values)


def default_path() -> Path:
    """`TOCSIN_GAZETTEER`, else under the installation, else (where that cannot be written) the user's cache."""
    named = os.environ.get("TOCSIN_GAZETTEER")
    if named:
        return Path(named)
    installed = Path(sys.prefix) / "share" / "tocsin" / "gazetteer.sqlite"
    if installed.is_file() or _writable(installed):
        return installed
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "tocsin" / "gazetteer.sqlite"


def _writable(path: Path) -> bool:
    folder = next(parent for parent in path.parents if parent.exists())
    return os.access(folder, os.W_OK)
