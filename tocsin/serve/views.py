"""Routes: incidents in the formats of other trades, by the sinks' own views."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as Parameter
from starlette.responses import StreamingResponse

from sinks.views import acled_csv, cap, geojson
from tocsin.contract.codec import from_builtins
from tocsin.contract.incident import Incident
from tocsin.serve import shapes
from tocsin.serve.answers import problem, validated
from tocsin.serve.incidents import Asked, Identity
from tocsin.serve.port import Reader
from tocsin.serve.query import Query

_BATCH = 200
_SENDER = r"^[^\s,<&]+$"


_COLLECTION = {
    "type": "object",
    "properties": {"type": {"const": "FeatureCollection"}, "features": {"type": "array", "items": {"type": "object"}}},
    "required": ["type", "features"],
}


def _kind(media_type: str, schema: dict[str, Any] | None = None) -> dict[int | str, dict[str, Any]]:
    return {200: {"content": {media_type: {"schema": schema or {"type": "string"}}}}}


def routes(reader: Reader) -> APIRouter:
    router = APIRouter(tags=["views"])

    @router.get(
        "/views/geojson", responses=_kind("application/geo+json", _COLLECTION), response_class=StreamingResponse
    )
    def as_geojson(query: Asked, shape: geojson.Shape = "circle") -> Response:
        """A FeatureCollection: each incident as the circle it lies in, or as its centre."""
        pieces = geojson.stream(_incidents(reader, query), shape)
        return StreamingResponse(pieces, media_type="application/geo+json")

    @router.get("/views/csv", responses=_kind("text/csv"), response_class=StreamingResponse)
    def as_csv(query: Asked) -> Response:
        """ACLED-shaped CSV, safe to open in a spreadsheet."""
        return StreamingResponse(acled_csv.stream(_incidents(reader, query)), media_type="text/csv; charset=utf-8")

    @router.get(
        "/incidents/{identity}/cap",
        responses={
            **_kind("application/cap+xml"),
            304: {"description": "Not changed since the ETag of `If-None-Match`."},
            404: {"description": "No such incident.", "content": shapes.PROBLEM},
        },
        response_class=Response,
    )
    def as_cap(
        request: Request,
        identity: Identity,
        sender: Annotated[str, Parameter(max_length=200, pattern=_SENDER)] = "tocsin.invalid",
    ) -> Response:
        """The newest revision as a CAP 1.2 message (Alert, Update or Cancel) that refers to those before it."""
        told = [
            cap.Revised(from_builtins(Incident, one.body), datetime.fromisoformat(one.caused_at))
            for one in reader.revisions(identity)
            if one.caused_at
        ]
        if not told:
            return problem(404, "No such incident", f"this store holds no incident {identity}")
        return validated(request, cap.message(told[-1], told[:-1], sender), "application/cap+xml")

    return router


def _incidents(reader: Reader, query: Query) -> Iterator[Incident]:
    last = ""
    while batch := reader.bodies(query, last, _BATCH):
        for body in batch:
            yield from_builtins(Incident, body)
        last = batch[-1]["id"]
