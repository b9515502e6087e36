"""What one feed document says, before it is understood: the raw values of its entries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as the feed gives it: unsafe markup, relative links, dates as written.

    `*_html` says whether the value is markup (or may be), not plain text.
    """

    guid: str | None = None
    link: str | None = None
    title: str | None = None
    title_html: bool = True
    summary: str | None = None
    summary_html: bool = True
    content: str | None = None
    content_html: bool = True
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    source: str | None = None
    source_url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedFeed:
    """One feed document. `format` is feedparser's name of it (`rss20`, `atom10`, `json11`; "" if it is no feed).

    `problem` is what was wrong with the document, None if it was well-formed. `min_interval_s` is what the document
    asks for (ttl, sy:updatePeriod); `skip_hours` are UTC hours it asks to be left alone. `total` counts its entries
    before the cap.
    """

    format: str
    entries: tuple[Entry, ...]
    title: str | None = None
    language: str | None = None
    link: str | None = None
    problem: str | None = None
    min_interval_s: float | None = None
    skip_hours: tuple[int, ...] = ()
    hubs: tuple[str, ...] = ()
    self_url: str | None = None
    total: int = 0
