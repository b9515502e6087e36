"""A page to its article's text. Pure: bytes and a content type in, no exception for any input.

trafilatura, with comments and tables off (four times as fast as with its defaults, and neither is the story).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from producers import clean

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LINK = re.compile(rb"<link\b[^<>]{0,2000}>", re.IGNORECASE)
_CANONICAL = re.compile(rb"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(rb"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+))", re.IGNORECASE)
_HEAD = 200_000  # bytes in which a page names its canonical address
_MAX_LINKS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """`text` is "" where no article was found, with `problem` if something was wrong; `canonical` as written."""

    text: str = ""
    truncated: bool = False
    canonical: str | None = None
    problem: str | None = None


def read_page(body: bytes, content_type: str | None = None) -> PageText:
    kind = (content_type or "text/html").partition(";")[0].strip().lower()
    if "html" not in kind and "xml" not in kind:
        return PageText(problem=f"{kind[:60]!r} is no page")
    import trafilatura  # heavy, and most parse workers never see a page

    try:
        found = trafilatura.extract(
            _decoded(body, content_type), output_format="txt", include_comments=False, include_tables=False
        )
    except RecursionError:
        return PageText(problem="nested too deeply")
    except Exception as error:  # trafilatura and lxml raise many kinds; one page must not stop another
        return PageText(problem=f"{type(error).__name__}: {error}"[:200])
    text, truncated = clean.to_text("\n\n".join((found or "").splitlines()), is_html=False)
    return PageText(text=text, truncated=truncated, canonical=_canonical(body))


def _decoded(body: bytes, content_type: str | None) -> str | bytes:
    """As the header says; bytes, for trafilatura to judge, where it says nothing or lies."""
    named = _CHARSET.search(content_type or "")
    if named is None:
        return body
    try:
        return body.decode(codecs.lookup(named[1]).name)
    except (LookupError, UnicodeError, ValueError):
        return body


def _canonical(body: bytes) -> str | None:
    for found, _ in zip(_LINK.finditer(body[:_HEAD]), range(_MAX_LINKS), strict=False):
        href = _HREF.search(found[0])
        if href and _CANONICAL.search(found[0]):
            value: bytes = href[1] or href[2] or href[3] or b""
            return value.decode("utf-8", "replace").replace("&amp;", "&").strip() or None
    return None
