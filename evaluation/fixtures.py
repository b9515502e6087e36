"""The project's own gold: articles written for it, text beside expectation (`tests/fixtures`)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.archive import EPOCH, Published, parse_published
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.identity import content_hash
from tocsin.rules import RULES_VERSION


@dataclass(frozen=True, slots=True)
class Fixture:
    """One article and what a careful reader makes of it. `reports` and `rejections` are the file's tables."""

    name: str
    article: Article
    reports: tuple[dict[str, Any], ...]
    rejections: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An article of the conflict-news stream. `mentions` are incidents it only recalls: joining them is neutral."""

    article: Article
    incidents: frozenset[str]
    mentions: frozenset[str]


def understanding(folder: Path) -> list[Fixture]:
    """The fixtures of one folder, by file name."""
    return [_fixture(path) for path in sorted(folder.glob("*.toml"))]


def _fixture(path: Path) -> Fixture:
    raw = tomllib.loads(path.read_text("utf-8"))
    article = raw["article"]
    publisher = Publisher(**article.get("publisher", {}))
    made = make_article(
        path.stem, article["title"], article["text"], parse_published(article.get("published")), publisher, article
    )
    return Fixture(path.stem, made, tuple(raw.get("report", ())), tuple(raw.get("rejection", ())))


def conflict_news(folder: Path) -> list[NewsItem]:
    """The stream of one half, in order of publication."""
    rows = [
        row for path in sorted(folder.glob("[0-9]*.toml")) for row in tomllib.loads(path.read_text("utf-8"))["article"]
    ]
    items = [_news_item(row) for row in rows]
    return sorted(items, key=lambda item: (item.article.fetched_at, item.article.id))


def _news_item(row: dict[str, Any]) -> NewsItem:
    publisher = Publisher(name=row["outlet"], domain=row["outlet"], country=row.get("outlet_country"))
    article = make_article(row["id"], row["title"], row["text"], parse_published(row["published"]), publisher, row)
    return NewsItem(article, frozenset(row.get("incidents", ())), frozenset(row.get("mentions", ())))


def make_article(
    identity: str, title: str, text: str, published: Published, publisher: Publisher, raw: dict[str, Any]
) -> Article:
    """Version 1, fetched when it was published; `url` and `source` from `raw`."""
    return Article(
        id=identity,
        version=1,
        content_hash=content_hash(title, text.strip()),
        url=raw.get("url"),
        feed=Feed(id="fixture", url="fixture:"),
        publisher=publisher,
        title=title,
        text=text.strip(),
        text_source="archive",
        origin=raw.get("source"),
        fetched_at=published.at or EPOCH,
        published_at=published.at,
        flags=() if published.at else ("no_published_date",),
        rules_version=RULES_VERSION,
    )


def begins(article: Article, sentence: str, starts: str) -> bool:
    """Whether `sentence` is the one that an expectation names by its first words, a dateline before it or not."""
    if sentence.startswith(starts):
        return True
    at = article.text.find(starts)
    return at >= 0 and at <= article.text.find(sentence) < at + len(starts)
