"""The names after "in", "at", "near": enough to tell two places of one article apart without a gazetteer."""

from __future__ import annotations

from processors.classify.data.tables import words
from processors.classify.detect.mention import Mention

_BEFORE = frozenset(("in", "at", "near", "outside", "of"))
_NO_PLACE = words("terms", "stop")


def place_words(mention: Mention) -> frozenset[str]:
    """Runs of capitalised words, joined; empty in texts without case."""
    signals = mention.signals
    found = set()
    for at, word in enumerate(signals.words[:-1]):
        if word in _BEFORE and signals.capitals[at + 1] and signals.words[at + 1] not in _NO_PLACE:
            last = at + 1
            while last < len(signals.words) and signals.capitals[last] and signals.words[last][0].isalpha():
                last += 1
            found.add(" ".join(signals.words[at + 1 : last]))
    return frozenset(name for name in found if len(name) > 2)
