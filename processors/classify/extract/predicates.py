"""What happened to people in a sentence: the casualty words, and on which side of them the people stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from processors.classify.extract.lexicon import phrases, terms, toml
from processors.classify.extract.numbers import value
from processors.classify.extract.words import Word, joined

_TABLES = ("verbs", "after_people", "before_people", "totals")


@dataclass(frozen=True, slots=True)
class Predicate:
    """Words `start:end`. `kind` is killed, injured, shot (outcome unsaid), abducted or arrested."""

    start: int
    end: int
    kind: str
    side: str
    text: str
    negated: bool = False
    unreal: bool = False


@cache
def _index() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First word to the phrases that begin with it, longest first."""
    index: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for side in _TABLES:
        for phrase, kind in phrases("casualty_words", side).items():
            parts = tuple(phrase.split())
            index.setdefault(parts[0], []).append((parts, kind, side))
    for listed in index.values():
        listed.sort(key=lambda entry: -len(entry[0]))
    return index


def _is_noun(tokens: Sequence[Word], at: int) -> bool:
    """ "a shot", "the gunshot", "brain dead", "wounded" before "knee": no casualty word."""
    if at == 0:
        return False
    low, before = tokens[at].low, tokens[at - 1].low
    if low == "shot" and at + 1 < len(tokens) and tokens[at + 1].low in ("down", "up", "off", "into", "through", "out"):
        return True
    if low == "wounds" and before in (
        "gunshot",
        "shot",
        "stab",
        "bullet",
        "shrapnel",
        "knife",
        "multiple",
        "head",
        "of",
        "from",
    ):
        return True
    if low in ("deaths", "killings", "slayings", "fatalities"):
        return value(before) is None and before not in ("dozen", "hundred")
    if low in ("shot", "hit", "strikes", "wounds"):
        return before in (
            "a",
            "the",
            "his",
            "one",
            "warning",
            "single",
            "fatal",
            "first",
            "this",
            "that",
            "gun",
            "every",
            "each",
        )
    return low == "dead" and before in ("brain", "the", "walking", "drop")


def _negated(tokens: Sequence[Word], at: int) -> bool:
    return any(token.low in terms("grammar", "negations") for token in tokens[max(at - 3, 0) : at])


def _unreal(tokens: Sequence[Word], at: int) -> bool:
    """ "would have killed", "threatened to kill", "if they killed", "information leading to the arrest of"."""
    modals = terms("grammar", "modals")
    if tokens[at].low in ("arrest", "arrests", "capture", "killing") and any(
        token.low in terms("grammar", "wished") for token in tokens[max(at - 5, 0) : at]
    ):
        return True
    for back in range(at - 1, max(at - 6, -1), -1):
        low = tokens[back].low
        if low in ("nearly", "almost") and back < at - 1:
            continue
        if low == "to" and tokens[back + 1].low == "have" and tokens[back - 1].low in terms("grammar", "seeming"):
            return False  # "appear to have died"
        if low in modals:
            # "rose to 12 killed", "taken to hospital" are real; "to be killed", "to kill" are not
            return low != "to" or (at - back <= 2 and tokens[at - 1].low in ("to", "be", "get", "have"))
        if low in (",", ";", "and", "but", "."):
            return False
    return False


def predicates(tokens: Sequence[Word]) -> list[Predicate]:
    """In order of position, the longest phrase at each word, none overlapping."""
    index = _index()
    found: list[Predicate] = []
    at = 0
    while at < len(tokens):
        hit = None if _is_noun(tokens, at) else _match(tokens, at, index.get(tokens[at].low, ()))
        hit = hit or _number_of(tokens, at)
        if hit is None:
            at += 1
            continue
        size, kind, side = hit
        negative = _negated(tokens, at) and "not" not in joined(tokens[at : at + size])
        found.append(
            Predicate(at, at + size, kind, side, joined(tokens[at : at + size]), negative, _unreal(tokens, at))
        )
        at += size
    return found


def _match(
    tokens: Sequence[Word], at: int, listed: Sequence[tuple[tuple[str, ...], str, str]]
) -> tuple[int, str, str] | None:
    for parts, kind, side in listed:
        if len(parts) == 1 or tuple(token.low for token in tokens[at : at + len(parts)]) == parts:
            return len(parts), kind, side
    return None


def _number_of(tokens: Sequence[Word], at: int) -> tuple[int, str, str] | None:
    """ "the number of villagers killed": a total, whatever the people are called."""
    if tokens[at].low != "number" or at + 1 >= len(tokens) or tokens[at + 1].low != "of":
        return None
    for end in range(at + 3, min(at + 6, len(tokens))):
        kind = phrases("casualty_words", "verbs").get(tokens[end].low)
        if kind in ("killed", "injured", "abducted", "arrested"):
            return end + 1 - at, kind, "totals"
    return None


def nobody_phrases(tokens: Sequence[Word]) -> list[tuple[int, int, str]]:
    """Words `start:end` of "no casualties" and its like, with whom it speaks of: both, killed, injured, rest."""
    table = phrases("casualty_words", "nobody")
    longest = _longest_nobody()
    found: list[tuple[int, int, str]] = []
    at = 0
    while at < len(tokens):
        if tokens[at].low in _nobody_begins():
            for size in range(longest, 0, -1):
                kind = table.get(joined(tokens[at : at + size]))
                if kind and at + size <= len(tokens):
                    found.append((at, at + size, kind))
                    at += size - 1
                    break
        at += 1
    return found


@cache
def _nobody_begins() -> frozenset[str]:
    return frozenset(phrase.split()[0] for phrase in phrases("casualty_words", "nobody"))


@cache
def _longest_nobody() -> int:
    return max(len(phrase.split()) for listed in toml("casualty_words")["nobody"].values() for phrase in listed)
