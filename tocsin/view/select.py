"""Which incidents a reader wants. Pure; the same for `tocsin watch`, `tocsin export` and webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from tocsin.contract.fields import Where
from tocsin.contract.incident import Incident
from tocsin.contract.vocabulary import EVENT_TYPES, EventType, level_one
from tocsin.errors import UserError


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees. `west` above `east` crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, where: Where) -> bool:
        """Whether the incident's point lies in it; an unknown place lies nowhere."""
        latitude, longitude = where.latitude, where.longitude
        if latitude is None or longitude is None or not self.south <= latitude <= self.north:
            return False
        if self.west <= self.east:
            return self.west <= longitude <= self.east
        return longitude >= self.west or longitude <= self.east


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty sets select everything. `types` are first levels (`explosion`) or whole types."""

    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    severity: int = 0
    box: Box | None = None

    def wants(self, incident: Incident) -> bool:
        if self.countries and incident.where.country not in self.countries:
            return False
        if self.types and not self.types & {incident.type, level_one(incident.type)}:
            return False
        if self.box and not self.box.holds(incident.where):
            return False
        return incident.severity >= self.severity


def make_selection(countries: Sequence[str], types: Sequence[str], severity: int, box: str | None = None) -> Selection:
    """Raises `UserError` for a type, country code or box that cannot be one."""
    known = {*get_args(EventType), *(level_one(t) for t in EVENT_TYPES)}
    for name in types:
        if name not in known:
            firsts = ", ".join(sorted({level_one(t) for t in EVENT_TYPES}))
            raise UserError(f"--type: no type {name!r}", f"the first levels are {firsts}")
    for code in countries:
        if len(code) != 2 or not code.isalpha():
            raise UserError(f"--country: {code!r} is no ISO 3166 code of two letters", "write IQ, not Iraq")
    return Selection(
        frozenset(c.upper() for c in countries), frozenset(types), severity, _box(box) if box is not None else None
    )


def _box(text: str) -> Box:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise UserError(f"--box: {text!r} is not four numbers", "write WEST,SOUTH,EAST,NORTH in degrees") from error
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise UserError(f"--box: {text!r} lies outside the world", "write WEST,SOUTH,EAST,NORTH in degrees")
    return Box(west, south, east, north)
