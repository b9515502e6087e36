"""Topic `articles`: one version of one news article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.contract import vocabulary as v


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    id: str
    url: str
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """`domain` is the registrable domain; `country` ISO 3166-1 alpha-2; `timezone` an IANA name."""

    name: str | None = None
    domain: str | None = None
    country: str | None = None
    timezone: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """`id` is fixed at first sight; `version` counts 1, 2, ... as the content is edited.

    `text` is plain text, paragraphs separated by blank lines. `published_at` is None, never "now", if unknown.
    `published_day_only` says that the publication time is known to the day only (archives): `published_at`
    is then that day at 00:00 UTC.
    """

    id: str
    version: int
    content_hash: str
    url: str | None
    feed: Feed
    publisher: Publisher
    title: str
    text: str
    fetched_at: datetime
    rules_version: str
    canonical_url: str | None = None
    origin: str | None = None
    summary: str = ""
    text_source: v.TextSource = "feed"
    language: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_day_only: bool = False
    updated_at: datetime | None = None
    flags: tuple[v.ArticleFlag, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRef:
    """What later stages need of an article.

    `text_fingerprint` is a base64 MinHash signature of the boilerplate-free text ("" for no text), which tells
    copies from tellings; its parameters are part of `rules_version`.
    """

    id: str
    version: int
    url: str | None
    title: str
    publisher: Publisher
    fetched_at: datetime
    origin: str | None = None
    published_at: datetime | None = None
    text_fingerprint: str = ""
