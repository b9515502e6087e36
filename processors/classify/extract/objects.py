"""Noun phrases for things: the head from `data/objects.tsv` with its modifiers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from processors.classify.extract.lexicon import object_nouns, person_nouns, terms
from processors.classify.extract.numbers import value
from processors.classify.extract.words import Word, joined
from tocsin.contract.vocabulary import TargetKind

_REACH = 5


def object_phrases(tokens: Sequence[Word]) -> Iterator[tuple[int, int, TargetKind]]:
    """Words `first:end` and kind of each thing, modifiers included, determiner and number not."""
    table, firsts = object_nouns(), _firsts()
    at = floor = 0
    while at < len(tokens):
        if tokens[at].low not in firsts:
            at += 1
            continue
        size = next((n for n in (3, 2, 1) if joined(tokens[at : at + n]) in table and at + n <= len(tokens)), 0)
        following = tokens[at + size].low if at + size < len(tokens) else ""
        if not size or following in table or following in person_nouns() or following == "'s":
            at += 1
            continue
        kind = table[joined(tokens[at : at + size])].kind
        yield _reach_back(tokens, at, floor), at + size, kind  # type: ignore[misc]
        at = floor = at + size


@cache
def _firsts() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in object_nouns())


@cache
def _stops() -> frozenset[str]:
    words = ("boundaries", "determiners")
    return terms("hits", "before_object").union(*(terms("grammar", name) for name in words))


def _reach_back(tokens: Sequence[Word], at: int, floor: int) -> int:
    first = at
    stops = _stops()
    while first > floor and at - first < _REACH:
        token = tokens[first - 1]
        if token.low in stops or value(token.low) is not None or not (token.is_word or token.low == "'s"):
            break
        first -= 1
    return first
