"""feedparser's own test documents as a conformance suite: each carries its expectation in a comment at its top.

The expectation is a Python expression over feedparser's result. It is evaluated over what *we* read; one that asks
for something we do not carry (podcast, geography, style sheets, ...) is not counted. What holds markup is compared as
the text we publish of it: which tags feedparser's sanitiser leaves standing does not concern us.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from producers.clean import clean_line, to_text
from producers.entry import Entry, ParsedFeed
from producers.parse import parse_feed

GOLD = Path(os.environ.get("GOLD", "../shared/data")) / "feeds" / "feedparser"

_SERVED_AT = "http://127.0.0.1:8097/"
_EXPECT = re.compile(rb"Expect:\s*(.+?)\s*-->", re.DOTALL)
_HEADER = re.compile(rb"^\s*Header:\s*([^\s:]+):\s*(.+?)\s*$", re.MULTILINE)
_MAIL = re.compile(r"\s*\([^()]*@[^()]*\)\Z")
_NAMES = {"len": len, "isinstance": isinstance, "tuple": tuple, "list": list, "str": str, "bool": bool, "int": int}


class NotCarriedError(Exception):
    """The expectation asks for what we do not carry."""


class View(dict[str, Any]):
    """Values under feedparser's names, as items and as attributes; anything else is not carried."""

    def __missing__(self, name: str) -> Any:
        raise NotCarriedError(name)

    def __getattr__(self, name: str) -> Any:
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name]


class Markup(str):
    """Equal to what cleans to the same text."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and (str.__eq__(self, other) or to_text(self) == to_text(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


class Title(Markup):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and (str.__eq__(self, other) or clean_line(self) == clean_line(other))

    __hash__ = str.__hash__


class Author(str):
    """A name, and equal to what feedparser makes of it with its address of mail, which is nobody's business."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and (str.__eq__(self, other) or str.__eq__(self, _MAIL.sub("", other)))

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class Verdict:
    """`holds` is None where the expectation asks for nothing that we carry, or is none. `why` is the known reason for
    one that does not hold, None for none."""

    path: Path
    holds: bool | None
    expectation: str

    @property
    def why(self) -> str | None:
        place = self.path.relative_to(GOLD).as_posix()
        return next((why for pattern, why in ON_PURPOSE.items() if fnmatch(place, pattern)), None)


ON_PURPOSE = {
    "*/sanitize/*": "feedparser leaves text of scripts and torn tags behind, which we drop",
    "*/rss/item_description_not_a_doctype.xml": "a torn declaration is markup to us, and text to feedparser",
    "*/base/http_entry_id_base_*": "a guid is kept as written: it must not change when the feed moves",
    "encoding/bozo_linenoise.xml": "an empty tag within noise is noise to us, and a tag to feedparser",
}
"""Documents that are read otherwise than feedparser reads them, and why that is right for us."""


def documents() -> list[Path]:
    return sorted(p for p in GOLD.rglob("*") if p.suffix in (".xml", ".json")) if GOLD.is_dir() else []


def judge(path: Path) -> Verdict:
    """Read the document as the producer would; raises only if the producer does."""
    body = path.read_bytes()
    head = _readable(body)
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in _HEADER.findall(head)}
    kind = headers.get("content-type", "application/json" if path.suffix == ".json" else "application/xml")
    parsed = parse_feed(body, kind)
    base = urljoin(_SERVED_AT, headers.get("content-location", ""))
    if not base.startswith(("http:", "https:")):
        base = _SERVED_AT
    found = _EXPECT.search(head)
    expectation = " ".join(found[1].decode("latin-1").split()) if found else ""
    view = _view(parsed, base, headers.get("content-language"))
    return Verdict(path, _holds(expectation, view) if expectation else None, expectation)


def _readable(body: bytes) -> bytes:
    """The comment's bytes, whatever the document's encoding."""
    for mark in (b"Expect:", b"E\x00x\x00p\x00", b"\x00E\x00x\x00p", b"E\x00\x00\x00x", b"\x00\x00\x00E\x00\x00\x00x"):
        if mark in body:
            return body.replace(b"\x00", b"")
    return b""


def _holds(expectation: str, view: View) -> bool | None:
    try:
        # The gold set's own expressions, run by hand on a developer's machine, as feedparser's suite does.
        return bool(eval(expectation, {"__builtins__": {}}, _Scope(view)))
    except (NotCarriedError, NameError, AttributeError, TypeError, SyntaxError):
        return None
    except (IndexError, KeyError):
        return False


class _Scope(dict[str, Any]):
    def __init__(self, view: View) -> None:
        super().__init__(_NAMES)
        self._view = view

    def __missing__(self, name: str) -> Any:
        return self._view[name]


def _view(parsed: ParsedFeed, base: str, language: str | None) -> View:
    link = parsed.link and urljoin(base, parsed.link)
    feed = View(title=_title(parsed.title), link=link, language=parsed.language or language)
    return View(
        bozo=parsed.problem not in (None, "not a feed"),
        version=parsed.format,
        entries=[_entry(entry, base) for entry in parsed.entries],
        feed=feed,
        channel=feed,
    )


def _entry(entry: Entry, base: str) -> View:
    values = {
        "title": _title(entry.title),
        "link": entry.link and urljoin(base, entry.link),
        "id": entry.guid,
        "guid": entry.guid,
        "summary": _markup(entry.summary),
        "description": _markup(entry.summary),
        "published": entry.published,
        "updated": entry.updated,
        "author": Author(entry.authors[0]) if entry.authors else None,
    }
    view = View({name: value for name, value in values.items() if value is not None})
    if entry.content is not None:
        view["content"] = [View(value=_markup(entry.content))]
    if entry.authors:
        view["authors"] = [View(name=name) for name in entry.authors]
    if entry.source is not None:
        view["source"] = View(title=entry.source)
    return view


def _markup(text: str | None) -> Markup | None:
    return None if text is None else Markup(text)


def _title(text: str | None) -> Title | None:
    return None if text is None else Title(text)
