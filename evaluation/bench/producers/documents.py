"""What the feeds of the benchmark hold. Pure: the same numbers give the same bytes.

Feed `n` at version `v` holds the entries `v` to `v + ENTRIES - 1`, newest first: each version has one more entry and
drops the oldest. Even feeds are RSS 2.0, odd ones Atom; every third sends no validators.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

ENTRIES = 30
_BEGIN = datetime(2026, 3, 1, tzinfo=UTC).timestamp()
_WORDS = (
    "The council of the harbour town said on its notice board that the ferry to the northern islands will be late "
    "again this week, as the new engine needs a part that is still on its way; travellers are asked to bring some "
    "patience and a warm coat, since the waiting hall is being painted and the wind comes from the sea."
)


@dataclass(frozen=True, slots=True)
class Entry:
    """`published` in Unix seconds."""

    link: str
    title: str
    text: str
    published: float


def entry(feed: int, ordinal: int, published: float | None = None) -> Entry:
    return Entry(
        link=f"https://feed-{feed}.example/story/{ordinal}",
        title=f"Ferry {feed} is late for the {ordinal}th time",
        text=f"Notice {feed}-{ordinal}. {_WORDS}",
        published=_BEGIN + 60 * ordinal if published is None else published,
    )


def entries(feed: int, added: Sequence[float] = ()) -> list[Entry]:
    """The entries, newest first, after `added` more were published at these times."""
    first = len(added)
    ordinals = range(first + ENTRIES - 1, first - 1, -1)
    return [entry(feed, o, added[o - ENTRIES] if o >= ENTRIES else None) for o in ordinals]


def document(feed: int, added: Sequence[float] = ()) -> bytes:
    write = _atom if feed % 2 else _rss
    return write(feed, entries(feed, added)).encode()


def etag(feed: int, version: int) -> str | None:
    """None for feeds whose servers send no validators."""
    return None if feed % 3 == 0 else f'"{feed}-{version}"'


def _rss(feed: int, held: Sequence[Entry]) -> str:
    items = "".join(
        f"<item><title>{e.title}</title><link>{e.link}</link><guid>{e.link}</guid>"
        f"<pubDate>{_when(e):%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{e.text}</description></item>"
        for e in held
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {feed}</title>{items}</channel></rss>'


def _atom(feed: int, held: Sequence[Entry]) -> str:
    items = "".join(
        f'<entry><title>{e.title}</title><link href="{e.link}"/><id>{e.link}</id>'
        f"<published>{_when(e).isoformat()}</published><summary>{e.text}</summary></entry>"
        for e in held
    )
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Feed {feed}</title>{items}</feed>'


def _when(held: Entry) -> datetime:
    return datetime.fromtimestamp(held.published, UTC)
