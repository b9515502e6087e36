"""Phrases of the word tables found in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from processors.classify.extract.lexicon import toml
from processors.classify.extract.words import Word


@dataclass(frozen=True, slots=True)
class Hit:
    """Words `start:end`; `kind` is the key the phrase is listed under."""

    start: int
    end: int
    kind: str


@cache
def _index(name: str, keys: tuple[str, ...]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """First word to the phrases that begin with it, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for key in keys:
        for phrase in toml(name)[key]:
            parts = tuple(phrase.split())
            index.setdefault(parts[0], []).append((parts, key))
    for listed in index.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    return index


def find(tokens: Sequence[Word], name: str, *keys: str) -> list[Hit]:
    """Hits of the lists `keys` of `data/<name>.toml`, the longest at each word, none overlapping."""
    index = _index(name, keys)
    found: list[Hit] = []
    free = 0
    for at, token in enumerate(tokens):
        listed = index.get(token.low)
        if listed is None or at < free:
            continue
        for parts, key in listed:
            if len(parts) == 1 or tuple(token.low for token in tokens[at : at + len(parts)]) == parts:
                free = at + len(parts)
                found.append(Hit(at, free, key))
                break
    return found
