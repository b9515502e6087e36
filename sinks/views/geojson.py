"""A FeatureCollection (RFC 7946): one feature an incident, with the circle it lies in, or its centre."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import orjson

from sinks.views.circle import circle
from tocsin.contract.codec import rfc3339
from tocsin.contract.fields import TOLL_KINDS
from tocsin.contract.incident import Incident

Shape = Literal["circle", "point"]
MEDIA_TYPE = "application/geo+json"


def stream(incidents: Iterable[Incident], shape: Shape = "circle") -> Iterator[bytes]:
    """The document in pieces, a feature each."""
    yield b'{"type":"FeatureCollection","features":['
    for number, incident in enumerate(incidents):
        yield (b",\n" if number else b"\n") + orjson.dumps(feature(incident, shape))
    yield b"\n]}\n"


def feature(incident: Incident, shape: Shape = "circle") -> dict[str, object]:
    """`geometry` is null for an unknown place. `radius_km` and the centre stand in the properties either way."""
    return {
        "type": "Feature",
        "id": incident.id,
        "geometry": _geometry(incident, shape),
        "properties": _properties(incident),
    }


def _geometry(incident: Incident, shape: Shape) -> dict[str, object] | None:
    where = incident.where
    if where.latitude is None or where.longitude is None:
        return None
    if shape == "circle" and where.radius_km:
        return circle(where.latitude, where.longitude, where.radius_km)
    return {"type": "Point", "coordinates": [where.longitude, where.latitude]}


def _properties(incident: Incident) -> dict[str, object]:
    when, where, sources = incident.when, incident.where, incident.sources
    tolls: dict[str, object] = {}
    for kind in TOLL_KINDS:
        toll = getattr(incident.casualties, kind)
        tolls |= {f"{kind}_{bound}": getattr(toll, bound) if toll else None for bound in ("min", "best", "max")}
    return {
        "revision": incident.revision,
        "status": incident.status,
        "headline": incident.headline,
        "type": incident.type,
        "severity": incident.severity,
        "confirmation": incident.confirmation,
        "date": when.date.isoformat() if when.date else None,
        "part_of_day": when.part_of_day,
        "start": rfc3339(when.start) if when.start else None,
        "end": rfc3339(when.end) if when.end else None,
        "time_precision": when.precision,
        "place": where.name,
        "city": where.city,
        "admin1": where.admin1,
        "country": where.country,
        "latitude": where.latitude,
        "longitude": where.longitude,
        "radius_km": where.radius_km,
        "place_precision": where.precision,
        **tolls,
        "articles": sources.articles,
        "independent_origins": sources.independent_origins,
        "first_reported_at": rfc3339(incident.first_reported_at),
        "last_reported_at": rfc3339(incident.last_reported_at),
    }
