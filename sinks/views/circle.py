"""A circle on the globe as GeoJSON. Pure.

Points at equal distance by the spherical direct formula (Snyder, Map Projections, 5-5 and 5-6). RFC 7946, 3.1.9: what
crosses the antimeridian is cut there; 3.1.6: outer rings run counterclockwise.
"""

from __future__ import annotations

from math import asin, atan2, cos, degrees, pi, radians, sin

Point = tuple[float, float]
Ring = list[Point]
_EARTH_KM = 6371.0088
_CORNERS = 64
_MOST_KM = 5000.0  # half a continent; beyond it "somewhere" has no shape worth drawing
_DECIMALS = 6  # 0.1 m


def circle(latitude: float, longitude: float, radius_km: float) -> dict[str, object]:
    """A Polygon, or a MultiPolygon where it crosses the antimeridian. Degrees; radii above 5,000 km are drawn so."""
    radius = min(radius_km, _MOST_KM) / _EARTH_KM
    ring = [_at(latitude, longitude, radius, 2 * pi * (1 - n / _CORNERS)) for n in range(_CORNERS)]
    reach = degrees(radius)
    if latitude + reach >= 90 or latitude - reach <= -90:
        parts = [_cap(ring, 90.0 if latitude > 0 else -90.0)]
    else:
        parts = [part for turn in (-360.0, 0.0, 360.0) if (part := _clipped([(x + turn, y) for x, y in ring]))]
    polygons = [[_closed(part)] for part in parts]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _at(latitude: float, longitude: float, radius: float, bearing: float) -> Point:
    """The longitude is near the centre's, and so may lie beyond 180."""
    lat = radians(latitude)
    y = asin(max(-1.0, min(1.0, sin(lat) * cos(radius) + cos(lat) * sin(radius) * cos(bearing))))
    x = atan2(sin(bearing) * sin(radius) * cos(lat), cos(radius) - sin(lat) * sin(y))
    return longitude + degrees(x), degrees(y)


def _cap(ring: Ring, pole: float) -> Ring:
    """Around a pole: the whole width of the map between the circle's edge and the pole's line."""
    edge = sorted(((x + 180) % 360 - 180, y) for x, y in ring)
    between = (edge[0][1] + edge[-1][1]) / 2
    line = [(-180.0, between), *edge, (180.0, between)]
    return [*line, (180.0, pole), (-180.0, pole)] if pole > 0 else [*reversed(line), (-180.0, pole), (180.0, pole)]


def _clipped(ring: Ring) -> Ring:
    """What of it lies between -180 and 180 (Sutherland and Hodgman, one side after the other)."""
    return _half(_half(ring, -180.0, 1), 180.0, -1)


def _half(ring: Ring, line: float, side: int) -> Ring:
    kept: Ring = []
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        inside, enters = (x0 - line) * side >= 0, (x1 - line) * side >= 0
        if inside:
            kept.append((x0, y0))
        if inside != enters:
            kept.append((line, y0 + (y1 - y0) * (line - x0) / (x1 - x0)))
    return kept


def _closed(ring: Ring) -> list[list[float]]:
    rounded = [[round(x, _DECIMALS), round(y, _DECIMALS)] for x, y in ring]
    return [*rounded, rounded[0]]
