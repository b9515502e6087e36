"""The feed formats, one file each: `write(outlet, url, items)` gives the document's bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tocsin.newsroom.formats import atom, jsonfeed, rss1, rss2
from tocsin.newsroom.item import Format, Item, Outlet

Writer = Callable[[Outlet, str, Sequence[Item]], bytes]

WRITERS: dict[Format, Writer] = {
    "rss2": rss2.write,
    "rss1": rss1.write,
    "atom": atom.write,
    "jsonfeed": jsonfeed.write,
}
CONTENT_TYPES: dict[Format, str] = {
    "rss2": "application/rss+xml; charset=utf-8",
    "rss1": "application/rdf+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "jsonfeed": "application/feed+json",
}
