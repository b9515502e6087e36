"""HTML to plain text: titles to one line, bodies to paragraphs separated by blank lines. Pure.

No markup, script or control character leaves here, nor a code point that JSON cannot carry.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

from lxml import etree

MAX_TITLE = 1_000
MAX_TEXT = 200_000

# Control characters but tab and newline, lone surrogates, bidi overrides, soft hyphen, zero-width space, BOM,
# noncharacters. Joiners (200C, 200D) stay: Persian and Indic scripts spell with them.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
_TAG = re.compile(r"<(?:/?[A-Za-z][^<>]*|![A-Za-z\[][^<>]*|\?[^<>]*)>", re.DOTALL)
# A comment, one that a browser ends at ">", and one that never ends: they part no words.
_COMMENT = re.compile(r"<!--.*?--!?>|<!--[^>]*(?:>|\Z)", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b[^<>]*>.*?(?:</\1[^<>]*>|\Z)", re.DOTALL | re.IGNORECASE)
_HTML_HINT = re.compile(r"<[A-Za-z!/]|&[A-Za-z#][A-Za-z0-9]*;")
_INLINE_SPACE = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"\n{2,}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _words(
    "script style noscript template svg math canvas audio video form button select "
    "textarea input head title meta link nav"
)
_BLOCKS = _words(
    "p div section article header footer main aside h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table tr "
    "figure figcaption hr address details summary body html caption thead tbody tfoot center"
)


def safe_characters(text: str) -> str:
    """`text` in NFC with one kind of newline, less what is invisible, forbidden or not encodable."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return unicodedata.normalize("NFC", _UNSAFE.sub("", text))


def clean_line(text: str | None, *, is_html: bool = True) -> str:
    """A title, name or label on one line, without markup; "" for None. At most `MAX_TITLE` characters."""
    if not text:
        return ""
    text = text[: 8 * MAX_TITLE]
    if is_html:
        text = html.unescape(_without_tags(text))
    # A second pass: titles are often escaped twice, and then hold tags again.
    text = html.unescape(_without_tags(text)) if is_html and _HTML_HINT.search(text) else _without_tags(text)
    text = _without_tags(text)
    return " ".join(safe_characters(text).split())[:MAX_TITLE].rstrip()


def _without_tags(text: str) -> str:
    return _plain(_SCRIPT.sub(" ", text)) if "<" in text else text


def _plain(text: str) -> str:
    return _TAG.sub(" ", _COMMENT.sub("", text))


def to_text(body: str | None, *, is_html: bool = True) -> tuple[str, bool]:
    """A body as paragraphs separated by blank lines, and whether it was cut at `MAX_TEXT` characters."""
    if not body:
        return "", False
    body = safe_characters(body[: 4 * MAX_TEXT])
    text = _from_html(body) if is_html and _HTML_HINT.search(body) else _plain(body)
    if is_html and not _TAG.search(body) and _TAG.search(text):
        text = _from_html(text)  # escaped twice
    text = _paragraphs(safe_characters(_plain(text)))
    return text[:MAX_TEXT].rstrip(), len(text) > MAX_TEXT


def _paragraphs(text: str) -> str:
    lines = (_INLINE_SPACE.sub(" ", line).strip() for line in text.split("\n"))
    return _BREAKS.sub("\n\n", "\n".join(lines)).strip()


def _from_html(body: str) -> str:
    """The visible text. libxml2 reads any markup and stops at its own depth limit; the walk is not recursive."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(f"<div>{body}</div>".encode(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return html.unescape(_plain(body))
    return _visible(root)


def _visible(root: Any) -> str:
    out: list[str] = []
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            hidden += tag in _DROPPED
            if not hidden:
                out.append("\n\n" if tag in _BLOCKS else "\n" if tag == "br" else "")
                out.append(_flat(element.text))
            continue
        if not hidden and tag in _BLOCKS:
            out.append("\n\n")
        hidden -= tag in _DROPPED
        if not hidden:
            out.append(_flat(element.tail))
    return "".join(out)


def _flat(text: str | None) -> str:
    """HTML source newlines are spaces."""
    return text.replace("\n", " ") if text else ""
