"""Which hub a feed names, and whose pushes are believed."""

from __future__ import annotations

import pytest

from producers.entry import ParsedFeed
from producers.parse import parse_feed
from producers.websub.discovery import Hub, discover
from producers.websub.signature import holds, sign

BASE = "https://paper.example/rss?x=1"
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<link rel="hub" href="https://hub.example/"/><link rel="self" href="/feed.atom"/></feed>"""
RSS = """<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title>
<atom:link rel="hub" href="https://hub.example/"/><atom:link rel="self" href="https://paper.example/feed.atom"/>
</channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title><atom:link rel="hub" href="https://hub.example/"/>
<atom:link rel="self" href="/feed.atom"/></channel></rdf:RDF>"""
JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [], "feed_url":
"https://paper.example/feed.atom", "hubs": [{"type": "other"}, {"type": "WebSub", "url": "https://hub.example/"}]}"""


@pytest.mark.parametrize("document", [ATOM, RSS, RDF, JSON])
def test_in_the_document(document: str) -> None:
    assert discover(parse_feed(document.encode()), None, BASE) == Hub(
        "https://hub.example/", "https://paper.example/feed.atom"
    )


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            '<https://a.example/>; rel="hub", </self>; rel="self"',
            Hub("https://a.example/", "https://paper.example/self"),
        ),
        ("<https://a.example/>; rel=hub", Hub("https://a.example/", BASE)),
        ('<https://a.example/>; title="x, y; z"; rel="preload HUB"', Hub("https://a.example/", BASE)),
        ('<https://a.example/?q=a,b>; rel="hub"', Hub("https://a.example/?q=a,b", BASE)),
        ('<https://u:p@a.example/>; rel="hub"', Hub("https://a.example/", BASE)),
        ('<http://a.example/>; rel="hub", <https://b.example/>; rel="hub"', Hub("https://b.example/", BASE)),
        ('<http://a.example/>; rel="hub"', None),  # a feed by TLS, a hub without
        ('<javascript:alert(1)>; rel="hub"', None),
        ("<http://[::1>; rel=hub", None),
        ('<https://a.example/>; rel="alternate"', None),
        ("nonsense", None),
        (None, None),
    ],
)
def test_in_link_headers(header: str | None, expected: Hub | None) -> None:
    assert discover(None, header, BASE) == expected


def test_the_header_comes_before_the_document() -> None:
    found = discover(parse_feed(ATOM.encode()), '<https://a.example/>; rel="hub"', BASE)
    assert found == Hub("https://a.example/", "https://paper.example/feed.atom")


def test_a_feed_without_tls_may_have_a_hub_without() -> None:
    hub = ParsedFeed(format="rss20", entries=(), hubs=("http://hub.example/",))
    assert discover(hub, None, "http://paper.example/rss") == Hub("http://hub.example/", "http://paper.example/rss")


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_a_signature_holds_for_its_secret_and_body_alone(method: str) -> None:
    right = f"{method}={sign(method, 'secret', b'body')}"
    assert holds(right, "secret", b"body")
    assert holds(right.upper().replace(method.upper(), method), "secret", b"body")
    assert not holds(right, "secret", b"body ")
    assert not holds(right, "other", b"body")
    assert not holds(right[:-1], "secret", b"body")


@pytest.mark.parametrize("header", [None, "", "sha256", "sha256=", "md5=00", "=", "sha256=\u00e9", "sha256=None"])
def test_what_is_no_signature_holds_for_nothing(header: str | None) -> None:
    assert not holds(header, "secret", b"body")


def test_a_signature_of_the_specification() -> None:
    """HMAC-SHA256 as any other tool computes it (RFC 4231, test case 2)."""
    digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert holds(f"sha256={digest}", "Jefe", b"what do ya want for nothing?")
