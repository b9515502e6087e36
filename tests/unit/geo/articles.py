"""Invented articles as documents."""

from __future__ import annotations

from datetime import UTC, datetime

from reading import article

from processors.classify.document import Document
from processors.classify.text import read_document
from tocsin.contract.article import Publisher


def document(text: str, title: str = "", publisher: Publisher | None = None) -> Document:
    return read_document(article(text, title, published=datetime(2025, 3, 12, 9, tzinfo=UTC), publisher=publisher))
