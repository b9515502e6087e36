"""A place of the gazetteer, and distances."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from tocsin.contract.vocabulary import PlacePrecision

Kind = Literal["country", "admin1", "admin2", "city", "village", "neighbourhood", "landmark", "region", "continent"]
_EARTH_KM = 6371.0088

PRECISION: dict[str, PlacePrecision] = {
    "country": "country",
    "admin1": "admin1",
    "admin2": "admin2",
    "city": "city",
    "village": "city",
    "neighbourhood": "neighbourhood",
    "landmark": "landmark",
    "region": "admin1",
    "continent": "unknown",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees WGS 84, `radius_km` within which everything called so lies.

    `country` is ISO 3166-1 alpha-2 ("" over several), `admin1` a GeoNames code within it, `detail` what kind of
    landmark, `within` the city a neighbourhood or landmark belongs to (its id in this gazetteer).
    """

    id: int
    name: str
    kind: str
    country: str
    admin1: str
    latitude: float
    longitude: float
    radius_km: float
    population: int
    timezone: str
    geonames_id: int | None
    detail: str
    within: int | None
    capital: bool

    @property
    def precision(self) -> PlacePrecision:
        return PRECISION[self.kind]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean; `main` tells its own name from an alternate one."""

    place: Place
    main: bool


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((p2 - p1) / 2) ** 2
    half += math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def between_km(one: Place, other: Place) -> float:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
