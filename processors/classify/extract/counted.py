"""Tolls that stand without people: lives claimed, a double homicide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from processors.classify.extract.lexicon import phrases, terms
from processors.classify.extract.numbers import Quantity, exactly, quantity_at
from processors.classify.extract.words import Word, joined


@dataclass(frozen=True, slots=True)
class Counted:
    """Words `start:end`, what happened to how many, and what says so."""

    start: int
    end: int
    kind: str
    quantity: Quantity
    text: str


def lives(tokens: Sequence[Word]) -> Iterator[Counted]:
    """ "has claimed at least 12 lives"."""
    for at, token in enumerate(tokens):
        if token.low != "lives" or at < 2:
            continue
        for first in range(at - 1, max(at - 4, 0), -1):
            counted = quantity_at(tokens, first)
            if counted and counted[2] == at and tokens[counted[1] - 1].low in terms("grammar", "takes_lives"):
                yield Counted(counted[1] - 1, at + 1, "killed", counted[0], "lives")
                break


def multiples(tokens: Sequence[Word]) -> Iterator[Counted]:
    """ "a double homicide", "a triple shooting"; not "double murder suspect's" kin, nor one that was attempted."""
    table, nouns = phrases("casualty_words", "multiple"), phrases("casualty_words", "multiplied")
    for at, token in enumerate(tokens[:-1]):
        count = table.get(token.low)
        if count is None or (at and tokens[at - 1].low == "attempted"):
            continue
        for size in (2, 1):
            kind = nouns.get(joined(tokens[at + 1 : at + 1 + size])) if at + size < len(tokens) else None
            if kind:
                yield Counted(at, at + 1 + size, kind, exactly(int(count)), "multiple")
                break
