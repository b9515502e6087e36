"""Where an outlet names itself in its text: that tells who writes, neither what happened nor where."""

from __future__ import annotations

import re
from functools import lru_cache

from processors.classify.document import Sentence
from tocsin.contract.article import Publisher

_ARTICLE = re.compile(r"^(?:the|la|le|el)\s+", re.IGNORECASE)
_SHORTEST = 7  # letters of a domain that may be a name of two words


def outlet_spans(sentence: Sentence, publisher: Publisher) -> list[tuple[int, int]]:
    """`start:end` in the sentence's text of each time the publisher's name of two words or more stands there, as it is
    written or as its domain runs it together (`Plateau Voice` of plateauvoice.example)."""
    together = sentence.text.replace(" ", "").lower()
    patterns = [pattern for letters, pattern in _names(publisher.name, publisher.domain) if letters in together]
    return [match.span() for pattern in patterns for match in pattern.finditer(sentence.text)]


@lru_cache(maxsize=512)
def _names(name: str | None, domain: str | None) -> tuple[tuple[str, re.Pattern[str]], ...]:
    found: dict[str, re.Pattern[str]] = {}
    written = _ARTICLE.sub("", name or "").strip()
    if " " in written:
        found[written.replace(" ", "").lower()] = re.compile(rf"\b{re.escape(written)}\b")
    label = (domain or "").split(".")[0].replace("-", "").lower().removeprefix("the")
    if len(label) >= _SHORTEST and label.isalpha() and label not in found:
        apart = "[ -]?".join(label)
        found[label] = re.compile(rf"\b(?=[A-Z]\w*[ -])(?i:{apart})\b")
    return tuple(found.items())
