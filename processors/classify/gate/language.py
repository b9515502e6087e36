"""Whether a text is in a language that the vocabulary knows, by its commonest words."""

from __future__ import annotations

import re
from functools import cache

from processors.classify.data.tables import table

_WORDS = re.compile(r"[^\W\d_]+")
_HEAD = 1500  # characters
_ENOUGH = 0.10
"""English news prose has 0.25 to 0.45 of its words here, headlines 0.1 to 0.3; other languages stay below 0.07."""
_FEW = 12  # words: below that the share says nothing


@cache
def _known() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in table("gate")["function_words"].items()}


def language_of(title: str, text: str, declared: str | None) -> str | None:
    """A language that can be read, or None. What the feed declares decides only where the words cannot."""
    words = _WORDS.findall(f"{title} {text[:_HEAD]}".lower())
    if len(words) >= _FEW:
        share, language = max((sum(w in known for w in words) / len(words), name) for name, known in _known().items())
        return language if share >= _ENOUGH else None
    named = (declared or "en").lower().partition("-")[0]
    return named if named in _known() and _mostly_latin(words) else None


def _mostly_latin(words: list[str]) -> bool:
    return not words or sum(word.isascii() for word in words) * 2 >= len(words)
