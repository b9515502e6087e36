"""The trigger automaton."""

from __future__ import annotations

from functools import cache

from ahocorasick_rs import AhoCorasick

from processors.classify.data.tables import table

LONGEST_TEXT = 60_000  # as much as the reader reads


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(table("gate")["stems"])


def passes(title: str, text: str) -> bool:
    """Whether a word of title or text begins like a trigger."""
    return _found(title) or _found(text[:LONGEST_TEXT])


def _found(text: str) -> bool:
    lower = text.lower()
    return any(
        start == 0 or not lower[start - 1].isalnum() for _, start, _ in _automaton().find_matches_as_indexes(lower)
    )
