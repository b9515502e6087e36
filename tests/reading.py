"""Invented articles, and what classify reads in them."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any

from processors.classify.core import Classified, Knowledge, classify
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.report import Report
from tocsin.contract.vocabulary import ArticleFlag

PUBLISHED = datetime(2026, 3, 11, 18, tzinfo=UTC)  # a Wednesday


@cache
def knowledge() -> Knowledge:
    """Loaded once for all tests."""
    return Knowledge.load()


def article(
    text: str,
    title: str = "",
    *,
    published: datetime | None = PUBLISHED,
    publisher: Publisher | None = None,
    version: int = 1,
    flags: tuple[ArticleFlag, ...] = (),
    day_only: bool = False,
) -> Article:
    """An article fetched when it was published; `day_only`: only the day of that is known."""
    return Article(
        id="a",
        version=version,
        content_hash="",
        url=None,
        feed=Feed(id="f", url="https://feed.example/rss"),
        publisher=publisher or Publisher(),
        title=title,
        text=text,
        fetched_at=published or PUBLISHED,
        rules_version="test",
        published_at=published,
        published_day_only=day_only,
        flags=flags,
    )


def read(text: str, title: str = "", **details: Any) -> Classified:
    """`details`: as of `article`."""
    return classify(article(text, title, **details), knowledge())


def reports(
    title: str, text: str, published: datetime = PUBLISHED, publisher: Publisher | None = None
) -> tuple[Report, ...]:
    """What is told of an article of the Coast Post."""
    outlet = publisher or Publisher(domain="coastpost.example")
    account = read(text, title, published=published, publisher=outlet).account
    return account.reports if account else ()
