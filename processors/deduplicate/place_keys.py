"""Where and when as index keys: a half-degree cell or a region, a day, a group of types, packed in one integer.

An incident known to the city stands in its cell and, for reports that know less, in its province and country; one
known to the province or country only stands there, too, among the imprecise. So a precise report looks into its
cells and among the imprecise, an imprecise one among all of its region, and no list grows with the whole world.
"""

from __future__ import annotations

from functools import lru_cache
from math import cos, floor, radians

from processors.deduplicate.tables import type_groups
from processors.deduplicate.view import Range, View
from tocsin.contract.vocabulary import EventType

_CELL_DEGREES = 0.5
_COLUMNS = int(360 / _CELL_DEGREES)
_ROWS = int(180 / _CELL_DEGREES)
_REGIONS_FROM = _COLUMNS * _ROWS
_PRECISE_KM = 60.0
_KM_PER_DEGREE = 111.2
_LOOK_AROUND_KM = 20.0
_LONGEST_RANGE = 8  # days; what is vaguer stands under the day of publication


class PlaceKeys:
    """Numbers for regions are given as they come; they never leave the process."""

    def __init__(self) -> None:
        self._regions: dict[str, int] = {}

    def of(self, view: View) -> list[int]:
        """The keys that an incident with `view` stands under."""
        return _packed(self._places_held(view), _held(view.type, view.days, view.published))

    def near(self, view: View) -> tuple[list[int], list[int]]:
        """Where to look for what `view` may tell: keys of cells, keys of regions."""
        times = _sought(view.type, view.days, view.published)
        return _packed(_cells_around(view), times), _packed(self._regions_sought(view), times)

    def _places_held(self, view: View) -> list[int]:
        country, admin1 = view.country, view.admin1
        if is_precise(view) and view.latitude is not None and view.longitude is not None:
            places = [_cell(view.latitude, view.longitude)]
        elif admin1 and country:
            places = [self._region(f"some {country} {admin1}")]
        else:
            places = [self._region(f"some {country or ''}")]
        if country:
            places.append(self._region(f"all {country}"))
            if admin1:
                places.append(self._region(f"all {country} {admin1}"))
        return places

    def _regions_sought(self, view: View) -> list[int]:
        country, admin1 = view.country, view.admin1
        if not country:
            return [self._region("some ")]
        if not is_precise(view):
            whole = f"all {country} {admin1}" if admin1 else f"all {country}"
        else:
            whole = f"some {country} {admin1}" if admin1 else ""
        return [self._region(name) for name in ("some ", f"some {country}", whole) if name]

    def _region(self, name: str) -> int:
        return _REGIONS_FROM + self._regions.setdefault(name, len(self._regions))


def is_precise(view: View) -> bool:
    return view.latitude is not None and view.longitude is not None and view.radius_km <= _PRECISE_KM


def _packed(places: list[int], times: list[int]) -> list[int]:
    """`times`, days and groups of types, in the low 20 bits."""
    return [place | time for place in [place << 20 for place in places] for time in times]


@lru_cache(maxsize=4096)
def _held(kind: EventType, days: Range | None, published: int) -> list[int]:
    return [day | group for group in type_groups()[kind] for day in _days_held(days, published)]


@lru_cache(maxsize=4096)
def _sought(kind: EventType, days: Range | None, published: int) -> list[int]:
    return [day | group for group in type_groups()[kind] for day in _days_sought(days, published)]


def _day(day: int, known: int) -> int:
    return (day + (1 << 14)) << 3 & 0xFFFF8 | known << 2


def _days_held(days: Range | None, published: int) -> list[int]:
    if days and days[1] - days[0] < _LONGEST_RANGE:
        return [_day(day, 1) for day in range(days[0], days[1] + 1)]
    return [_day(published, 0)]


def _days_sought(days: Range | None, published: int) -> list[int]:
    """Two days about a known day, and what was published of an unknown day up to five days later."""
    if days and days[1] - days[0] < _LONGEST_RANGE:
        first, last = days[0], days[1]
        return [_day(d, 1) for d in range(first - 2, last + 3)] + [_day(d, 0) for d in range(first, last + 6)]
    before, after = range(published - 7, published + 1), range(published - 3, published + 4)
    return [_day(d, 1) for d in before] + [_day(d, 0) for d in after]


def _cell(latitude: float, longitude: float) -> int:
    return _row(latitude) * _COLUMNS + floor((longitude + 180.0) / _CELL_DEGREES) % _COLUMNS


def _cells_around(view: View) -> list[int]:
    if not is_precise(view) or view.latitude is None or view.longitude is None:
        return []
    reach = (_LOOK_AROUND_KM + view.radius_km) / _KM_PER_DEGREE
    across = min(reach / max(0.1, cos(radians(view.latitude))), 2.0)
    south, north = _row(view.latitude - reach), _row(view.latitude + reach)
    west = floor((view.longitude - across + 180.0) / _CELL_DEGREES)
    east = floor((view.longitude + across + 180.0) / _CELL_DEGREES)
    columns = [column % _COLUMNS for column in range(west, east + 1)]
    return [row * _COLUMNS + column for row in range(south, north + 1) for column in columns]


def _row(latitude: float) -> int:
    return max(0, min(floor((latitude + 90.0) / _CELL_DEGREES), _ROWS - 1))
