"""RSS 1.0 (https://web.resource.org/rss/1.0/spec), an RDF document; full text in `content:encoded`."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.newsroom.formats.markup import element, paragraphs, w3c, xml
from tocsin.newsroom.item import Item, Outlet

_OPEN = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
)


def write(outlet: Outlet, url: str, items: Sequence[Item]) -> bytes:
    listed = "".join(f'<rdf:li rdf:resource="{xml(_about(item))}"/>\n' for item in items)
    channel = (
        f'<channel rdf:about="{xml(url)}">\n'
        + element("title", outlet.title)
        + element("link", f"https://{outlet.domain}/")
        + element("description", f"News from {outlet.title}")
        + element("dc:language", outlet.language)
        + f"<items><rdf:Seq>\n{listed}</rdf:Seq></items>\n</channel>\n"
    )
    return (_OPEN + channel + "".join(map(_item, items)) + "</rdf:RDF>\n").encode()


def _about(item: Item) -> str:
    return item.link or f"urn:item:{item.id}"


def _item(item: Item) -> str:
    return (
        f'<item rdf:about="{xml(_about(item))}">\n'
        + element("title", item.title)
        + element("link", item.link)
        + element("dc:identifier", item.id)
        + element("dc:date", w3c(item.published))
        + "".join(element("dc:creator", author) for author in item.authors)
        + "".join(element("dc:subject", category) for category in item.categories)
        + element("dc:source", item.source)
        + element("description", item.summary)
        + element("content:encoded", paragraphs(item.text))
        + "</item>\n"
    )
