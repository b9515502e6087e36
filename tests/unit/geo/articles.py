"""Invented articles as documents."""

from __future__ import annotations

from datetime import UTC, datetime

from processors.classify.document import Document
from processors.classify.text import read_document
from tocsin.contract.article import Article, Feed, Publisher


def document(text: str, title: str = "", publisher: Publisher | None = None) -> Document:
    moment = datetime(2025, 3, 12, 9, tzinfo=UTC)
    return read_document(
        Article(
            id="a",
            version=1,
            content_hash="h",
            url=None,
            feed=Feed(id="f", url="http://feed.example/"),
            publisher=publisher or Publisher(),
            title=title,
            text=text,
            fetched_at=moment,
            rules_version="test",
            published_at=moment,
        )
    )
