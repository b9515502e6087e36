"""The words by which an incident is known again: names, streets, numbers with their units, rare words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from processors.classify.data.tables import table, words
from processors.classify.document import Document, Sentence, Token
from processors.classify.text.outlet import outlet_spans

_NUMBERED = frozenset(
    ("killed", "wounded", "injured", "people", "dead", "year-old", "rockets", "shells", "soldiers", "block")
)


@cache
def _stop() -> frozenset[str]:
    triggers = {phrase for phrases in table("concepts")["event"].values() for phrase in phrases if " " not in phrase}
    return words("terms", "stop") | triggers


def terms_of(document: Document, sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """Lower-case, most distinctive first, at most 64; the same for the same sentences.

    Distinctive is a name of two words, a number with its unit, a capitalised word, a long word, told early and often.
    """
    weights: Counter[str] = Counter()
    for order, sentence in enumerate(sentences[:40]):
        early = 3 if order < 3 else 1
        tokens, own = sentence.tokens, _of_outlet(sentence, document)
        for at, token in enumerate(tokens):
            if at in own:
                continue
            following = tokens[at + 1] if at + 1 < len(tokens) and at + 1 not in own else None
            for term, weight in _terms_at(token, following, at, document):
                weights[term] += weight * early
    ranked = sorted(weights, key=lambda term: (-weights[term], term))
    return tuple(ranked[: table("terms")["longest"]])


def _of_outlet(sentence: Sentence, document: Document) -> set[int]:
    """Places of the tokens by which the outlet names itself."""
    spans = outlet_spans(sentence, document.publisher)
    return {
        at
        for at, token in enumerate(sentence.tokens if spans else ())
        if any(start <= token.start - sentence.start < end for start, end in spans)
    }


def _terms_at(token: Token, following: Token | None, at: int, document: Document) -> list[tuple[str, int]]:
    word = token.lower
    if not word[0].isalnum():
        return []
    out: list[tuple[str, int]] = []
    plain = word not in _stop() and len(word) > 2
    name = document.case == "mixed" and token.text[0].isupper()
    if following and following.lower[0].isalnum():
        if word[0].isdigit() and (following.lower in _NUMBERED or following.text[0].isupper()):
            out.append((f"{word} {following.lower}", 4))
        elif name and plain and following.text[0].isupper() and following.lower not in _stop():
            out.append((f"{word} {following.lower}", 6))
    if word[0].isdigit():
        return out + ([(word, 3)] if "-year-old" in word or len(word) > 3 else [])
    if plain:
        out.append((word, 3 if name and at else 1 + (len(word) > 7)))
    return out
