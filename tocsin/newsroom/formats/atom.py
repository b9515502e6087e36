"""Atom (RFC 4287), full text as escaped HTML in `content`."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.newsroom.formats.markup import element, paragraphs, w3c, xml
from tocsin.newsroom.item import Item, Outlet


def write(outlet: Outlet, url: str, items: Sequence[Item]) -> bytes:
    latest = max((w3c(i.updated or i.published) or "" for i in items), default="") or "1970-01-01T00:00:00Z"
    language = f' xml:lang="{xml(outlet.language)}"' if outlet.language else ""
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"{language}>\n'
        + element("id", f"tag:{outlet.domain},2020:feed")
        + element("title", outlet.title)
        + f'<link rel="self" href="{xml(url)}"/>\n<link rel="alternate" href="https://{xml(outlet.domain)}/"/>\n'
        + element("updated", latest)
    )
    return (head + "".join(_entry(outlet, item) for item in items) + "</feed>\n").encode()


def _entry(outlet: Outlet, item: Item) -> str:
    people = "".join(f"<author>{element('name', author)}</author>\n" for author in item.authors or (outlet.title,))
    source = f"<source>{element('title', item.source)}</source>\n" if item.source else ""
    link = f'<link rel="alternate" href="{xml(item.link)}"/>\n' if item.link else ""
    return (
        "<entry>\n"
        + element("id", f"tag:{outlet.domain},2020:{item.id}")
        + element("title", item.title)
        + link
        + element("published", w3c(item.published))
        + element("updated", w3c(item.updated or item.published))
        + people
        + "".join(f'<category term="{xml(category)}"/>\n' for category in item.categories)
        + source
        + element("summary", item.summary)
        + element("content", paragraphs(item.text), ' type="html"')
        + "</entry>\n"
    )
