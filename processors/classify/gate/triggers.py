"""The trigger automaton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from processors.classify.data.tables import table

LONGEST_TEXT = 40_000  # as much as the reader reads
_PLAIN = {ord("\n"): " ", ord("-"): " ", ord("‐"): " ", ord("‑"): " ", ord("’"): "'"}
"""Each for one character, so that offsets stay."""


@dataclass(frozen=True, slots=True)
class _Gate:
    """`whole[i]`: pattern i is a whole word or phrase; `strong`: so many of the first patterns let an article pass."""

    automaton: AhoCorasick
    whole: tuple[bool, ...]
    strong: int


@cache
def _gate() -> _Gate:
    stems = table("gate")["stems"]
    phrases = sorted({phrase for phrases in table("concepts")["event"].values() for phrase in phrases})
    patterns = [*stems, *(phrase.rstrip("*") for phrase in phrases)]
    whole = (*(False for _ in stems), *(not phrase.endswith("*") for phrase in phrases))
    return _Gate(AhoCorasick(patterns), whole, len(stems))


@dataclass(frozen=True, slots=True)
class Triggers:
    """`passes`: the text is worth reading; `offsets`, in order: where a sentence may be."""

    passes: bool
    offsets: tuple[int, ...]


def triggers_of(text: str) -> Triggers:
    lower = text[:LONGEST_TEXT].lower()
    lower = lower.translate(_PLAIN) if not lower.isascii() else lower.replace("\n", " ").replace("-", " ")
    gate = _gate()
    passes, offsets = False, set()
    for pattern, start, end in gate.automaton.find_matches_as_indexes(lower, overlapping=True):
        if start and lower[start - 1].isalnum():
            continue
        if pattern < gate.strong:
            passes = True
        elif not gate.whole[pattern] or end >= len(lower) or not lower[end].isalnum():
            offsets.add(start)
    return Triggers(passes, tuple(sorted(offsets)))
