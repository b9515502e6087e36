"""GeoJSON that the library reads, with circles that are as large as they say."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from geojson_pydantic import FeatureCollection
from hypothesis import given
from hypothesis import strategies as st
from invented import incident

from processors.classify.geo.place import distance_km
from sinks.views.circle import circle
from sinks.views.geojson import stream
from tocsin.contract import fields as f
from tocsin.contract.incident import Incident


def read(*incidents: Incident, shape: str = "circle") -> list[dict]:  # type: ignore[type-arg]
    text = b"".join(stream(incidents, shape))  # type: ignore[arg-type]
    FeatureCollection.model_validate_json(text)
    found: list[dict] = json.loads(text)["features"]  # type: ignore[type-arg]
    return found


def test_no_incidents_are_a_collection_too() -> None:
    assert read() == []


def test_uncertainty_is_a_property_and_the_shape() -> None:
    (feature,) = read(incident(1))
    assert feature["properties"]["radius_km"] == 5.0
    assert feature["geometry"]["type"] == "Polygon"
    (pin,) = read(incident(1), shape="point")
    assert pin["geometry"] == {"type": "Point", "coordinates": [6.6, 12.6]}
    assert pin["properties"] == feature["properties"]


def test_an_unknown_place_has_no_geometry() -> None:
    (feature,) = read(replace(incident(1), where=f.Where(country="NG")))
    assert feature["geometry"] is None


def rings(shape: dict) -> list[list[list[float]]]:  # type: ignore[type-arg]
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return [ring for polygon in polygons for ring in polygon]


@pytest.mark.parametrize(("lat", "lon"), [(12.6, 6.6), (0, 0), (64, -21), (-54, -68), (-17, 179.9), (52, -179.5)])
def test_the_edge_is_as_far_as_the_radius(lat: float, lon: float) -> None:
    edge = [(y, x) for ring in rings(circle(lat, lon, 300)) for x, y in ring if abs(x) < 180]
    assert all(abs(distance_km(lat, lon, y, x) - 300) < 1 for y, x in edge)


def test_what_crosses_the_antimeridian_is_cut_there() -> None:
    shape = circle(-17, 179.9, 100)
    assert shape["type"] == "MultiPolygon"
    assert all(len({x > 0 for x, _ in ring if abs(x) != 0}) == 1 for ring in rings(shape))


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0.001, 30_000))
def test_every_circle_is_a_valid_shape_on_the_map(lat: float, lon: float, radius: float) -> None:
    (feature,) = read(replace(incident(1), where=f.Where(latitude=lat, longitude=lon, radius_km=radius)))
    for ring in rings(feature["geometry"]):
        assert ring[0] == ring[-1]
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
        assert sum((x1 - x0) * (y1 + y0) for (x0, y0), (x1, y1) in pairwise(ring)) <= 1e-9, "clockwise"
