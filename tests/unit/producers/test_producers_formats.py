"""Each format that is read: a document in `tests/fixtures/feeds`, and the articles it must give beside it."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from producers.article import FeedFacts
from producers.feedlist.spec import FeedSpec
from producers.parse import parse_feed
from producers.read_document import Lookups, read_document
from producers.state_schema import unpack
from tocsin.contract.article import Article, Publisher
from tocsin.contract.envelope import open_message

FOLDER = Path(__file__).parents[2] / "fixtures" / "feeds"
DOCUMENTS = sorted(path for path in FOLDER.iterdir() if path.suffix != ".toml")
FACTS = FeedFacts(
    spec=FeedSpec(id="f", url="https://harbour-post.example/feed", publisher=Publisher(timezone="Asia/Baghdad")),
    base="https://harbour-post.example/feed",
)
READ_AT = datetime(2026, 3, 8, 12, tzinfo=UTC)
UNSAID = {"url": None, "summary": "", "published_at": None, "updated_at": None, "authors": [], "origin": None}
UNSAID |= {"language": None, "published_day_only": False}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_articles_of_a_document(path: Path) -> None:
    expected = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    document = parse_feed(path.read_bytes())
    articles = expected.pop("article")
    assert {name: getattr(document, name) for name in expected} == {
        name: tuple(value) if isinstance(value, list) else value for name, value in expected.items()
    }
    reading = read_document(document, FACTS, READ_AT, Lookups(seen=lambda _: None, by_guid=lambda _: None))
    found = [open_message(Article, unpack(pending.message)) for pending in reading.pending]
    assert len(found) == len(articles)
    for article, wanted in zip(found, articles, strict=True):
        for name, value in (UNSAID | wanted).items():
            told = getattr(article, name)
            assert (list(told) if isinstance(told, tuple) else told) == value, name


def test_every_format_has_its_document() -> None:
    wanted = "rss090 rss091 rss092 rss20 rdf10 atom03 atom10 json10 json11 news_sitemap"
    assert {path.stem for path in DOCUMENTS} >= set(wanted.split())
