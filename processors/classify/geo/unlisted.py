"""Names of places that no gazetteer here has: `in Tel Sakra`, `near the village of Ouro-Sambo`.

They have no point, but two accounts that name the same village tell of the same place. What stands behind a preposition
of place in capitals, and is no person, month, organisation or listed place, is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from processors.classify.document import Case, Sentence
from processors.classify.geo.cues import cues
from processors.classify.geo.demonyms import demonyms
from processors.classify.geo.gazetteer import Gazetteer

MOST = 4
_CHARACTERS = 600  # of a sentence
_NAME = r"(?:(?:al|el|as|az|ad|an|at)-)?[A-ZÀ-Þ][\w'’]+(?:[- ][A-ZÀ-Þ][\w'’]+){0,2}"
_KIND = r"(?:village|hamlet|town|community|locality|area|district|quarter|settlement|camp|entrance|outskirts)s?"
_PLACED = re.compile(
    rf"\b(?:(?:in|at|near|outside|between|towards?)\s+(?:the\s+(?:\w+\s+)?{_KIND}\s+of\s+)?|{_KIND}\s+of\s+)"
    rf"({_NAME})(?:\s+and\s+({_NAME}))?"
)
_OF_KIND = re.compile(rf"\b{_KIND}\s+of\s+({_NAME})")
_OWNER = re.compile(r"^[^ ]+['’]s ")  # "Baghdad's Dora"
_LEAST = 4  # letters


def unlisted(sentences: Sequence[Sentence], case: Case, gazetteer: Gazetteer) -> tuple[str, ...]:
    """As written, in the order of telling, each once, at most `MOST`; none in text of one case."""
    if case != "mixed":
        return ()
    found: dict[str, None] = {}
    for sentence in sentences:
        for match in _PLACED.finditer(sentence.text, 0, _CHARACTERS):
            for group in match.groups():
                name = _OWNER.sub("", group) if group else ""
                if name and may_be_place(name, gazetteer):
                    found.setdefault(name)
        if len(found) >= MOST:
            break
    return tuple(found)[:MOST]


def towns_told(sentence: Sentence) -> list[tuple[int, str]]:
    """What it says in so many words to be a town, "the farming town of Liancourt", with its offset in the sentence."""
    return [(match.start(1), match[1]) for match in _OF_KIND.finditer(sentence.text, 0, _CHARACTERS)]


def may_be_place(name: str, gazetteer: Gazetteer) -> bool:
    """Whether `name`, which is said to be a place, is none that the gazetteer has and nothing else known."""
    lists, low = cues(), name.lower()
    parts = re.split(r"[- ]", low)
    if len(low) < _LEAST or low.endswith(("'s", "’s")) or low in demonyms() or gazetteer.lookup(name) or name.isupper():
        return False
    no_place = lists.calendar | lists.organisation | lists.titles | lists.common_words
    people = lists.first_names | lists.surnames
    if any(part in no_place for part in parts) or parts[0] in people:
        return False
    return not any(gazetteer.lookup(part) for part in name.split() if len(parts) > 1 and len(part) > _LEAST)
