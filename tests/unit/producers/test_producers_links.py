"""Links: what may be published, and what is the same article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.links import MAX_LENGTH, clean_link, normalise

CLEAN = [
    ("https://Example.org/a?utm_source=rss&id=3#top", None, "https://Example.org/a?id=3"),
    ("/a b", "https://user:secret@example.org/feed.xml", "https://example.org/a%20b"),
    ("//example.org/x", None, "https://example.org/x"),
    ("https://user:secret@example.org/x", None, "https://example.org/x"),
    ("https://example.org/x?a=1%26b&q=%41", None, "https://example.org/x?a=1%26b&q=A"),
    ("https://example.org/#!/story/7", None, "https://example.org/#!/story/7"),
    ("\n https://example.org/x \t", None, "https://example.org/x"),
    ("javascript:alert(1)", None, None),
    (" jAva\nscript:alert(1)", "https://example.org/", None),
    ("data:text/html,<script>", "https://example.org/", None),
    ("ftp://example.org/x", None, None),
    ("https://", None, None),
    ("https://exa mple.org/", None, None),
    ("https://example.org:port/", None, None),
    ("https://[::1", None, None),
    ("/relative", None, None),
    ("", None, None),
    (None, None, None),
    ("https://example.org/" + "x" * MAX_LENGTH, None, None),
]

SAME = [
    [
        "https://www.example.org/2020/a",
        "http://example.org/2020/a/",
        "https://m.example.org//2020/a?utm_medium=rss&fbclid=1",
        "https://example.org:443/2020/a#comments",
        "https://example.org/2020/a/amp/",
        "https://example.org/2020/a?amp=1",
        "https://amp.example.org/amp/2020/a",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/2020/a",
        "https://www.google.com/amp/s/www.example.org/2020/a",
    ],
    ["https://example.org/a?id=1&page=2", "https://example.org/a?page=2&id=1"],
    ["https://example.org/caf%c3%a9", "https://example.org/caf\u00e9", "https://EXAMPLE.org/caf%C3%A9"],
    ["https://b\u00fccher.example/x", "https://xn--bcher-kva.example/x"],
    ["https://example.org/a.amp.html", "https://example.org/a.html"],
]

DIFFERENT = [
    ("https://example.org/a?id=1", "https://example.org/a?id=2"),
    ("https://example.org/A", "https://example.org/a"),
    ("https://example.org/a", "https://example.net/a"),
    ("https://m.example/a", "https://example/a"),
    ("http://127.0.0.1:8001/a", "http://127.0.0.1:8002/a"),
    ("https://example.org/#!/a", "https://example.org/#!/b"),
    ("https://example.org/a?x=1%26y=2", "https://example.org/a?x=1&y=2"),
]


@pytest.mark.parametrize(("link", "base", "expected"), CLEAN)
def test_clean(link: str | None, base: str | None, expected: str | None) -> None:
    assert clean_link(link, base) == expected


@pytest.mark.parametrize("links", SAME)
def test_same_article(links: list[str]) -> None:
    assert len({normalise(link) for link in links}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_articles(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@given(st.text(), st.sampled_from([None, "https://example.org/feed"]))
def test_any_text_is_a_safe_link_or_none(text: str, base: str | None) -> None:
    link = clean_link(text, base)
    assert link is None or (link.startswith(("http://", "https://")) and link.isascii() is not None)
    assert link is None or not any(ord(c) <= 32 for c in link)
    assert (normalise(text, base) is None) == (link is None) or link is None


@given(st.text(alphabet="ab/?&=%#.:@é 012", max_size=40))
def test_normalising_a_clean_link_changes_nothing(path: str) -> None:
    link = clean_link("https://www.example.org/" + path)
    if link is not None:
        assert normalise(link) == normalise("https://www.example.org/" + path)
        assert clean_link(link) == link
