"""Gold slot fillers laid onto the tokens of an article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from evaluation.muc import Entity
from processors.classify.document import Token
from processors.classify.learned.slots import KINDS
from processors.classify.text.tokens import tokenise

Phrase = tuple[str, ...]


def phrases(slots: Mapping[str, Sequence[Entity]]) -> dict[Phrase, int]:
    """Token strings of every gold mention, to the number of its role in `KINDS`; of two roles the first."""
    found: dict[Phrase, int] = {}
    for number, role in enumerate(KINDS):
        for entity in slots.get(role, ()):
            for mention in entity.mentions:
                key = tuple(token.lower for token in tokenise(mention))
                if key:
                    found.setdefault(key, number)
    return found


def labels_of(tokens: Sequence[Token], wanted: Mapping[Phrase, int]) -> Any:
    """(tokens,) 0 outside, 1 + 2 * role where a mention begins, 2 + 2 * role where it goes on; the longest first."""
    words = tuple(token.lower for token in tokens)
    out = np.zeros(len(words), dtype=np.int64)
    lengths = sorted({len(phrase) for phrase in wanted}, reverse=True)
    at = 0
    while at < len(words):
        size = next((n for n in lengths if words[at : at + n] in wanted), 0)
        if size:
            role = wanted[words[at : at + size]]
            out[at] = 1 + 2 * role
            out[at + 1 : at + size] = 2 + 2 * role
        at += size or 1
    return out
