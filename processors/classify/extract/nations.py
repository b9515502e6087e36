"""Whose means it was: "a Russian drone", "Israeli air strikes" tell the doer by its nation alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from processors.classify.extract.lexicon import terms
from processors.classify.extract.parties import Party
from processors.classify.extract.words import Word, joined
from processors.classify.geo.demonyms import demonyms

_REACH = 3  # words from the nation to the means: "Russian attack drones", "Israeli air strike"
_WIDEST = 2  # words of a means


def forces_by_means(tokens: Sequence[Word], case: str) -> Iterator[Party]:
    """The forces of each nation whose weapon or strike the sentence names, unless the weapon was brought down."""
    low = [token.low for token in tokens]
    if terms("nations", "brought_down") & {*low, *(f"{a} {b}" for a, b in pairwise(low))}:
        return
    for at, token in enumerate(tokens):
        if token.low not in _nations() or not (token.capital or case == "upper"):
            continue
        end = _means_end(tokens, at + 1)
        if end:
            name = f"{token.text.capitalize() if case == 'upper' else token.text} forces"
            yield Party(at, at, end, name, False, "state_forces", head="forces", named=True)


def _means_end(tokens: Sequence[Word], first: int) -> int:
    """The word after the means that begins within reach of `first`, 0 if there is none."""
    for start in range(first, min(first + _REACH, len(tokens))):
        for size in range(_WIDEST, 0, -1):
            if joined(tokens[start : start + size]) in terms("nations", "means") and start + size <= len(tokens):
                return start + size
        if not tokens[start].is_word or tokens[start].low in terms("grammar", "boundaries"):
            return 0
    return 0


@cache
def _nations() -> frozenset[str]:
    """Adjectives of countries in one word: a code of two letters is a country's."""
    return frozenset(name for name, code in demonyms().items() if len(code) == 2 and " " not in name)
