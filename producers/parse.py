"""Feed bytes to raw entries. Pure: bytes and a content type in, `ParsedFeed` out, no exception for any input.

feedparser is given a byte stream, never a string: its `parse` opens a string as a path or an address.
Sanitising and link resolution are left to `clean` and `links`, so feedparser's own (slow) ones are off.
"""

from __future__ import annotations

import io
import re
from typing import Any

import feedparser

from producers.document_caps import within_caps
from producers.entry import Entry, ParsedFeed
from producers.json_feed import looks_like_json, parse_json_feed
from producers.news_sitemap import looks_like_sitemap, parse_news_sitemap

MAX_ENTRIES = 1_000
MAX_FIELD = 1_000_000
"""Characters of one field of one entry that are looked at."""

# References to D800-DFFF (55296-57343), one or more in a row.
_HALVES = re.compile(
    rb"(?:&#(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}"
    rb"|0*5(?:529[6-9]|5[3-9]\d\d|6\d{3}|7[0-2]\d\d|73[0-3]\d|734[0-3]));)+"
)
_NUMBER = re.compile(rb"&#([xX]?[0-9a-fA-F]+);")

_HEAD = 65_536  # bytes in which a channel says what it wishes
_SKIP_HOURS = re.compile(rb"<skipHours\s*>(.{0,4000}?)</skipHours", re.DOTALL | re.IGNORECASE)
_HOUR = re.compile(rb"<hour\s*>\s*(\d{1,2})\s*</hour", re.IGNORECASE)

_PERIOD_S = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}


def parse_feed(body: bytes, content_type: str | None = None) -> ParsedFeed:
    """The document's entries, at most `MAX_ENTRIES`, in its order. What is no feed has format "" and a problem."""
    try:
        if looks_like_json(body):
            return parse_json_feed(body, MAX_ENTRIES)
        if looks_like_sitemap(body):
            return parse_news_sitemap(body, MAX_ENTRIES)
        body, total = within_caps(body, MAX_ENTRIES)
        return _parse_xml(body, total, content_type)
    except RecursionError:
        return ParsedFeed(format="", entries=(), problem="nested too deeply")
    except Exception as error:  # feedparser raises many kinds on hostile input; one feed must not stop another
        return ParsedFeed(format="", entries=(), problem=f"{type(error).__name__}: {error}"[:200])


