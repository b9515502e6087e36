"""Routes: throughput and health."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import orjson
from fastapi import APIRouter, Response

from tocsin.contract.codec import rfc3339
from tocsin.serve import shapes
from tocsin.serve.figures import Figures
from tocsin.serve.port import Reader
from tocsin.serve.query import Query
from tocsin.serve.tail import Tail


def routes(
    reader: Reader, figures: Figures, tail: Tail, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> APIRouter:
    router = APIRouter(tags=["operation"])

    @router.get("/throughput", responses={200: {"model": shapes.Throughput}})
    def throughput() -> Response:
        """Rates over the last minute from the metrics, and what the store took in the last hour."""
        at, rates = now(), figures.rates()
        hour = reader.rates(rfc3339((at - timedelta(hours=1)).replace(microsecond=0)))
        told = {
            "feeds": rates.feeds,
            "polls_per_second": rates.polls,
            "articles_per_second": rates.articles,
            "revisions_per_second": rates.revisions,
            "latency_seconds": rates.latency_s,
            "lag": rates.lag,
            "incidents_last_hour": hour["opened"],
            "revisions_last_hour": hour["revisions"],
            "incidents": reader.total(Query()),
            "clients": tail.clients,
            "at": rfc3339(at.replace(microsecond=0)),
        }
        return Response(orjson.dumps(told), media_type="application/json", headers={"Cache-Control": "no-store"})

    @router.get("/health", responses={200: {"content": {"application/json": {}}}})
    def health() -> Response:
        """200 while the store answers, else 503."""
        state = reader.state()
        return Response(orjson.dumps({"store": state.store, "seq": state.seq}), media_type="application/json")

    return router
