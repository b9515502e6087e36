"""Whose pages are fetched, and what follows from what is found there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from producers.page_text import PageText, read_page
from producers.pages import After, PageOutcome, PageTask, after_page, wants_page
from producers.settings import PageSettings
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.identity import content_hash

SETTINGS = PageSettings()
FIRST, LATER = datetime(2026, 3, 8, 12, tzinfo=UTC), datetime(2026, 3, 8, 13, tzinfo=UTC)
NOW, HOUR, DAY = 1_000_000.0, 3600.0, 86400.0
LEAD = "A fire broke out in the market of Kagara on Sunday."
STORY = LEAD + "\n\n" + "Traders said that the fire began in a shop. " * 40
ARTICLE = Article(
    id="a",
    version=1,
    content_hash=content_hash("Fire", LEAD),
    url="https://paper.example/1",
    feed=Feed(id="f", url="https://paper.example/feed"),
    publisher=Publisher(name="Paper"),
    title="Fire",
    text=LEAD,
    fetched_at=FIRST,
    rules_version="0",
)
DRAFT = PageTask(article=ARTICLE, url="https://paper.example/1", due_at=NOW, told_hash=ARTICLE.content_hash)
LONG = replace(ARTICLE, text=STORY)


def looked(
    task: PageTask, outcome: PageOutcome, text: str = "", now: float = NOW, canonical: str | None = None
) -> After:
    page = PageText(text=text, canonical=canonical) if outcome == "read" else None
    return after_page(task, outcome, page, task.url, now, LATER, SETTINGS)


@pytest.mark.parametrize(
    ("article", "policy", "gate", "expected"),
    [
        (ARTICLE, "always", None, True),
        (ARTICLE, "never", lambda *_: True, False),
        (ARTICLE, "candidates", None, False),
        (ARTICLE, "candidates", lambda title, text: title == "Fire" and text == LEAD, True),
        (ARTICLE, "candidates", lambda *_: False, False),
        (LONG, "always", None, False),
        (replace(ARTICLE, url=None), "always", None, False),
    ],
)
def test_whose_page_is_fetched(article: Article, policy: str, gate: object, expected: bool) -> None:
    assert wants_page(article, policy, gate, SETTINGS) is expected  # type: ignore[arg-type]


def test_the_pages_words_replace_the_feeds() -> None:
    after = looked(DRAFT, "read", STORY, canonical="/fire?utm_source=x")
    assert after.publish is not None
    assert (after.publish.text, after.publish.summary, after.publish.text_source) == (STORY, LEAD, "page")
    assert (after.publish.version, after.publish.canonical_url) == (1, "https://paper.example/fire")
    assert after.publish.content_hash == content_hash("Fire", STORY)
    assert after.following is not None
    assert (after.following.step, after.following.due_at - NOW) == (1, HOUR)


@pytest.mark.parametrize("outcome", ["failed", "no_text", "gone"])
def test_without_a_page_the_feeds_words_go_out_at_once(outcome: PageOutcome) -> None:
    after = looked(DRAFT, outcome)
    assert after.publish is not None
    assert (after.publish.text, after.publish.text_source, after.publish.version) == (LEAD, "feed", 1)
    assert after.following is not None


def test_a_notice_is_not_the_story() -> None:
    publish = looked(DRAFT, "read", "Log in to read on. This is all that you get without it, sorry.").publish
    assert publish is not None
    assert publish.text == LEAD


def test_robots_are_obeyed_for_good() -> None:
    after = looked(DRAFT, "forbidden_by_robots")
    assert after.publish is not None
    assert after.following is None


def test_the_looks_come_after_an_hour_a_day_and_a_week_and_end() -> None:
    task: PageTask | None = DRAFT
    due = []
    now = NOW
    while task is not None:
        now = max(now, task.due_at)
        due.append(now - NOW)
        task = looked(task, "read", STORY, now).following
    assert due == [0.0, HOUR, DAY, 7 * DAY]


def test_an_edit_is_a_version_and_an_unchanged_page_is_none() -> None:
    first = looked(DRAFT, "read", STORY).following
    assert first is not None
    assert looked(first, "read", STORY).publish is None
    edited = looked(first, "read", STORY + " Nobody was hurt.")
    assert edited.publish is not None
    assert (edited.publish.version, edited.publish.fetched_at) == (2, LATER)
    again = looked(edited.following or DRAFT, "read", STORY + " Nobody was hurt.")
    assert again.publish is None


def test_a_page_that_is_gone_twice_is_an_article_deleted() -> None:
    task = looked(DRAFT, "read", STORY).following
    assert task is not None
    once = looked(task, "gone", now=NOW + HOUR)
    assert once.publish is None
    assert once.following is not None
    assert once.following.due_at == NOW + 2 * HOUR
    back = looked(once.following, "read", STORY)
    assert back.publish is None
    assert back.following is not None
    twice = looked(once.following, "gone")
    assert twice.publish is not None
    assert (twice.publish.version, twice.publish.flags, twice.following) == (2, ("deleted",), None)


def test_words_that_the_page_had_already_are_no_version() -> None:
    """The feed tells the headline anew; version 2 was drafted, but the page is as published."""
    draft = replace(DRAFT, version=2, published_hash=content_hash("Fire", STORY))
    after = looked(draft, "read", STORY)
    assert after.publish is None
    assert after.following is not None
    assert after.following.version == 1


PAGE = """<!doctype html><html><head><title>Fire - Paper</title><meta charset="{charset}">
<link rel="stylesheet" href="/s.css"><link href='https://paper.example/fire' rel="canonical"></head><body>
<nav>Home World Sport</nav><article><h1>Fire</h1>{paragraphs}</article>
<table><tr><td>Weather: 31 degrees</td></tr></table><div class="comments" id="comments"><p>First!</p></div>
<footer>All rights reserved</footer></body></html>"""
PARAGRAPHS = [
    "A fire broke out in the market of Kagara on Sunday, and traders carried their goods into the street.",
    "The fire brigade of Örebro said that nobody was hurt; the café beside it stays closed until Tuesday.",
    "The cause is not known, the mayor said, and asked for patience while the roof of the hall is repaired.",
]


def page(charset: str = "utf-8") -> bytes:
    return PAGE.format(charset=charset, paragraphs="".join(f"<p>{p}</p>" for p in PARAGRAPHS)).encode(charset)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1"])
def test_the_text_of_a_page(charset: str) -> None:
    found = read_page(page(charset), f"text/html; charset={charset}")
    assert [p for p in found.text.split("\n\n") if p != "Fire"] == PARAGRAPHS
    assert found.canonical == "https://paper.example/fire"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "text/html"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<html>" + b"<div>" * 50_000, "text/html"),
        (bytes(range(256)) * 20, "text/html; charset=nonsense"),
        (b"\x00" * 1_000, None),
    ],
)
def test_what_is_no_page_has_no_text(body: bytes, kind: str | None) -> None:
    assert len(read_page(body, kind).text) < SETTINGS.least_text
