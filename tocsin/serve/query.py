"""Which incidents a reader asks for, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Order = Literal["newest", "gravest"]
IN_FORCE = ("open", "closed")


@dataclass(frozen=True, slots=True)
class Box:
    """Degrees; `west > east` crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Empty selects everything that is in force. `types` are first levels (`explosion`) or whole types.

    `since <= moment < until`, RFC 3339 UTC: the moment of an incident is the start of its time, or, if that is
    unknown, its first report.
    """

    since: str | None = None
    until: str | None = None
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    confirmations: tuple[str, ...] = ()
    statuses: tuple[str, ...] = IN_FORCE
    severity: int = 0
    killed: int = 0
    box: Box | None = None
    text: str | None = None


def parse_box(value: str) -> Box:
    """`west,south,east,north`. Raises ValueError."""
    parts = value.split(",")
    if len(parts) != 4:
        raise ValueError("bbox is west,south,east,north in degrees")
    west, south, east, north = (float(part) for part in parts)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("bbox is west,south,east,north in degrees, south below north")
    return Box(west, south, east, north)
