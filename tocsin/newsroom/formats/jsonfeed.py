"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). The original publisher stands in the extension `_source`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from tocsin.newsroom.formats.markup import paragraphs, w3c
from tocsin.newsroom.item import Item, Outlet


def write(outlet: Outlet, url: str, items: Sequence[Item]) -> bytes:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.title,
        "home_page_url": f"https://{outlet.domain}/",
        "feed_url": url,
        "language": outlet.language,
        "items": [_item(item) for item in items],
    }
    return orjson.dumps({name: value for name, value in document.items() if value is not None})


def _item(item: Item) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": item.id,
        "url": item.link,
        "title": item.title,
        "summary": item.summary,
        "content_html": paragraphs(item.text),
        "date_published": w3c(item.published),
        "date_modified": w3c(item.updated),
        "authors": [{"name": author} for author in item.authors],
        "tags": list(item.categories),
        "_source": {"title": item.source} if item.source else None,
    }
    return {name: value for name, value in values.items() if value}
