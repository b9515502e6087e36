"""An article archive as a programme: every article once, in order of publication, at a chosen speed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.contract.article import Article
from tocsin.contract.identity import digest
from tocsin.newsroom.item import FORMATS, Item, Outlet, Programme, Scheduled

UNKNOWN = "unknown.example"


def archive_programme(articles: Sequence[Article], per_second: float, feeds: int | None = None) -> Programme:
    """One outlet per publisher; or `feeds` aggregators, each item then naming its publisher as its source.

    `per_second` articles appear each second, in the given order.
    """
    outlets: dict[str, Outlet] = {}
    scheduled = []
    for ordinal, article in enumerate(articles):
        name = article.publisher.domain or article.publisher.name or UNKNOWN
        outlet = _publisher(article, name, len(outlets)) if feeds is None else _aggregator(name, feeds)
        outlets.setdefault(outlet.key, outlet)
        source = name if feeds is not None and name != UNKNOWN else article.origin
        scheduled.append(Scheduled(ordinal / per_second, outlet.key, _item(article, source)))
    return Programme(tuple(outlets.values()), tuple(scheduled))


def _publisher(article: Article, name: str, ordinal: int) -> Outlet:
    domain = re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-.") or UNKNOWN
    publisher = article.publisher
    return Outlet(
        key=name,
        title=publisher.name or name,
        domain=domain,
        format=FORMATS[ordinal % len(FORMATS)],
        path="/feed",
        country=publisher.country,
        timezone=publisher.timezone,
        language=article.language,
        kind=publisher.kind or "outlet",
    )


def _aggregator(publisher: str, feeds: int) -> Outlet:
    number = int(digest("outlet", publisher)[:8], 16) % feeds
    return Outlet(
        key=f"feed-{number}",
        title=f"Archive feed {number}",
        domain=f"feed-{number}.archive.example",
        format=FORMATS[number % len(FORMATS)],
        path="/feed",
        kind="aggregator",
    )


def _item(article: Article, source: str | None) -> Item:
    published = article.published_at
    return Item(
        id=article.id,
        link=article.url,
        title=article.title,
        text=article.text,
        summary=article.summary,
        published=published.date() if published and article.published_day_only else published,
        updated=article.updated_at,
        authors=article.authors,
        source=source,
    )
