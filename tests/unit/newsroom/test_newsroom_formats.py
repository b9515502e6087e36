"""The feeds the newsroom writes are read back to what was published, in every format, whatever the text holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.article import FeedFacts, make_article
from producers.clean import clean_line, to_text
from producers.feedlist import load_feeds
from producers.feedlist.spec import FeedSpec
from producers.parse import parse_feed
from tocsin.archive import read_line
from tocsin.contract.article import Article, Publisher
from tocsin.newsroom.archive import archive_programme
from tocsin.newsroom.formats import WRITERS
from tocsin.newsroom.formats.markup import paragraphs
from tocsin.newsroom.item import FORMATS, Format, Item, Outlet
from tocsin.newsroom.page import article_page
from tocsin.newsroom.show import load_show

FETCHED = datetime(2026, 4, 1, tzinfo=UTC)
FACTS = FeedFacts(
    spec=FeedSpec(id="f", url="https://x.example/", publisher=Publisher(name="X")), base="https://x.example/"
)
BAGHDAD = timezone(timedelta(hours=3))
ITEM = Item(
    id="a-1",
    link="https://courier.example/a?x=1&y=2",
    title='"Rockets" hit A & B < C',
    text='First & "second".\nA line below.\n\nPara two \u2014 3 < 4.',
    summary="Rockets & mortars",
    published=datetime(2026, 3, 8, 23, 5, tzinfo=BAGHDAD),
    authors=("Hala Renwick", "O'Brien & Co"),
    categories=("Security",),
    source="Meridian & Sons",
)


def outlet(form: Format) -> Outlet:
    return Outlet(key="c", title="Courier & Sons", domain="courier.example", format=form, path="/feed", language="en")


def read(form: Format, item: Item) -> Article:
    body = WRITERS[form](outlet(form), "http://127.0.0.1:1/courier.example/feed", [item])
    document = parse_feed(body)
    assert document.problem is None
    assert document.title == "Courier & Sons" or clean_line(document.title) == "Courier & Sons"
    article = make_article(document.entries[0], FACTS, FETCHED, "courier.example/a")
    assert article is not None
    return article


@pytest.mark.parametrize("form", FORMATS)
def test_there_and_back(form: Format) -> None:
    article = read(form, ITEM)
    assert article.title == ITEM.title
    assert article.text == ITEM.text
    assert (article.url, article.summary, article.authors) == (ITEM.link, ITEM.summary, ITEM.authors)
    assert (article.published_at, article.origin) == (ITEM.published, ITEM.source)


@pytest.mark.parametrize("form", FORMATS)
def test_a_day_stays_a_day(form: Format) -> None:
    article = read(form, Item(id="1", link=None, title="T", text="x", published=date(2014, 1, 27)))
    assert (article.published_at, article.published_day_only) == (datetime(2014, 1, 27, tzinfo=UTC), True)


@pytest.mark.parametrize("form", FORMATS)
@given(text=st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_any_text_makes_a_feed_that_is_read(form: Format, text: str) -> None:
    item = Item(id="1", link=None, title="Title", text=text)
    body = WRITERS[form](outlet(form), "http://127.0.0.1:1/", [item])
    document = parse_feed(body)
    assert document.problem is None
    assert len(document.entries) == 1


def test_the_page_escapes_what_it_shows() -> None:
    page = article_page(outlet("rss2"), ITEM, [ITEM])
    assert "A &amp; B &lt; C" in page
    assert to_text(paragraphs(ITEM.text))[0] == ITEM.text


def test_the_show_is_about_eighty_articles_in_a_dozen_feeds_of_four_formats() -> None:
    show = load_show(30.0)
    assert 75 <= len(show.scheduled) <= 100
    assert len(show.outlets) == 12
    assert {o.format for o in show.outlets} == set(FORMATS)
    assert [s.at_s for s in show.scheduled] == sorted(s.at_s for s in show.scheduled)
    assert 25 <= show.scheduled[-1].at_s <= 30
    moments = [s.item.updated or s.item.published for s in show.scheduled]
    assert all(isinstance(m, datetime) and m.tzinfo for m in moments)


LINES = [
    b'{"id": "1", "text": "One", "publisher": "www.a.example", "published": "2014-01-01"}',
    b'{"id": "2", "text": "Two", "publisher": "b.example", "url": "https://b.example/2", "title": "T"}',
    b'{"id": "3", "text": "Three"}',
]


def test_an_archive_is_one_outlet_per_publisher() -> None:
    articles = [read_line(line, "x.jsonl", n) for n, line in enumerate(LINES, 1)]
    programme = archive_programme(articles, 2.0)
    assert [s.at_s for s in programme.scheduled] == [0.0, 0.5, 1.0]
    assert [o.domain for o in programme.outlets] == ["www.a.example", "b.example", "unknown.example"]
    assert programme.scheduled[0].item.published == date(2014, 1, 1)


def test_an_archive_in_few_feeds_names_the_publisher_as_source() -> None:
    articles = [read_line(line, "x.jsonl", n) for n, line in enumerate(LINES, 1)]
    programme = archive_programme(articles, 2.0, feeds=1)
    assert len(programme.outlets) == 1
    assert [s.item.source for s in programme.scheduled] == ["www.a.example", "b.example", None]


def test_the_starter_list_is_well_formed_and_small() -> None:
    feeds = load_feeds(Path(__file__).parents[3] / "deploy/feeds/starter.toml")
    assert 30 <= len(feeds) <= 40
    assert all(f.publisher.name and f.publisher.timezone and f.publisher.kind for f in feeds)
    assert all(f.url.startswith("https://") for f in feeds)
