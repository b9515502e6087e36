"""An entry of a feed to an article of the contract. Pure: no clock, no network.

Version 1 is assumed; `decide` says which version it is and whether it is worth publishing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from producers import clean, links
from producers.dates import parse_date, read_published
from producers.entry import Entry
from producers.feedlist.spec import FeedSpec
from producers.origin import find_origin
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.identity import article_id, content_hash
from tocsin.contract.vocabulary import ArticleFlag
from tocsin.rules import RULES_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFacts:
    """What is known of the feed an entry came from: its list's word first, then its own."""

    spec: FeedSpec
    base: str
    title: str | None = None
    language: str | None = None
    domain: str | None = None


def make_article(entry: Entry, facts: FeedFacts, fetched_at: datetime, identity: str | None) -> Article | None:
    """The article; None for an entry with neither title nor text.

    `identity` is the normalised link if that tells this article from others; without it feed and guid do.
    """
    title = clean.clean_line(entry.title, is_html=entry.title_html)
    content, content_cut = clean.to_text(entry.content, is_html=entry.content_html)
    summary, summary_cut = clean.to_text(entry.summary, is_html=entry.summary_html)
    text = content if len(content) >= len(summary) else summary
    if not title and not text:
        return None
    link = links.clean_link(entry.link, facts.base)
    hashed = content_hash(title, text)
    # Without link and guid an entry is known by what it says: an edit of it is then another article.
    guid = entry.guid or hashed
    published = read_published(entry.published or entry.updated, facts.spec.publisher.timezone, fetched_at)
    flags: list[ArticleFlag] = [published.flag] if published.flag else []
    if content_cut or summary_cut:
        flags.append("truncated")
    publisher = _publisher(facts)
    authors = tuple(name for name in (clean.clean_line(a) for a in entry.authors) if name)
    return Article(
        id=article_id(identity, facts.spec.id, guid),
        version=1,
        content_hash=hashed,
        url=link,
        feed=Feed(id=facts.spec.id, url=facts.spec.public_url, title=facts.spec.title or _line(facts.title)),
        publisher=publisher,
        origin=find_origin(_line(entry.source), authors, text, publisher.name),
        title=title,
        summary=summary if summary != text else "",
        text=text,
        language=_language(facts.spec.language or entry.language or facts.language),
        authors=authors,
        published_at=published.at,
        published_day_only=published.day_only,
        updated_at=_updated(entry, facts, fetched_at),
        fetched_at=fetched_at,
        flags=tuple(flags),
        rules_version=RULES_VERSION,
    )


def _publisher(facts: FeedFacts) -> Publisher:
    given = facts.spec.publisher
    return Publisher(
        name=given.name or facts.spec.title or _line(facts.title),
        domain=given.domain or facts.domain,
        country=given.country,
        timezone=given.timezone,
        kind=given.kind,
    )


def _updated(entry: Entry, facts: FeedFacts, fetched_at: datetime) -> datetime | None:
    at = parse_date(entry.updated, facts.spec.publisher.timezone)
    return min(at, fetched_at) if at else None


def _line(text: str | None) -> str | None:
    return clean.clean_line(text) or None


def _language(tag: str | None) -> str | None:
    """`en` of `en-GB`, `EN_us`."""
    main = (tag or "").strip().replace("_", "-").partition("-")[0].lower()
    return main if main.isalpha() and 2 <= len(main) <= 3 else None
