"""Bounds on a feed document before it is parsed: the parser's time grows with depth and number of entries. Pure."""

from __future__ import annotations

import re

MAX_DEPTH = 1_000
"""Elements in elements. Honest feeds stay below 30, sloppy ones with unclosed tags reach a few hundred."""

MAX_ATTRIBUTES = 1_000
"""Of one element. Honest ones have a dozen; the XML reader's time grows with their square."""

MAX_PREFIXES = 200
"""Different namespace prefixes in one document; honest feeds have ten. The parser's time grows with their square."""

_PREFIX = re.compile(rb"\bxmlns:([^\s=<>]{1,100})\s*=")
_LONG_TAG = re.compile(rb"<[A-Za-z_][^<>]{4000,}>")
_ATTRIBUTE = re.compile(rb"=\s*[\"']")
_TAG = re.compile(rb"<(/?)[A-Za-z_][^<>]*?(/?)>")
_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s>]")
_CLOSERS = ((b"<rss", b"</channel></rss>"), (b"rdf:RDF", b"</rdf:RDF>"), (b"<feed", b"</feed>"))


class TooDeepError(ValueError):
    """Nested deeper than `MAX_DEPTH`."""


class TooManyNamesError(ValueError):
    """An element of more than `MAX_ATTRIBUTES`, or more than `MAX_PREFIXES`."""


def within_caps(body: bytes, max_entries: int) -> tuple[bytes, int]:
    """`body` cut to its first `max_entries` entries, and how many it had; (body, 0) if that is not too many.

    Raises `TooDeepError`, `TooManyNamesError`.
    """
    _check_depth(body)
    _check_names(body)
    if body.count(b"item") + body.count(b"entry") <= max_entries:  # quick, and never too few
        return body, 0
    starts = [found.start() for found in _ENTRY.finditer(body)]
    if len(starts) <= max_entries:
        return body, 0
    head = body[:4_096]
    closer = next((close for mark, close in _CLOSERS if mark in head), b"")
    return body[: starts[max_entries]] + closer, len(starts)


def _check_names(body: bytes) -> None:
    if body.count(b"xmlns:") > MAX_PREFIXES and len(set(_PREFIX.findall(body))) > MAX_PREFIXES:
        raise TooManyNamesError(f"more than {MAX_PREFIXES} namespace prefixes")
    for tag in _LONG_TAG.finditer(body):
        if len(_ATTRIBUTE.findall(tag[0])) > MAX_ATTRIBUTES:
            raise TooManyNamesError(f"an element of more than {MAX_ATTRIBUTES} attributes")


def _check_depth(body: bytes) -> None:
    """Counts open elements without reading them."""
    if body.count(b"<") < MAX_DEPTH:
        return
    depth = 0
    for found in _TAG.finditer(body):
        depth += -1 if found[1] else 0 if found[2] else 1
        if depth > MAX_DEPTH:
            raise TooDeepError(f"nested deeper than {MAX_DEPTH}")
