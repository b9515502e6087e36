"""The names after "in", "at", "near": enough to tell two places of one article apart without a gazetteer."""

from __future__ import annotations

from functools import lru_cache

from processors.classify.data.tables import words as listed
from processors.classify.detect.mention import Mention

BEFORE_PLACE = frozenset(("in", "at", "near", "outside", "of"))
_NO_PLACE = listed("terms", "stop")
_BETWEEN = listed("incidents", "before_place")
_BUILDINGS = listed("incidents", "buildings")


def place_words(mention: Mention, *, loosely: bool = False) -> frozenset[str]:
    """Runs of capitalised words, joined; empty in texts without case. `loosely`: also behind "in the city's"."""
    return _behind(mention.signals.words, mention.signals.capitals, loosely)


@lru_cache(maxsize=2048)
def _behind(words: tuple[str, ...], capitals: tuple[bool, ...], loosely: bool) -> frozenset[str]:
    found = set()
    for at, word in enumerate(words[:-1]):
        if word not in BEFORE_PLACE:
            continue
        first = at + 1
        while loosely and first < len(words) - 1 and words[first] in _BETWEEN:
            first += 1
        if capitals[first] and words[first] not in _NO_PLACE:
            last = first
            while last < len(words) and capitals[last] and words[last][0].isalpha():
                last += 1
            if words[last - 1] not in _BUILDINGS:
                found.add(" ".join(words[first:last]))
    return frozenset(name for name in found if len(name) > 2)
