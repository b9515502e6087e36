"""The HTTP side: feeds with validators and 304, article pages, feed lists, a health path. Loopback only."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urlsplit

from aiohttp import web

from tocsin.newsroom.desk import Desk
from tocsin.newsroom.formats import CONTENT_TYPES, WRITERS
from tocsin.newsroom.item import Outlet
from tocsin.newsroom.page import article_page


@dataclass(slots=True)
class _Document:
    """A feed as it was last written, until its desk changes."""

    version: int
    body: bytes
    etag: str
    modified: datetime
    item_ids: tuple[str, ...]


class FeedHandler:
    """Serves the feed of one outlet and its articles' pages."""

    def __init__(self, outlet: Outlet, desk: Desk, base_url: str) -> None:
        self.outlet, self.desk = outlet, desk
        self.url = f"{base_url}/{outlet.domain}{outlet.path}"
        self._document: _Document | None = None

    def feed(self, request: web.Request) -> web.Response:
        document = self._current()
        headers = {"ETag": document.etag, "Last-Modified": format_datetime(document.modified, usegmt=True)}
        if _unchanged(request, document):
            return web.Response(status=304, headers=headers)
        self.desk.served(document.item_ids)
        headers["Content-Type"] = CONTENT_TYPES[self.outlet.format]
        return web.Response(body=document.body, headers=headers)

    def page(self, path: str) -> web.Response:
        """The article whose link has this path; its id as the path does as well."""
        for item in self.desk.shown():
            if path == f"/{item.id}" or (item.link and urlsplit(item.link).path == path):
                html = article_page(self.outlet, item, self.desk.shown()[:8])
                return web.Response(text=html, content_type="text/html")
        raise web.HTTPNotFound(text="no such article\n")

    def _current(self) -> _Document:
        if self._document is None or self._document.version != self.desk.version:
            items = self.desk.shown()
            body = WRITERS[self.outlet.format](self.outlet, self.url, items)
            etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
            modified = datetime.now(UTC).replace(microsecond=0)
            self._document = _Document(self.desk.version, body, etag, modified, tuple(i.id for i in items))
        return self._document


def _unchanged(request: web.Request, document: _Document) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides where it is given.

    Last-Modified counts whole seconds and a feed may change twice in one, so by the date alone a document is
    unchanged only from the second after.
    """
    wanted = request.headers.get("If-None-Match")
    if wanted is not None:
        return document.etag in [tag.strip().removeprefix("W/") for tag in wanted.split(",")]
    try:
        since = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
    except ValueError:
        return False
    aware = since if since.tzinfo else since.replace(tzinfo=UTC)
    return document.modified < aware
