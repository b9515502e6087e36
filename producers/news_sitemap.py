"""News sitemaps to raw entries: titles, links and dates, no texts. Pure.

https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
"""

from __future__ import annotations

import io
from typing import Any

from lxml import etree

from producers.entry import Entry, ParsedFeed

_URL = "{*}url"
_HEAD = 4_096


def looks_like_sitemap(body: bytes) -> bool:
    return b"<urlset" in body[:_HEAD] and b"sitemap-news" in body[:_HEAD]


def parse_news_sitemap(body: bytes, max_entries: int) -> ParsedFeed:
    """The `<url>` elements that are news, at most `max_entries`, in their order."""
    entries: list[Entry] = []
    total, publisher, language = 0, None, None
    events = etree.iterparse(
        io.BytesIO(body), tag=_URL, recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    problem = None
    try:
        for _, url in events:
            total += 1
            publisher = publisher or _text(url, "{*}news/{*}publication/{*}name")
            language = language or _text(url, "{*}news/{*}publication/{*}language")
            if len(entries) < max_entries and (entry := _entry(url)) is not None:
                entries.append(entry)
            url.clear()
    except etree.XMLSyntaxError as error:
        problem = f"not well-formed: {error.msg}"[:200]
    return ParsedFeed(
        format="news_sitemap", entries=tuple(entries), title=publisher, language=language, problem=problem, total=total
    )


def _entry(url: Any) -> Entry | None:
    title, link = _text(url, "{*}news/{*}title"), _text(url, "{*}loc")
    if title is None or link is None:
        return None
    return Entry(
        guid=link,
        link=link,
        title=title,
        published=_text(url, "{*}news/{*}publication_date"),
        language=_text(url, "{*}news/{*}publication/{*}language"),
    )


def _text(element: Any, path: str) -> str | None:
    value = element.findtext(path)
    return value.strip() or None if isinstance(value, str) else None
