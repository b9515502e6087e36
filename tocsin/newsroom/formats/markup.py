"""Plain text as HTML and as XML character data."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import escape

# What XML 1.0 cannot carry at all, not even escaped (https://www.w3.org/TR/xml/#charsets).
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def paragraphs(text: str) -> str:
    """`<p>` for each paragraph of `text`, `<br>` for a line break within one."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return "\n".join(f"<p>{escape(block, quote=False)}</p>".replace("\n", "<br>\n") for block in blocks if block)


def xml(text: str) -> str:
    """`text` as character data or attribute value."""
    return escape(_NOT_XML.sub("", text))


def element(name: str, text: str | None, attributes: str = "") -> str:
    """`<name>text</name>` on a line of its own; nothing for None or ""."""
    return f"<{name}{attributes}>{xml(text)}</{name}>\n" if text else ""


def w3c(moment: datetime | date | None) -> str | None:
    """W3CDTF, which is also RFC 3339 for a time; a day alone stays a day."""
    return moment.isoformat() if moment else None
