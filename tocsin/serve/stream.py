"""Routes: revisions in the store's order, as pages and as Server-Sent Events."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Request, Response
from fastapi import Query as Parameter
from starlette.responses import StreamingResponse

from tocsin.serve import shapes
from tocsin.serve.answers import json_answer, problem
from tocsin.serve.brief import brief
from tocsin.serve.port import POINT_COLUMNS, Reader
from tocsin.serve.tail import Tail

_ID = re.compile(r"(?P<store>[A-Za-z0-9]{1,64})-(?P<seq>\d{1,18})")
_MOST_CLIENTS = 1000
Number = Annotated[int | None, Parameter(ge=0, le=2**53)]


def routes(reader: Reader, tail: Tail) -> APIRouter:
    router = APIRouter(tags=["revisions"])

    @router.get("/revisions", responses={200: {"model": shapes.Briefs}, 304: {"description": "Not changed."}})
    def revisions(
        request: Request,
        after: Number = None,
        before: Number = None,
        limit: Annotated[int, Parameter(ge=1, le=500)] = 100,
    ) -> Response:
        """In brief: those after `after`, the oldest first; else the newest (below `before`), the newest first."""
        store = reader.state().store
        found = reader.after(after, limit) if after is not None else reader.before(before, limit)
        told = {"store": store, "columns": POINT_COLUMNS, "revisions": [brief(one) for one in found]}
        return json_answer(request, told)

    @router.get(
        "/stream",
        responses={
            200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}},
            400: {"description": "Not an id of this stream.", "content": shapes.PROBLEM},
            503: {"description": "Too many clients.", "content": shapes.PROBLEM},
        },
    )
    async def stream(
        form: Literal["full", "brief"] = "full",
        after: Annotated[str | None, Parameter(max_length=100)] = None,
        last_event_id: Annotated[str | None, Header(max_length=100)] = None,
    ) -> Response:
        """Server-Sent Events: `event: revision`, `id: STORE-SEQ`, `data` the revision as published (or in brief).

        It goes on after `Last-Event-ID`, else after `after` (such an id); without either it begins with the first
        revision. `event: reset` says that the store is another one than the id's, and everything follows again.
        """
        given = last_event_id or after
        found = _ID.fullmatch(given) if given else None
        if given and found is None:
            return problem(400, "Bad event id", "an id of this stream is STORE-SEQ")
        if tail.clients >= _MOST_CLIENTS:
            return problem(503, "Too many clients", f"{_MOST_CLIENTS} follow already", **{"Retry-After": "5"})
        store, seq = (found["store"], int(found["seq"])) if found else (None, 0)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        events = tail.follow(store, seq, full=form == "full")
        return StreamingResponse(events, media_type="text/event-stream", headers=headers)

    return router
