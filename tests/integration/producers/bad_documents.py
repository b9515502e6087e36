"""Documents that are wrong or hostile, served with a good status: what they are, and what a poll of them comes to.

`DOCUMENTS` maps a name to the body, its Content-Type, the outcome of the poll, and how many articles it gives.
"""

from __future__ import annotations

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def rss(item: str = "<title>A</title><guid>1</guid>", head: str = "", more: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>T</title><item>{item}</item>{more}</channel></rss>'


def items(count: int) -> str:
    return "".join(f"<item><title>{n}</title><guid>{n}</guid></item>" for n in range(count))


PLAIN, XML, HTML, JSON = None, "application/rss+xml", "text/html; charset=utf-8", "application/feed+json"
_KURDISH = "Teqîn li bajêr"  # letters that no two encodings agree on
Case = tuple[bytes, str | None, str, int]

DOCUMENTS: dict[str, Case] = {
    "empty body": (b"", XML, "unreadable", 0),
    "white space alone": (b" \n" * 1000, XML, "unreadable", 0),
    "a page of HTML": (b"<html><body><p>Please log in.</p></body></html>", HTML, "unreadable", 0),
    "a feed said to be HTML": (rss().encode(), HTML, "fetched", 1),
    "a feed said to be an image": (rss().encode(), "image/png", "fetched", 1),
    "no type": (rss().encode(), PLAIN, "fetched", 1),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "image/png", "unreadable", 0),
    "a PDF": (b"%PDF-1.7\n" + b"\x00\xff" * 5_000, "application/pdf", "unreadable", 0),
    "noise": (bytes(range(256)) * 400, XML, "unreadable", 0),
    "NULs alone": (b"\x00" * 100_000, XML, "unreadable", 0),
    "NULs in a title": (rss("<title>A\x00B</title><guid>1</guid>").encode(), XML, "fetched", 1),
    "controls in a title": (rss("<title>A\x01\x08\x1fB</title><guid>1</guid>").encode(), XML, "fetched", 1),
    "halves of a pair": (rss("<title>&#xD83D;&#xDE00; &#xD800;</title><guid>1</guid>").encode(), XML, "fetched", 1),
    "cut in an item": (rss()[:60].encode(), XML, "fetched", 0),
    "cut in a tag": (rss(more=items(3))[:-60].encode(), XML, "fetched", 2),
    "billion laughs": (
        rss("<title>&l9;</title><guid>1</guid>", f'<!DOCTYPE r [<!ENTITY l0 "ha">{_LAUGHS}]>').encode(),
        XML,
        "fetched",
        1,
    ),
    "one long entity, often": (
        rss("<title>" + "&a;" * 50_000 + "</title>", f'<!DOCTYPE r [<!ENTITY a "{"a" * 50_000}">]>').encode(),
        XML,
        "fetched",
        1,
    ),
    "an entity of a file": (
        rss("<title>&f;A</title><guid>1</guid>", '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]>').encode(),
        XML,
        "fetched",
        1,
    ),
    "an entity of another host": (
        rss("<title>&f;A</title>", '<!DOCTYPE r [<!ENTITY f SYSTEM "http://10.0.0.1/x">]>').encode(),
        XML,
        "fetched",
        1,
    ),
    "a DTD of another host": (rss(head='<!DOCTYPE rss SYSTEM "http://10.0.0.1/rss.dtd">').encode(), XML, "fetched", 1),
    "entities of themselves": (
        rss("<title>&a;</title>", '<!DOCTYPE r [<!ENTITY a "&b;"><!ENTITY b "&a;">]>').encode(),
        XML,
        "fetched",
        1,
    ),
    "200,000 deep": (rss("<a>" * 200_000).encode(), XML, "unreadable", 0),
    "HTML 200,000 deep in a text": (
        rss(f"<title>A</title><description>{'&lt;b&gt;' * 200_000}</description>").encode(),
        XML,
        "fetched",
        1,
    ),
    "300,000 entries": (rss(more=items(300_000)).encode(), XML, "fetched", 999),
    "300,000 JSON items": (
        b'{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": ['
        + b",".join(b'{"id": "%d", "title": "A"}' % n for n in range(300_000))
        + b"]}",
        JSON,
        "fetched",
        1_000,
    ),
    "JSON 500,000 deep": (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 500_000,
        JSON,
        "unreadable",
        0,
    ),
    "JSON of another kind": (b'{"status": "ok"}', JSON, "unreadable", 0),
    "JSON cut short": (b'{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1"', JSON, "unreadable", 0),
    "100,000 attributes": (
        rss("<title>A</title><enclosure " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>").encode(),
        XML,
        "unreadable",
        0,
    ),
    "a title of 7 MB": (rss(f"<title>{'word ' * 1_400_000}</title><guid>1</guid>").encode(), XML, "fetched", 1),
    "a guid of 1 MB": (rss(f"<title>A</title><guid>{'g' * 1_000_000}</guid>").encode(), XML, "fetched", 1),
    "a link of 1 MB": (
        rss(f"<title>A</title><link>https://x.example/{'l' * 1_000_000}</link>").encode(),
        XML,
        "fetched",
        1,
    ),
    "a comment that never ends": (rss(more="<!-- " + "x" * 100_000).encode()[:-20], XML, "fetched", 1),
    "CDATA that never ends": (
        rss("<title>A</title><description><![CDATA[" + "x" * 100_000).encode(),
        XML,
        "fetched",
        1,
    ),
    "50,000 namespaces": (
        rss("<title>A</title>" + "".join(f'<n{n}:x xmlns:n{n}="urn:{n}"/>' for n in range(50_000))).encode(),
        XML,
        "unreadable",
        0,
    ),
    "Latin-1 said to be UTF-8": (
        rss(f"<title>{_KURDISH}</title>").encode("latin-1"),
        f"{XML}; charset=utf-8",
        "fetched",
        1,
    ),
    "UTF-8 said to be Latin-1": (
        rss(f"<title>{_KURDISH}</title>", '<?xml version="1.0" encoding="utf-8"?>').encode(),
        f"{XML}; charset=latin-1",
        "fetched",
        1,
    ),
    "UTF-16 said to be UTF-8": (
        rss(f"<title>{_KURDISH}</title>").encode("utf-16"),
        f"{XML}; charset=utf-8",
        "fetched",
        1,
    ),
    "UTF-32": (rss(f"<title>{_KURDISH}</title>").encode("utf-32"), XML, "fetched", 1),
    "a charset that is none": (rss().encode(), f"{XML}; charset=klingon", "fetched", 1),
    "an encoding that is none": (rss(head='<?xml version="1.0" encoding="klingon"?>').encode(), XML, "fetched", 1),
    "an encoding that runs code": (rss(head='<?xml version="1.0" encoding="idna"?>').encode(), XML, "fetched", 1),
    "UTF-7": (rss("<title>+ADw-script+AD4-</title>").encode(), f"{XML}; charset=utf-7", "fetched", 0),
    "dates of nonsense": (
        rss(f"<title>A</title><pubDate>Feb 31 99999 {'9' * 5_000}</pubDate>").encode(),
        XML,
        "fetched",
        1,
    ),
    "a script for a link": (rss("<title>A</title><link>javascript:alert(1)</link>").encode(), XML, "fetched", 1),
    "markup for a title": (rss("<title>&lt;script&gt;alert(1)&lt;/script&gt;A</title>").encode(), XML, "fetched", 1),
    "items without anything": (rss("", more="<item/>" * 5_000).encode(), XML, "fetched", 0),
    "one guid for all": (
        rss(more="".join(f"<item><title>{n}</title><guid>1</guid></item>" for n in range(50))).encode(),
        XML,
        "fetched",
        51,
    ),
    "a sitemap of 100,000": (
        b'<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
        + b"".join(
            b"<url><loc>https://x.example/%d</loc><news:news><news:title>A</news:title></news:news></url>" % n
            for n in range(100_000)
        )
        + b"</urlset>",
        XML,
        "fetched",
        1_000,
    ),
}
"""Name to body, Content-Type, outcome, articles."""