def _parse_xml(body: bytes, total: int, content_type: str | None) -> ParsedFeed:
    # No address: feedparser would resolve guids against it, and a guid must not change when the feed moves.
    headers = {"content-type": content_type} if content_type else {}
    document = feedparser.parse(
        io.BytesIO(_mended(body)), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    feed = document.feed
    entries = tuple(_entry(raw) for raw in document.entries[:MAX_ENTRIES])
    return ParsedFeed(
        format=document.get("version") or "",
        entries=entries,
        title=_str(feed.get("title")),
        language=_str(feed.get("language")),
        link=_str(feed.get("link")),
        problem=_problem(document),
        min_interval_s=_min_interval(feed),
        skip_hours=_skip_hours(body),
        hubs=_relations(feed, "hub"),
        self_url=next(iter(_relations(feed, "self")), None),
        total=max(total, len(document.entries)),
    )


def _mended(body: bytes) -> bytes:
    """Character references to halves of a UTF-16 pair, as careless software writes emoji: the pair, or nothing.

    feedparser gives up on the whole document for one of them.
    """
    return _HALVES.sub(_joined, body) if b"&#" in body else body


def _joined(found: re.Match[bytes]) -> bytes:
    """Of a run of halves, the characters that its pairs make."""
    codes = [int(n[1:], 16) if n[:1] in b"xX" else int(n) for n in _NUMBER.findall(found[0])]
    units = b"".join(code.to_bytes(2, "little") for code in codes)
    return b"".join(b"&#%d;" % ord(character) for character in units.decode("utf-16-le", "ignore"))


def _problem(document: Any) -> str | None:
    error = document.get("bozo_exception") if document.bozo else None
    told = f"{type(error).__name__}: {error}"[:200] if document.bozo else None
    if not document.get("version") and not document.entries:
        return f"not a feed: {told}" if told else "not a feed"
    return told


def _entry(raw: Any) -> Entry:
    content, content_html = _content(raw)
    source = raw.get("source") or {}
    return Entry(
        guid=_str(raw.get("id")),
        link=_link(raw),
        title=_str(raw.get("title")),
        title_html=_is_html(raw.get("title_detail")),
        summary=_str(raw.get("summary")),
        summary_html=_is_html(raw.get("summary_detail")),
        content=content,
        content_html=content_html,
        authors=_authors(raw),
        published=_str(_own(raw, "published")),
        updated=_str(_own(raw, "updated")),
        source=_str(source.get("title") if isinstance(source, dict) else source) or _str(raw.get("dc_source")),
        source_url=_str(source.get("href") or source.get("link")) if isinstance(source, dict) else None,
        language=_str((raw.get("title_detail") or {}).get("language")),
    )


def _own(raw: Any, name: str) -> Any:
    """The entry's own value: feedparser answers `updated` with `published` where the first is missing."""
    return dict.get(raw, name)


def _link(raw: Any) -> str | None:
    """The address of the entry's page: the original behind a feed service's, then rel=alternate, then any link.

    feedparser takes a guid for a link where none is given; it is one only if it looks like one.
    """
    alternates = [link.get("href") for link in raw.get("links") or () if link.get("rel") == "alternate"]
    link = _str(raw.get("link"))
    if alternates and link not in alternates:
        link = _str(alternates[0])
    if raw.get("guidislink") and link == raw.get("id") and not (link or "").lower().startswith(("http:", "https:")):
        link = None
    return _str(raw.get("feedburner_origlink")) or link


def _content(raw: Any) -> tuple[str | None, bool]:
    """The longest of the entry's contents that are text."""
    best, best_html = None, True
    for content in raw.get("content") or ():
        kind, value = content.get("type") or "text/html", _str(content.get("value"))
        if value and kind.startswith(("text/", "application/xhtml")) and len(value) > len(best or ""):
            best, best_html = value, _is_html(content)
    return best, best_html


def _authors(raw: Any) -> tuple[str, ...]:
    names = [_str(a.get("name")) for a in raw.get("authors") or () if a]
    if not any(names):
        names = [_str(raw.get("author"))]
    return tuple(dict.fromkeys(n for n in names if n))[:20]


def _is_html(detail: Any) -> bool:
    return not detail or detail.get("type") != "text/plain"


def _relations(feed: Any, relation: str) -> tuple[str, ...]:
    """At most five targets of the feed's links of a kind."""
    found = (_str(link.get("href")) for link in feed.get("links") or () if link.get("rel") == relation)
    return tuple(filter(None, found))[:5]


def _min_interval(feed: Any) -> float | None:
    """Seconds between updates that the document announces: `ttl` in minutes, or a syndication period."""
    wishes = []
    ttl = _number(feed.get("ttl"))
    if ttl:
        wishes.append(ttl * 60)
    period = _PERIOD_S.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    if period:
        wishes.append(period / (_number(feed.get("sy_updatefrequency")) or 1))
    return max(wishes) if wishes else None


def _skip_hours(body: bytes) -> tuple[int, ...]:
    """From the document itself: feedparser keeps the last of several hours. 24 is midnight (RSS 0.91)."""
    listed = _SKIP_HOURS.search(body[:_HEAD])
    hours = {int(hour) % 24 for hour in _HOUR.findall(listed[1])} if listed else set()
    return tuple(sorted(hours)) if len(hours) < 24 else ()


def _number(value: Any) -> float | None:
    try:
        number = float(str(value).strip())
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None


def _str(value: Any) -> str | None:
    return value[:MAX_FIELD] if isinstance(value, str) and value.strip() else None
