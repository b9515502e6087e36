"""Whose text an article is, if not its publisher's: the feed's `<source>`, a byline or a credit. Pure.

The agencies and their spellings are `producers/data/agencies.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

_LEAD = 240
_TAIL = 400
# "BAGHDAD (Reuters) -", "KABUL, March 8 (Xinhua) --": the credit stands before a dash near the start.
_DATELINE = re.compile(r"\A[^\n]{2,80}?\(([^()\n]{2,40})\)\s*[-–—:]")
# "(Reporting by A. Writer; Editing by B.)" is how one agency signs; "Source: X", "With agency inputs from X".
_CREDIT = re.compile(
    r"(?:^|\n|\.\s)\s*[(\[]?(?:source|via|credit|with (?:agency )?inputs? from|(?:with|additional) reporting by)"
    r"[:\s]+([^\n()\[\].;]{2,60})",
    re.IGNORECASE,
)
_LAST_PARENTHESIS = re.compile(r"[(\[]([^()\[\]\n]{2,60})[)\]]\s*\Z")


@cache
def _aliases() -> dict[str, str]:
    raw = tomllib.loads(resources.files("producers").joinpath("data/agencies.toml").read_text("utf-8"))
    return {alias: agency["name"] for agency in raw["agency"] for alias in agency["aliases"]}


def find_origin(source: str | None, authors: tuple[str, ...], text: str, publisher: str | None) -> str | None:
    """The agency or original publisher; None for the publisher's own text and where nothing says so.

    `source` is the entry's `<source>` title; all arguments are clean text.
    """
    if source and not _same(source, publisher):
        return agency(source) or source
    named = [agency(part) for author in authors for part in _parts(author)]
    named += [agency(part) for found in _credits(text) for part in _parts(found)]
    for name in named:
        if name and not _same(name, publisher):
            return name
    return None


def agency(name: str) -> str | None:
    """The agency that `name` is a spelling of."""
    return _aliases().get(" ".join(name.split()).removeprefix("By ").strip(" .,"))


def _parts(byline: str) -> list[str]:
    return [part.strip() for part in re.split(r",|/|\||;| and | & | with | - ", byline)]


def _credits(text: str) -> list[str]:
    lead, tail = text[:_LEAD], text[-_TAIL:]
    found = [m[1] for m in (_DATELINE.match(lead), _LAST_PARENTHESIS.search(tail)) if m]
    return found + [m[1] for m in _CREDIT.finditer(tail)]


def _same(name: str, publisher: str | None) -> bool:
    def plain(text: str) -> str:
        return re.sub(r"\W+", " ", text.removeprefix("The ")).strip().casefold()

    return bool(publisher) and plain(agency(name) or name) == plain(agency(publisher or "") or publisher or "")
