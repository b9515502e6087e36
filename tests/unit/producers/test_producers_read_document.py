"""From a document's bytes to what is published: feeds in every format, edits, copies, moved links."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.article import FeedFacts
from producers.decide import Seen
from producers.entry import Entry, ParsedFeed
from producers.feedlist.spec import FeedSpec
from producers.parse import MAX_ENTRIES, parse_feed
from producers.read_document import Lookups, Reading, read_document
from producers.state_schema import Pending, unpack
from tocsin.contract.article import Article, Publisher
from tocsin.contract.envelope import open_message

FETCHED = datetime(2026, 3, 10, tzinfo=UTC)
PUBLISHER = Publisher(name="Baghdad Courier", domain="courier.example", timezone="Asia/Baghdad")
FACTS = FeedFacts(
    spec=FeedSpec(id="courier", url="https://courier.example/feed", publisher=PUBLISHER),
    base="https://courier.example/feed",
)

RSS2 = b"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Courier</title><language>en-GB</language><item>
<title>Rockets hit &lt;b&gt;Jadiriya&lt;/b&gt;</title><link>/2026/rockets?utm_source=rss#x</link><guid>7</guid>
<pubDate>Sun, 08 Mar 2026 23:05:00 +0300</pubDate><dc:creator>Hala Renwick</dc:creator>
<source url="https://m.example/">Meridian</source><description>Two rockets.</description>
<content:encoded>&lt;p&gt;BAGHDAD &amp;mdash; Two rockets fell.&lt;/p&gt;
&lt;p&gt;No one was hurt.&lt;/p&gt;</content:encoded>
</item></channel></rss>"""
RSS1 = b"""<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="x"><title>Courier</title><dc:language>en-GB</dc:language></channel>
<item rdf:about="https://courier.example/2026/rockets"><title>Rockets hit Jadiriya</title>
<link>https://courier.example/2026/rockets</link><dc:date>2026-03-08T23:05:00+03:00</dc:date>
<dc:creator>Hala Renwick</dc:creator><dc:source>Meridian</dc:source><description>Two rockets.</description>
<content:encoded>&lt;p&gt;BAGHDAD \xe2\x80\x94 Two rockets fell.&lt;/p&gt;
&lt;p&gt;No one was hurt.&lt;/p&gt;</content:encoded>
</item></rdf:RDF>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>Courier</title><entry><id>tag:x:7</id>
<title>Rockets hit Jadiriya</title><link rel="alternate" href="https://www.courier.example/2026/rockets/"/>
<published>2026-03-08T20:05:00Z</published><updated>2026-03-08T21:00:00Z</updated>
<author><name>Hala Renwick</name></author><source><title>Meridian</title></source><summary>Two rockets.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>BAGHDAD &#8212; Two rockets fell.</p>
<p>No one was hurt.</p></div></content></entry></feed>"""
JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "language": "en-GB", "items": [{"id": 7,
"url": "http://m.courier.example/2026/rockets", "title": "Rockets hit Jadiriya", "summary": "Two rockets.",
"content_html": "<p>BAGHDAD &mdash; Two rockets fell.</p><p>No one was hurt.</p>", "_source": {"title": "Meridian"},
"date_published": "2026-03-08T23:05:00", "authors": [{"name": "Hala Renwick"}]}]}"""
SHARDS = [
    b"<rss version='2.0'>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"</link>",
    b"<feed>",
    b"<entry>", b"</entry>", b"<![CDATA[", b"]]>", b"&#xD800;", b"&#0;", b"&amp;", b"&x;", b"\xff", b"\x00", b"<!--",
    b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE x [", b"javascript:alert(1)", b"https://x.example/[",
    b"<pubDate>", b"Sun, 99 Foo", b"</pubDate>", b"text", b"<content type='xhtml'>", b"<guid>", b"</guid>", b"{", b"}",
]  # fmt: skip
DOCUMENTS = {"rss20": RSS2, "rss10": RSS1, "atom10": ATOM, "json11": JSON}


def read(body: bytes, seen: dict[str, Seen] | None = None, guids: dict[str, tuple[str, str]] | None = None) -> Reading:
    lookups = Lookups(seen=(seen or {}).get, by_guid=(guids or {}).get)
    return read_document(parse_feed(body), FACTS, FETCHED, lookups)


def article(pending: Pending) -> Article:
    return open_message(Article, unpack(pending.message))


def told(pending: Pending, feed: str = "courier") -> dict[str, Seen]:
    return {pending.id: Seen(pending.id, pending.version, pending.content_hash, feed)}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_format_gives_the_same_article(name: str) -> None:
    document = parse_feed(DOCUMENTS[name])
    assert document.format == name
    found = article(read(DOCUMENTS[name]).pending[0])
    assert found.title == "Rockets hit Jadiriya"
    assert found.text == "BAGHDAD \u2014 Two rockets fell.\n\nNo one was hurt."
    assert found.summary == "Two rockets."
    assert found.published_at == datetime(2026, 3, 8, 20, 5, tzinfo=UTC)
    assert (found.origin, found.authors, found.language) == ("Meridian", ("Hala Renwick",), "en")
    assert (found.version, found.flags, found.publisher) == (1, (), PUBLISHER)
    assert found.id == article(read(RSS2).pending[0]).id
    assert found.content_hash == article(read(RSS2).pending[0]).content_hash


def test_the_published_link_has_no_tracking() -> None:
    assert article(read(RSS2).pending[0]).url == "https://courier.example/2026/rockets"


def test_the_same_again_is_unchanged() -> None:
    (first,) = read(RSS2).pending
    reading = read(RSS2, told(first))
    assert (reading.pending, reading.unchanged) == ((), 1)


def test_a_new_date_alone_is_unchanged() -> None:
    (first,) = read(RSS2).pending
    assert read(RSS2.replace(b"08 Mar 2026 23", b"09 Mar 2026 10"), told(first)).pending == ()


def test_an_edit_is_the_next_version() -> None:
    (first,) = read(RSS2).pending
    reading = read(RSS2.replace(b"No one was hurt", b"One man was hurt"), told(first))
    (second,) = reading.pending
    assert (second.id, second.version, reading.edited) == (first.id, 2, 1)
    assert article(second).text.endswith("One man was hurt.")


def test_another_feeds_words_are_no_version() -> None:
    (first,) = read(RSS2).pending
    reading = read(RSS2.replace(b"No one was hurt", b"One man was hurt"), told(first, "another feed"))
    assert (reading.pending, len(reading.copies)) == ((), 1)


def test_a_mended_link_is_the_same_article() -> None:
    (first,) = read(RSS2).pending
    assert first.guid
    guids = {first.guid: (first.id, first.title)}
    moved = RSS2.replace(b"/2026/rockets", b"/2026/rockets-hit-jadiriya")
    assert read(moved, told(first), guids).unchanged == 1


SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://courier.example/2026/rockets</loc>
<news:news><news:publication><news:name>Courier</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2026-03-08T23:05:00+03:00</news:publication_date><news:title>Rockets &amp; fire</news:title>
</news:news></url><url><loc>https://courier.example/about</loc></url></urlset>"""


