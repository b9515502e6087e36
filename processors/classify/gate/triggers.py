"""The trigger automaton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from processors.classify.data.tables import table

LONGEST_TEXT = 40_000  # as much as the reader reads


@cache
def _automaton() -> tuple[AhoCorasick, int]:
    """The automaton and how many of its first patterns let an article pass."""
    data = table("gate")
    return AhoCorasick([*data["stems"], *data["also"]]), len(data["stems"])


@dataclass(frozen=True, slots=True)
class Triggers:
    """`passes`: the text is worth reading; `offsets`, in order: where a sentence may be."""

    passes: bool
    offsets: tuple[int, ...]


def triggers_of(text: str) -> Triggers:
    lower = text[:LONGEST_TEXT].lower()
    automaton, strong = _automaton()
    found = [
        (pattern, start)
        for pattern, start, _ in automaton.find_matches_as_indexes(lower, overlapping=True)
        if start == 0 or not lower[start - 1].isalnum()
    ]
    return Triggers(any(pattern < strong for pattern, _ in found), tuple(sorted({start for _, start in found})))
