"""Routes: lists, counts, one incident and what it stands on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from fastapi import Query as Parameter

from tocsin.contract.incident import Incident
from tocsin.serve import shapes
from tocsin.serve.answers import json_answer, problem
from tocsin.serve.conditions import FACETS
from tocsin.serve.cursor import CursorError
from tocsin.serve.parameters import query_of
from tocsin.serve.port import POINT_COLUMNS, Reader
from tocsin.serve.query import Order, Query

Asked = Annotated[Query, Depends(query_of)]
Identity = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
MOST_POINTS = 20_000
_Told = dict[int | str, dict[str, Any]]
_CHANGED: _Told = {304: {"description": "Not changed since the ETag of `If-None-Match`."}}
_ABSENT: _Told = {404: {"description": "No such incident.", "content": shapes.PROBLEM}}
_REFUSED: _Told = {400: {"description": "Not a cursor of this list.", "content": shapes.PROBLEM}}


def routes(reader: Reader) -> APIRouter:
    router = APIRouter(tags=["incidents"])

    @router.get("/incidents", responses=_told(shapes.IncidentList, _CHANGED, _REFUSED))
    def incidents(
        request: Request,
        query: Asked,
        order: Order = "newest",
        limit: Annotated[int, Parameter(ge=1, le=500)] = 100,
        cursor: Annotated[str | None, Parameter(max_length=400)] = None,
    ) -> Response:
        """Incidents in force, the newest report or the gravest first; `next` is the cursor of the following page."""
        try:
            listed = reader.listed(query, order, cursor, limit)
        except CursorError as error:
            return problem(400, "Bad cursor", str(error))
        return json_answer(request, {"incidents": listed.rows, "next": listed.next})

    @router.get("/counts", responses=_told(shapes.Counts, _CHANGED))
    def counts(request: Request, query: Asked) -> Response:
        """How many incidents match, and how many for each value of each filter with that filter left out."""
        facets = {facet: reader.counts(query, facet) for facet in FACETS}
        return json_answer(request, {"total": reader.total(query), **facets})

    @router.get("/map", responses=_told(shapes.Map, _CHANGED))
    def points(
        request: Request, query: Asked, limit: Annotated[int, Parameter(ge=1, le=MOST_POINTS)] = MOST_POINTS
    ) -> Response:
        """The newest incidents as one table: `columns` once, then a row each. `seq` is where a stream goes on."""
        state = reader.state()
        rows = reader.points(query, limit)
        total = len(rows) if len(rows) < limit else reader.total(query)
        told = {"store": state.store, "seq": state.seq, "total": total, "columns": POINT_COLUMNS, "rows": rows}
        return json_answer(request, told)

    @router.get("/incidents/{identity}", responses=_told(Incident, _CHANGED, _ABSENT))
    def incident(request: Request, identity: Identity) -> Response:
        """The newest revision, as published to the topic `incidents`."""
        found = reader.incident(identity)
        return json_answer(request, found) if found else _absent(identity)

    @router.get("/incidents/{identity}/revisions", responses=_told(shapes.Revisions, _CHANGED, _ABSENT))
    def incident_revisions(request: Request, identity: Identity) -> Response:
        """Every revision's change, the first one first."""
        found = reader.revisions(identity)
        told = [
            {
                "seq": one.seq,
                "caused_at": one.caused_at,
                **{name: one.body[name] for name in ("revision", "status", "headline", "change")},
            }
            for one in found
        ]
        return json_answer(request, {"revisions": told}) if found else _absent(identity)

    @router.get("/incidents/{identity}/ledger", responses=_told(shapes.Ledger, _CHANGED, _ABSENT))
    def ledger(request: Request, identity: Identity) -> Response:
        """Every report it stands on, with its article; reports of one origin family are copies of one text."""
        if reader.incident(identity) is None:
            return _absent(identity)
        return json_answer(request, {"reports": reader.reports(identity)})

    @router.get("/incidents/{identity}/similar", responses=_told(shapes.Similar, _CHANGED, _ABSENT))
    def similar(request: Request, identity: Identity) -> Response:
        """What it might be the same as, the likeliest first."""
        found = reader.incident(identity)
        if found is None:
            return _absent(identity)
        edges = sorted(found["possibly_same"], key=lambda edge: -edge["score"])[:50]
        others = [(edge["score"], reader.incident(edge["incident"])) for edge in edges]
        told = [
            {"score": score, **{n: other[n] for n in ("id", "headline", "type", "status", "merged_into")}}
            for score, other in others
            if other
        ]
        return json_answer(request, {"similar": told})

    @router.get("/articles/{identity}/rejections", responses=_told(shapes.RejectedMentions, _CHANGED))
    def rejections(request: Request, identity: Identity) -> Response:
        """The sentences of an article that tell of no current incident, each with the reason."""
        return json_answer(request, {"rejections": reader.rejections(identity)})

    return router


def _told(model: type, *others: _Told) -> _Told:
    told: _Told = {200: {"model": model}}
    for other in others:
        told.update(other)
    return told


def _absent(identity: str) -> Response:
    return problem(404, "No such incident", f"this store holds no incident {identity}")
