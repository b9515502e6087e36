"""The concepts that a sentence holds, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from processors.classify.data.tables import table
from processors.classify.detect.phrases import Phrases
from processors.classify.document import Sentence, Token

_QUOTES = frozenset("\"'“”‘’«»[]()")
_MONTH_WORDS = {"march": "mar", "may": "may_month"}
_HYPHENS = re.compile(r"[-‐‑]")


@dataclass(frozen=True, slots=True)
class Hit:
    """`first:last` are words of `Signals.words`."""

    concept: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Signals:
    """`words` are lower-case with hyphenated words taken apart and without quotes; `starts` their offsets."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    capitals: tuple[bool, ...]
    hits: tuple[Hit, ...]
    concepts: frozenset[str]

    def of(self, *concepts: str) -> list[Hit]:
        return [hit for hit in self.hits if hit.concept in concepts]

    def text(self) -> str:
        return " ".join(self.words)


@cache
def _phrases() -> Phrases:
    data = table("concepts")
    return Phrases({**data["event"], **data["context"], "harmless": data["harmless"]["phrases"]})


@cache
def triggers() -> frozenset[str]:
    """The concepts that make a sentence worth a look."""
    return frozenset(table("concepts")["event"])


@cache
def deeds() -> frozenset[str]:
    """The triggers and the verbs that make a weapon's name an event."""
    return triggers() | {"impact", "throw", "seize"}


def _plain_words(sentence: Sentence) -> list[tuple[str, Token]]:
    words: list[tuple[str, Token]] = []
    for at, token in enumerate(sentence.tokens):
        lower = token.lower
        if lower in _MONTH_WORDS and _is_month(sentence.tokens, at):
            lower = _MONTH_WORDS[lower]
        if lower in _QUOTES:
            continue
        if len(lower) > 2 and _HYPHENS.search(lower, 1):
            words.extend((part, token) for part in _HYPHENS.split(lower) if part)
        else:
            words.append((lower, token))
    return words


def _is_month(tokens: tuple[Token, ...], at: int) -> bool:
    """March and may: capitals inside a sentence, or a number or a preposition of time beside them."""
    before = tokens[at - 1].lower if at else ""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if (
        before[:1].isdigit()
        or after[:1].isdigit()
        or before in ("in", "since", "until", "late", "early", "last", "mid")
    ):
        return True
    shouted = at > 0 and tokens[at - 1].text.isupper() and len(before) > 1
    return at > 0 and tokens[at].text[0].isupper() and not shouted


def read_signals(sentence: Sentence) -> Signals:
    pairs = _plain_words(sentence)
    words = tuple(word for word, _ in pairs)
    hits = [Hit(label, first, last) for first, last, labels in _phrases().find(words) for label in labels]
    hits.extend(Hit("number", at, at + 1) for at, word in enumerate(words) if _is_number(word))
    return Signals(
        words=words,
        starts=tuple(token.start for _, token in pairs),
        ends=tuple(token.end for _, token in pairs),
        capitals=tuple(token.text[0].isupper() for _, token in pairs),
        hits=tuple(hits),
        concepts=frozenset(hit.concept for hit in hits),
    )


def _is_number(word: str) -> bool:
    if word[:1].isdigit():
        return len(word) < 6
    return word in _numbers()


@cache
def _numbers() -> frozenset[str]:
    return frozenset(table("concepts")["numbers"]["words"])
