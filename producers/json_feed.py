"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/) to raw entries. Pure."""

from __future__ import annotations

from typing import Any

import orjson

from producers.entry import Entry, ParsedFeed


def looks_like_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"


def parse_json_feed(body: bytes, max_entries: int) -> ParsedFeed:
    """The feed in `body`; what is no JSON Feed has format "" and a problem."""
    try:
        document = orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return ParsedFeed(format="", entries=(), problem=f"not JSON: {error}"[:200])
    version = _text(document, "version") or ""
    items = document.get("items") if isinstance(document, dict) else None
    if "jsonfeed.org/version/" not in version or not isinstance(items, list):
        return ParsedFeed(format="", entries=(), problem="not a JSON Feed")
    entries = tuple(_entry(item) for item in items[:max_entries] if isinstance(item, dict))
    hubs = document.get("hubs") if isinstance(document.get("hubs"), list) else []
    websub = [_text(h, "url") for h in hubs if isinstance(h, dict) and h.get("type") == "WebSub"]
    return ParsedFeed(
        format="json" + version.rpartition("/")[2].replace(".", ""),
        entries=entries,
        title=_text(document, "title"),
        language=_text(document, "language"),
        link=_text(document, "home_page_url"),
        hubs=tuple(filter(None, websub))[:5],
        self_url=_text(document, "feed_url"),
        total=len(items),
    )


def _entry(item: dict[str, Any]) -> Entry:
    markup, plain = _text(item, "content_html"), _text(item, "content_text")
    source = item.get("_source") if isinstance(item.get("_source"), dict) else {}
    identity = item.get("id")
    return Entry(
        guid=str(identity) if isinstance(identity, str | int | float) and identity != "" else None,
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        title_html=False,
        summary=_text(item, "summary"),
        summary_html=False,
        content=markup or plain,
        content_html=bool(markup),
        authors=_authors(item),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        source=_text(source, "title"),
        source_url=_text(source, "url"),
        language=_text(item, "language"),
    )


def _authors(item: dict[str, Any]) -> tuple[str, ...]:
    """1.1 has `authors`, 1.0 `author`."""
    given = item.get("authors")
    people = given if isinstance(given, list) else [item.get("author")]
    names = (_text(person, "name") for person in people if isinstance(person, dict))
    return tuple(dict.fromkeys(name for name in names if name))[:20]


def _text(where: Any, name: str) -> str | None:
    value = where.get(name) if isinstance(where, dict) else None
    return value if isinstance(value, str) and value.strip() else None