def test_a_news_sitemap_gives_titles_links_and_dates() -> None:
    document = parse_feed(SITEMAP)
    assert (document.format, document.total, document.title) == ("news_sitemap", 2, "Courier")
    (pending,) = read(SITEMAP).pending
    found = article(pending)
    assert (found.title, found.text, found.language) == ("Rockets & fire", "", "en")
    assert found.published_at == datetime(2026, 3, 8, 20, 5, tzinfo=UTC)
    assert found.id == article(read(RSS2).pending[0]).id


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (b"Fire &#55357;&#56613; in Erbil", "Fire \U0001f525 in Erbil"),
        (b"Fire &#xD83D;&#xdd25; in Erbil", "Fire \U0001f525 in Erbil"),
        (b"Fire &#xD83D; in Erbil", "Fire in Erbil"),
        (b"Fire &#56613;&#55357; in Erbil", "Fire in Erbil"),
        (b"Fire &#128293; &#x1F525; in Erbil", "Fire \U0001f525 \U0001f525 in Erbil"),
    ],
)
def test_emoji_written_in_halves_cost_no_feed(written: bytes, title: str) -> None:
    (pending,) = read(b"<rss version='2.0'><channel><item><title>%s</title></item></channel></rss>" % written).pending
    assert article(pending).title == title


@given(st.lists(st.sampled_from(SHARDS), max_size=25).map(b"".join) | st.binary(max_size=200))
def test_any_bytes_are_read_without_an_error(body: bytes) -> None:
    for pending in read(body).pending:
        assert article(pending).version == 1


def test_one_guid_for_all_is_not_one_article() -> None:
    (first,) = read(RSS2).pending
    assert first.guid
    guids = {first.guid: (first.id, first.title)}
    other = RSS2.replace(b"/2026/rockets", b"/2026/bomb").replace(b"Rockets hit", b"Bomb in")
    (second,) = read(other, told(first), guids).pending
    assert second.id != first.id


