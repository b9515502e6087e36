"""An article's page, with the furniture that pages have around the text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from tocsin.newsroom.formats.markup import paragraphs, w3c
from tocsin.newsroom.item import Item, Outlet

_STYLE = "body{font:17px/1.5 Georgia,serif;max-width:42em;margin:2em auto}nav,aside,footer{color:#666;font-size:14px}"


def article_page(outlet: Outlet, item: Item, others: Sequence[Item]) -> str:
    """HTML of one article; `others` are linked as "More from"."""
    byline = f"<p class=byline>By {escape(', '.join(item.authors))}</p>" if item.authors else ""
    when = f"<time datetime='{w3c(item.published)}'>{w3c(item.published)}</time>" if item.published else ""
    canonical = f"<link rel=canonical href='{escape(item.link)}'>" if item.link else ""
    more = "".join(f"<li>{_anchor(other)}</li>" for other in others if other.id != item.id)
    body = (
        f"<article><h1>{escape(item.title)}</h1>{byline}{when}"
        f"<div class=share>Share this: Facebook Twitter WhatsApp</div>{paragraphs(item.text)}"
        "<p class=newsletter>Sign up for our morning newsletter.</p></article>"
    )
    aside = f"<aside><h2>More from {escape(outlet.title)}</h2><ul>{more}</ul></aside>"
    return _document(outlet, item.title, canonical, body + aside)


def front_page(outlets: Sequence[tuple[Outlet, str]], published: int, total: int) -> str:
    """The newsroom's own page: its outlets and their feeds."""
    rows = "".join(
        f"<li><a href='{escape(url)}'>{escape(outlet.title)}</a> ({outlet.format})</li>" for outlet, url in outlets
    )
    title = "Newsroom"
    style = f"<meta charset=utf-8><title>{title}</title><style>{_STYLE}</style>"
    lists = "<p>All of them: <a href='/feeds.toml'>feeds.toml</a>, <a href='/feeds.opml'>feeds.opml</a></p>"
    return f"<!doctype html>{style}<h1>{title}</h1><p>{published} of {total} published.</p><ul>{rows}</ul>{lists}"


def _document(outlet: Outlet, title: str, head: str, body: str) -> str:
    nav = "<nav>Home · World · Politics · Business · Sport · Subscribe</nav>"
    footer = f"<footer>© {escape(outlet.title)}. All rights reserved. Contact us · Privacy · Terms</footer>"
    language = escape(outlet.language or "en")
    return (
        f"<!doctype html><html lang={language}><head><meta charset=utf-8><title>{escape(title)} - "
        f"{escape(outlet.title)}</title>{head}<style>{_STYLE}</style></head><body>{nav}{body}{footer}</body></html>"
    )


def _anchor(item: Item) -> str:
    return f"<a href='{escape(item.link)}'>{escape(item.title)}</a>" if item.link else escape(item.title)
