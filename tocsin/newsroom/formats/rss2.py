"""RSS 2.0 (https://www.rssboard.org/rss-specification), full text in `content:encoded`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime

from tocsin.newsroom.formats.markup import element, paragraphs, w3c, xml
from tocsin.newsroom.item import Item, Outlet

_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
)


def write(outlet: Outlet, url: str, items: Sequence[Item]) -> bytes:
    head = (
        element("title", outlet.title)
        + element("link", f"https://{outlet.domain}/")
        + element("description", f"News from {outlet.title}")
        + element("language", outlet.language)
        + f'<atom:link href="{xml(url)}" rel="self" type="application/rss+xml"/>\n'
    )
    return (_OPEN + head + "".join(map(_item, items)) + "</channel>\n</rss>\n").encode()


def _item(item: Item) -> str:
    # A day alone is not RFC 822; Dublin Core's date may be one.
    moment = item.published
    dated = (
        element("pubDate", format_datetime(moment)) if isinstance(moment, datetime) else element("dc:date", w3c(moment))
    )
    return (
        "<item>\n"
        + element("title", item.title)
        + element("link", item.link)
        + element("guid", item.id, ' isPermaLink="false"')
        + dated
        + "".join(element("dc:creator", author) for author in item.authors)
        + "".join(element("category", category) for category in item.categories)
        + element("source", item.source, ' url="https://source.example/"')
        + element("description", item.summary)
        + element("content:encoded", paragraphs(item.text))
        + "</item>\n"
    )