def test_without_a_link_the_guid_tells() -> None:
    bare = b"<rss version='2.0'><channel><item><title>%s</title><guid>%s</guid></item></channel></rss>"
    one, other = read(bare % (b"A", b"g1")).pending[0], read(bare % (b"A", b"g2")).pending[0]
    again = read(bare % (b"B", b"g1"), told(one)).pending[0]
    assert one.id != other.id
    assert (again.id, again.version) == (one.id, 2)


def test_an_entry_twice_in_a_document_counts_once() -> None:
    item = RSS2[RSS2.index(b"<item>") : RSS2.index(b"</channel>")]
    reading = read(RSS2.replace(item, item + item.replace(b"No one was hurt", b"x")))
    assert len(reading.pending) == reading.new == 1


def test_one_page_for_all_entries_is_not_one_article() -> None:
    entry = b"<item><title>T%d</title><guid>g%d</guid><link>https://x.example/live%s</link></item>"
    for page, articles in ((b"", 3), (b"?id=7", 3)):
        items = b"".join(entry % (n, n, page) for n in range(3))
        assert read(b"<rss version='2.0'><channel>" + items + b"</channel></rss>").new == articles


def test_a_front_page_is_no_identity() -> None:
    entry = b"<item><title>T%d</title><guid>g%d</guid><link>https://x.example/</link></item>"
    one, other = (
        read(b"<rss version='2.0'><channel>" + entry % (n, n) + b"</channel></rss>").pending[0] for n in (1, 2)
    )
    assert one.id != other.id


def test_an_entry_that_says_nothing_is_nothing() -> None:
    assert read(b"<rss version='2.0'><channel><item><link>https://x.example/</link></item></channel></rss>").new == 0


def test_older_entries_are_published_first() -> None:
    items = b"".join(b"<item><title>T%d</title><guid>%d</guid></item>" % (n, n) for n in range(5))
    reading = read(b"<rss version='2.0'><channel>" + items + b"</channel></rss>")
    assert [article(p).title for p in reading.pending] == ["T4", "T3", "T2", "T1", "T0"]


def test_credentials_of_the_feed_are_in_no_message() -> None:
    spec = FeedSpec(id="c", url="https://user:hunter2@courier.example/feed", publisher=Publisher())
    facts = FeedFacts(spec=spec, base="https://user:hunter2@courier.example/feed")
    nothing = Lookups(seen=lambda _id: None, by_guid=lambda _guid: None)
    (pending,) = read_document(parse_feed(RSS2), facts, FETCHED, nothing).pending
    assert b"hunter2" not in pending.message


def test_many_entries_are_capped() -> None:
    items = b"".join(b"<item><title>T</title><guid>%d</guid></item>" % n for n in range(MAX_ENTRIES + 500))
    document = parse_feed(b"<rss version='2.0'><channel>" + items + b"</channel></rss>")
    assert (len(document.entries), document.total, document.problem) == (MAX_ENTRIES, MAX_ENTRIES + 500, None)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not a feed"),
        (b"<html><body>Sorry</body></html>", "not a feed"),
        (b'{"version": "1"}', "not a JSON Feed"),
        (b"{", "not JSON"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": 7}', "not a JSON Feed"),
        (b"[" * 100_000, "not a feed"),
        (b"{" * 100_000, "not JSON"),
        (b"<rss>" + b"<a>" * 200_000, "nested deeper"),
        (b"\x00" * 1_000, "not a feed"),
        (bytes(range(256)) * 10, "not a feed"),
    ],
)
def test_what_is_no_feed(body: bytes, problem: str) -> None:
    document = parse_feed(body)
    assert document.entries == ()
    assert document.format == ""
    assert problem in (document.problem or "")


def test_entity_bombs_and_files_are_not_opened() -> None:
    bomb = b"<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
    )
    item = b"<item><title>x&j;</title><description>&f;</description></item>"
    body = bomb + b"<!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel>" + item + b"</channel></rss>"
    document = parse_feed(body)
    assert "root:" not in repr(document)
    assert len(repr(document)) < 10_000


def test_entries_that_share_a_guid_are_articles_of_their_own() -> None:
    """Some software gives every entry the guid of the feed."""
    document = ParsedFeed(format="rss20", entries=tuple(Entry(guid="feed", title=f"Fire {n}") for n in range(4)))
    reading = read_document(document, FACTS, FETCHED, Lookups(seen=lambda _: None, by_guid=lambda _: None))
    assert (reading.new, len(set(reading.held)), reading.ambiguous) == (4, 4, True)
