"""The web application: the API under /api/v1, the page at /."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

import tocsin
from sinks.port import StoreError, StoreUnavailable
from tocsin.serve import incidents, page, shapes, stream, throughput, views
from tocsin.serve.answers import problem
from tocsin.serve.figures import Figures
from tocsin.serve.port import Reader
from tocsin.serve.tail import Tail

API = "/api/v1"
_ABOUT = """Incidents, their revisions and what each value stands on, from a Tocsin store. Read only.

Lists and single answers carry an ETag; errors are RFC 9457 problems. A value that is null is unknown."""

_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": words, "content": shapes.PROBLEM}
    for status, words in ((422, "A malformed parameter."), (503, "The store is away; ask again."))
}


def make_app(reader: Reader, figures: Figures, tail: Tail | None = None) -> FastAPI:
    """`tail` lets the caller end every stream before the server stops."""
    tail = tail or Tail(reader)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        tail.start()
        yield
        tail.stop()

    app = FastAPI(
        title="Tocsin", description=_ABOUT, version=tocsin.__version__, lifespan=lifespan,
        openapi_url=f"{API}/openapi.json", docs_url=None, redoc_url=None,
        generate_unique_id_function=_name,
    )  # fmt: skip
    api = (
        incidents.routes(reader),
        stream.routes(reader, tail),
        views.routes(reader),
        throughput.routes(reader, figures, tail),
    )
    for router in api:
        app.include_router(router, prefix=API, responses=_ERRORS)
    app.include_router(page.routes(), include_in_schema=False)
    app.exception_handler(StoreError)(_store_error)
    app.exception_handler(RequestValidationError)(_malformed)
    app.exception_handler(HTTPException)(_refused)
    return app


def _name(route: APIRoute) -> str:
    return route.name


async def _malformed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return problem(422, "Malformed request", f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}")


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, "Refused", str(error.detail))


async def _store_error(_request: Request, error: Exception) -> Response:
    status = 503 if isinstance(error, StoreUnavailable) else 500
    return problem(status, "The store does not answer", str(error), **{"Retry-After": "2"} if status == 503 else {})
