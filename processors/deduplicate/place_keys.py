"""Where and when as index keys: a half-degree cell or a region, a day, a group of types, packed in one integer.

An incident known to the city stands in its cell and, for reports that know less, in its province and country; one
known to the province or country only stands there, too, among the imprecise. So a precise report looks into its
cells and among the imprecise, an imprecise one among all of its region, and no list grows with the whole world.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, floor, radians

from processors.deduplicate.tables import type_groups
from processors.deduplicate.view import View

_CELL_DEGREES = 0.5
_COLUMNS = int(360 / _CELL_DEGREES)
_REGIONS_FROM = _COLUMNS * int(180 / _CELL_DEGREES)
_PRECISE_KM = 60.0
_KM_PER_DEGREE = 111.2
_LOOK_AROUND_KM = 20.0
_LONGEST_RANGE = 8  # days; what is vaguer stands under the day of publication


class PlaceKeys:
    """Numbers for regions are given as they come; they never leave the process."""

    def __init__(self) -> None:
        self._regions: dict[str, int] = {}

    def of(self, view: View) -> Iterator[int]:
        """The keys that an incident with `view` stands under."""
        places = list(self._places_held(view))
        for day, known in _days_held(view):
            for place in places:
                yield from _pack(place, day, known, view)

    def near(self, view: View) -> tuple[list[int], list[int]]:
        """Where to look for what `view` may tell: keys of cells, keys of regions."""
        days = _days_sought(view)
        cells = [k for p in _cells_around(view) for day, known in days for k in _pack(p, day, known, view)]
        regions = [k for p in self._regions_sought(view) for day, known in days for k in _pack(p, day, known, view)]
        return cells, regions

    def _places_held(self, view: View) -> Iterator[int]:
        if is_precise(view) and view.latitude is not None and view.longitude is not None:
            yield _cell(view.latitude, view.longitude)
        elif view.admin1 and view.country:
            yield self._region(f"some {view.country} {view.admin1}")
        else:
            yield self._region(f"some {view.country or ''}")
        if view.country:
            yield self._region(f"all {view.country}")
            if view.admin1:
                yield self._region(f"all {view.country} {view.admin1}")

    def _regions_sought(self, view: View) -> Iterator[int]:
        yield self._region("some ")
        if not view.country:
            return
        yield self._region(f"some {view.country}")
        if is_precise(view):
            if view.admin1:
                yield self._region(f"some {view.country} {view.admin1}")
        else:
            yield self._region(f"all {view.country} {view.admin1}" if view.admin1 else f"all {view.country}")

    def _region(self, name: str) -> int:
        return _REGIONS_FROM + self._regions.setdefault(name, len(self._regions))


def is_precise(view: View) -> bool:
    return view.latitude is not None and view.longitude is not None and view.radius_km <= _PRECISE_KM


def _pack(place: int, day: int, known: int, view: View) -> Iterator[int]:
    for group in type_groups()[view.type]:
        yield (((place << 17) + day + (1 << 15)) * 2 + known) * 4 + group


def _days_held(view: View) -> list[tuple[int, int]]:
    if view.days and view.days[1] - view.days[0] < _LONGEST_RANGE:
        return [(day, 1) for day in range(view.days[0], view.days[1] + 1)]
    return [(view.published, 0)]


def _days_sought(view: View) -> list[tuple[int, int]]:
    """Two days about a known day, and what was published of an unknown day up to five days later."""
    if view.days and view.days[1] - view.days[0] < _LONGEST_RANGE:
        first, last = view.days[0], view.days[1]
        return [(d, 1) for d in range(first - 2, last + 3)] + [(d, 0) for d in range(first, last + 6)]
    day = view.published
    return [(d, 1) for d in range(day - 7, day + 1)] + [(d, 0) for d in range(day - 3, day + 4)]


def _cell(latitude: float, longitude: float) -> int:
    row = min(floor((latitude + 90.0) / _CELL_DEGREES), int(180 / _CELL_DEGREES) - 1)
    return row * _COLUMNS + floor((longitude + 180.0) / _CELL_DEGREES) % _COLUMNS


def _cells_around(view: View) -> list[int]:
    if not is_precise(view) or view.latitude is None or view.longitude is None:
        return []
    reach = (_LOOK_AROUND_KM + view.radius_km) / _KM_PER_DEGREE
    across = min(reach / max(0.1, cos(radians(view.latitude))), 2.0)
    corners = {
        _cell(max(-90.0, min(90.0, view.latitude + dy)), view.longitude + dx)
        for dy in _steps(reach)
        for dx in _steps(across)
    }
    return sorted(corners)


def _steps(reach: float) -> list[float]:
    """Offsets up to `reach` degrees either way, no two further apart than a cell."""
    count = max(1, -int(-reach // _CELL_DEGREES))
    return [reach * i / count for i in range(-count, count + 1)]
