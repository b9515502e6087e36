"""The names after "in", "at", "near": enough to tell two places of one article apart without a gazetteer."""

from __future__ import annotations

from processors.classify.data.tables import words
from processors.classify.detect.mention import Mention

BEFORE_PLACE = frozenset(("in", "at", "near", "outside", "of"))
_NO_PLACE = words("terms", "stop")
_BETWEEN = words("incidents", "before_place")
_BUILDINGS = words("incidents", "buildings")


def place_words(mention: Mention, *, loosely: bool = False) -> frozenset[str]:
    """Runs of capitalised words, joined; empty in texts without case. `loosely`: also behind "in the city's"."""
    signals = mention.signals
    found = set()
    for at, word in enumerate(signals.words[:-1]):
        if word not in BEFORE_PLACE:
            continue
        first = at + 1
        while loosely and first < len(signals.words) - 1 and signals.words[first] in _BETWEEN:
            first += 1
        if signals.capitals[first] and signals.words[first] not in _NO_PLACE:
            last = first
            while last < len(signals.words) and signals.capitals[last] and signals.words[last][0].isalpha():
                last += 1
            if signals.words[last - 1] not in _BUILDINGS:
                found.add(" ".join(signals.words[first:last]))
    return frozenset(name for name in found if len(name) > 2)
