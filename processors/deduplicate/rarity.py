"""How telling a word is: inverse document frequency over the incidents in memory.

The counts are what the index holds, so they need no state of their own, stay bounded and come back the same on
restore. While few incidents are known, background frequencies keep common words from looking rare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from math import log

from processors.deduplicate import tables

_BACKGROUND_WEIGHT = 2000.0
"""The background counts as much as this many incidents."""


class Rarity:
    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._incidents = 0
        self._background = background()

    def add(self, terms: Iterable[str]) -> None:
        """`terms`: the distinct terms of one incident."""
        self._incidents += 1
        self.more(terms)

    def remove(self, terms: Iterable[str]) -> None:
        self._incidents -= 1
        self.fewer(terms)

    def more(self, terms: Iterable[str]) -> None:
        """An incident counted before has these, too."""
        self._counts.update(terms)

    def fewer(self, terms: Iterable[str]) -> None:
        counts = self._counts
        for term in terms:
            left = counts[term] - 1
            if left:
                counts[term] = left
            else:
                del counts[term]

    def idf(self, term: str) -> float:
        """0.1 for a word of every text, about 8 for one never seen."""
        seen = self._counts.get(term, 0) + 1.0 + self._background.get(term, 0.0)
        value = log((self._incidents + _BACKGROUND_WEIGHT) / seen)
        return value if value > 0.1 else 0.1

    def now(self) -> Idf:
        """As it stands, looked up once a word."""
        return Idf(self)


class Idf(dict[str, float]):
    """Word -> rarity, kept from the first question on: a comparison asks the same words again and again."""

    def __init__(self, rarity: Rarity) -> None:
        super().__init__()
        self._reckon = rarity.idf

    def __missing__(self, term: str) -> float:
        value = self[term] = self._reckon(term)
        return value


@cache
def background() -> dict[str, float]:
    """Word -> how many of the background's reports use it, for the commoner words."""
    lines = tables.text("background_words.tsv").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {word: float(share) * _BACKGROUND_WEIGHT for word, share in pairs}
