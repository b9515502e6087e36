"""Resolution of given spans, for scoring against gold toponyms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.classify.geo.demonyms import demonyms
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.home import home
from processors.classify.geo.mention import Mention
from processors.classify.geo.place import Candidate, Place
from processors.classify.geo.resolve import resolve
from processors.classify.geo.words import words
from tocsin.contract.article import Publisher

_NEXT = re.compile(r",\s+((?:[A-Z][\w.'’-]+ ?){1,3})")
_EDGE = re.compile(r"^(?:the|The|City of|city of|State of|Greater|greater|Upper|Lower|[Nn]orth(?:ern|east|west)?|[Ss]outh(?:ern|east|west)?|"
                   r"[Ee]ast(?:ern)?|[Ww]est(?:ern)?|[Cc]entral|[Dd]owntown|[Mm]etro) ")  # fmt: skip


def resolve_spans(
    text: str, spans: Sequence[tuple[int, int]], publisher: Publisher | None, gazetteer: Gazetteer
) -> list[Place | None]:
    """The place of each `start:end` of `text`, None for a name the gazetteer has not."""
    mentions = [_mention(text, start, end, gazetteer) for start, end in spans]
    extra = _link(text, mentions, gazetteer)
    resolve(mentions + extra, home(publisher, gazetteer), gazetteer)
    return [mention.place for mention in mentions]


def _mention(text: str, start: int, end: int, gazetteer: Gazetteer) -> Mention:
    from processors.classify.geo.cues import cues

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
    """The gazetteer's senses of a name, of it without its first word of direction or last word of kind, or a people's."""
    from processors.classify.geo.cues import cues

    code = demonyms().get(name.lower())
    people = gazetteer.by_code(code) if code else None
    if people:
        return (Candidate(people, True),)
    found = gazetteer.lookup(name)
    if found:
        return found
    stripped = _EDGE.sub("", name)
    head, _, last = name.rpartition(" ")
    if head and last.lower() in cues().suffixes:
        found = gazetteer.lookup(head)
    if not found and stripped != name:
        found = gazetteer.lookup(stripped)
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
        if parent and parent.candidates:
            mention.parent, parent.is_parent = parent, True
            if parent.start not in by_start:
                extra.append(parent)
    return extra


def _region(match: re.Match[str], gazetteer: Gazetteer) -> Mention | None:
    listed = match.group(1).split()
    for count in range(len(listed), 0, -1):
        name = " ".join(listed[:count])
        candidates = tuple(c for c in gazetteer.lookup(name) if c.place.kind in ("country", "admin1"))
        if candidates:
            return Mention(match.start(1), match.start(1) + len(name), name, 0, candidates)
    return None
