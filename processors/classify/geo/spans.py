"""Resolution of given spans, for scoring against gold toponyms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from processors.classify.geo.cues import cues
from processors.classify.geo.demonyms import demonyms
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.home import home
from processors.classify.geo.mention import Mention
from processors.classify.geo.place import Candidate, Place
from processors.classify.geo.resolve import resolve
from processors.classify.geo.words import words
from tocsin.contract.article import Publisher

_NEXT = re.compile(r",\s+((?:[A-Z][\w.'’-]+ ?){1,3})")


@cache
def _edge() -> re.Pattern[str]:
    return re.compile(rf"^(?:{'|'.join(sorted(cues().edges, key=len, reverse=True))}) ", re.IGNORECASE)


def resolve_spans(
    text: str, spans: Sequence[tuple[int, int]], publisher: Publisher | None, gazetteer: Gazetteer
) -> list[Place | None]:
    """The place of each `start:end` of `text`, None for a name the gazetteer has not."""
    mentions = [_mention(text, start, end, gazetteer) for start, end in spans]
    extra = _link(text, mentions, gazetteer)
    resolve(mentions + extra, home(publisher, gazetteer))
    return [mention.place for mention in mentions]


def _mention(text: str, start: int, end: int, gazetteer: Gazetteer) -> Mention:
    name = text[start:end]
    found = Mention(start, end, name, 0, candidates_of(name, gazetteer))
    tail = words(name)
    if len(tail) > 1:
        found.hint = cues().suffixes.get(tail[-1].lower)
    following = re.match(r"\s+([^\W\d_]+)", text[end : end + 40])
    if following and not found.hint:
        found.hint = cues().suffixes.get(following.group(1).lower())
    before = re.search(r"([^\W\d_]+) of $", text[max(0, start - 30) : start])
    if before and not found.hint:
        found.hint = cues().class_nouns.get(before.group(1).lower())
    if found.hint == "any":
        found.hint = None
    return found


def candidates_of(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The senses of a name, of it without a word of direction or kind at its edge, or the country of a people."""
    code = demonyms().get(name.lower())
    people = gazetteer.by_code(code) if code else None
    if people:
        return (Candidate(people, True),)
    found = gazetteer.lookup(name)
    if found:
        return found
    stripped = _edge().sub("", name)
    head, _, last = name.rpartition(" ")
    if head and last.lower() in cues().suffixes:
        found = gazetteer.lookup(head)
    if not found and stripped != name:
        found = gazetteer.lookup(stripped)
    if not found and head and last.lower() in cues().features:
        found = gazetteer.lookup(head)
    if not found and head and name.split()[0].lower() in cues().features:
        found = gazetteer.lookup(name.partition(" ")[2])
    return found


def _link(text: str, mentions: list[Mention], gazetteer: Gazetteer) -> list[Mention]:
    """Sets parents by the comma after a span; those that are no given span are returned."""
    by_start = {mention.start: mention for mention in mentions}
    extra = []
    for mention in mentions:
        match = _NEXT.match(text, mention.end)
        if not match:
            continue
        parent = by_start.get(match.start(1)) or _region(match, gazetteer)
        if parent and parent.candidates and not listed_together(mention, parent):
            mention.parent, parent.is_parent = parent, True
            if parent.start not in by_start:
                extra.append(parent)
    return extra


def listed_together(one: Mention, other: Mention) -> bool:
    """`Oklahoma, Pennsylvania, Wisconsin`: two divisions, or two countries, are a list, not a chain."""
    if one.text == other.text:
        return False
    return any(_is_a(one, kind) and _is_a(other, kind) for kind in ("admin1", "country"))


def _is_a(mention: Mention, kind: str) -> bool:
    return any(candidate.main and candidate.place.kind == kind for candidate in mention.candidates)


def _region(match: re.Match[str], gazetteer: Gazetteer) -> Mention | None:
    listed = match.group(1).split()
    for count in range(len(listed), 0, -1):
        name = " ".join(listed[:count])
        candidates = tuple(c for c in gazetteer.lookup(name) if c.place.kind in ("country", "admin1"))
        if candidates:
            return Mention(match.start(1), match.start(1) + len(name), name, 0, candidates)
    return None
