"""OPML subscription lists (http://opml.org/spec2.opml), nested as deep as readers write them.

What OPML has no word for stands in attributes of our own namespace; other readers ignore them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from lxml import etree

from producers.feedlist.errors import FeedListError
from producers.feedlist.spec import FIELDS, FeedSpec, FieldError, as_fields, make_spec

NAMESPACE = "https://tocsin.invalid/opml/1"
MAX_DEPTH = 32
"""Outlines in outlines; real lists have two or three levels."""

_STANDARD = {"url": "xmlUrl", "title": "title", "language": "language"}


def read_opml(data: bytes, file: str) -> list[FeedSpec]:
    """The feeds in document order, each address once (exports of readers repeat them). Raises `FeedListError`."""
    specs: dict[str, FeedSpec] = {}
    try:
        for element in _outlines(data, file):
            spec = _spec(element, file)
            specs.setdefault(spec.url, spec)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 0
        problem = f"not well-formed XML: {error.msg}"
        raise FeedListError(file, line, "", problem, "export the list again, or mend that line") from error
    if not specs:
        raise FeedListError(file, 0, "outline", "the list holds no feed", 'add <outline type="rss" xmlUrl="..."/>')
    return list(specs.values())


def _outlines(data: bytes, file: str) -> Iterator[Any]:
    depth = 0
    events = etree.iterparse(
        io.BytesIO(data), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    for event, element in events:
        if event == "end":
            depth -= element.tag == "outline"
            continue
        if element.getparent() is None and element.tag != "opml":
            problem = f"the document is <{etree.QName(element).localname}>, not <opml>"
            raise FeedListError(file, element.sourceline, "", problem, "give an OPML subscription list")
        if element.tag != "outline":
            continue
        depth += 1
        if depth > MAX_DEPTH:
            problem = f"outlines nested deeper than {MAX_DEPTH}"
            raise FeedListError(file, element.sourceline, "outline", problem, "flatten the folders")
        if element.get("xmlUrl") is not None:
            yield element


def _spec(element: Any, file: str) -> FeedSpec:
    fields: dict[str, object] = {}
    for name in FIELDS:
        standard = _STANDARD.get(name)
        fields[name] = element.get(f"{{{NAMESPACE}}}{name}") or (element.get(standard) if standard else None)
    text = element.get("text") or ""
    if not text.startswith(("http:", "https:")):  # required by OPML, so a feed without title repeats its address there
        fields["title"] = fields["title"] or text
    try:
        return make_spec(fields)
    except FieldError as problem:
        field = _STANDARD.get(problem.field, problem.field)
        raise FeedListError(file, element.sourceline, field, problem.problem, problem.remedy) from problem


def write_opml(specs: Iterable[FeedSpec], title: str = "Feeds") -> str:
    """A list that `read_opml` reads back to the same feeds."""
    root = etree.Element("opml", {"version": "2.0"}, nsmap={"tocsin": NAMESPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for spec in specs:
        fields = as_fields(spec)
        attributes = {"type": "rss", "text": spec.title or spec.public_url}
        attributes |= {_STANDARD.get(k, f"{{{NAMESPACE}}}{k}"): v for k, v in fields.items()}
        etree.SubElement(body, "outline", attributes)
    document: bytes = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8")
    return document.decode()
