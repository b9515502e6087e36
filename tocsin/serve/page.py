"""Routes: the page's files. They were built from `page/` (see page/README.md) and lie in `static/`."""

from __future__ import annotations

from importlib import resources

from fastapi import APIRouter, Request, Response

from tocsin.serve.answers import problem, validated

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json",
    ".woff2": "font/woff2",
}


def files() -> dict[str, tuple[bytes, str]]:
    """Name -> content and media type, of every file of the page."""
    folder = resources.files("tocsin.serve").joinpath("static")
    found = {}
    for file in folder.iterdir():
        suffix = f".{file.name.rpartition('.')[2]}"
        if suffix in TYPES:
            found[file.name] = (file.read_bytes(), TYPES[suffix])
    return found


def routes() -> APIRouter:
    router, held = APIRouter(), files()

    def answer(request: Request, name: str) -> Response:
        if name not in held:
            return problem(404, "Not found", "no such file of the page")
        body, media_type = held[name]
        return validated(request, body, media_type)

    @router.get("/")
    def index(request: Request) -> Response:
        return answer(request, "index.html")

    @router.get("/static/{name}")
    def static(request: Request, name: str) -> Response:
        return answer(request, name)

    return router
