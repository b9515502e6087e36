"""Centroids and radii of the shapes in a TopoJSON file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

Point = tuple[float, float]
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Shape:
    """Centroid of the largest ring (degrees) and the radius in km that holds all of that ring."""

    lat: float
    lon: float
    radius_km: float


def shapes(topology: dict[str, Any], name: str) -> dict[str, Shape]:
    """By feature id, for the object `name` of a quantised TopoJSON document."""
    arcs = _decode(topology)
    found = {}
    for geometry in topology["objects"][name]["geometries"]:
        polygons = geometry.get("arcs", ())
        if "id" not in geometry or not polygons:
            continue
        rings = [polygon[0] for polygon in polygons] if geometry["type"] == "MultiPolygon" else [polygons[0]]
        found[geometry["id"]] = max((_shape(_stitch(ring, arcs)) for ring in rings), key=lambda pair: pair[0])[1]
    return found


def _decode(topology: dict[str, Any]) -> list[list[Point]]:
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        xs, ys = accumulate(step[0] for step in arc), accumulate(step[1] for step in arc)
        decoded.append([(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)])
    return decoded


def _stitch(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """A negative index is the arc `~index`, reversed (TopoJSON 2.1.4)."""
    points: list[Point] = []
    for index in ring:
        points += arcs[index] if index >= 0 else arcs[~index][::-1]
    return points


def _shape(ring: list[Point]) -> tuple[float, Shape]:
    """Area in square degrees at the ring's latitude, and the shape (shoelace formula)."""
    area = sum_x = sum_y = 0.0
    for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
        cross = x1 * y2 - x2 * y1
        area, sum_x, sum_y = area + cross, sum_x + (x1 + x2) * cross, sum_y + (y1 + y2) * cross
    lon, lat = (sum_x / (3 * area), sum_y / (3 * area)) if area else ring[0]
    narrow = math.cos(math.radians(lat))
    radius = max(math.hypot((x - lon) * narrow, y - lat) for x, y in ring) * _KM_PER_DEGREE
    return abs(area) * narrow, Shape(lat, lon, radius)
