"""What the slot tagger looks at in each token of a sentence: the words around it, word classes, the deeds near it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from processors.classify.detect.phrases import Phrases
from processors.classify.detect.signals import Signals, triggers
from processors.classify.document import Token
from processors.classify.extract.lexicon import given_names, rows, terms
from processors.classify.learned.view import shape

MOST_TOKENS = 120
"""Tokens of a sentence that are tagged; no sentence is longer (`text/split.py`)."""
_EDGE = ("^", "^", "$", "$")
_REACH = 8  # tokens back to the word that ties a phrase to its verb
_TIES = frozenset(
    ("by", "of", "against", "on", "from", "to", "at", "in", "with", "near", "and", "that", "who", "for", ",", "between")
)
_FAR = ((1, "1"), (3, "3"), (7, "7"))


@cache
def _classes() -> Phrases:
    """What the vocabulary files know of words: people, things, weapons by kind; groups, titles, given names."""
    lists: dict[str, list[str]] = {"title": sorted(terms("grammar", "titles")), "given": sorted(given_names())}
    for singular, plural, kind, _ in rows("people"):
        lists.setdefault(f"person.{kind}", []).extend((singular, plural))
    for singular, plural, kind in rows("objects"):
        lists.setdefault(f"thing.{kind}", []).extend((singular, plural))
    for singular, plural, kind, *_ in rows("weapons"):
        lists.setdefault(f"weapon.{kind}", []).extend((singular, plural))
    for name, aliases, kind, *_ in rows("organisations"):
        lists.setdefault(f"group.{kind}", []).extend((name.lower(), *aliases.lower().split(";")))
    return Phrases({label: [p for p in listed if p not in ("-", "")] for label, listed in lists.items()})


def kinds_of_words(words: Sequence[str]) -> list[str]:
    """The class of each token, "" for none; "-" behind it where the phrase goes on."""
    kinds = [""] * len(words)
    for first, past, labels in _classes().find(words):
        label = labels[0]
        kinds[first : past - 1] = [f"{label}-"] * (past - 1 - first)
        kinds[past - 1] = label
    return kinds


def _deeds(tokens: Sequence[Token], signals: Signals) -> list[tuple[int, int, str]]:
    """(first token, past the last, concept) of each trigger, in order."""
    at_start = {token.start: at for at, token in enumerate(tokens)}
    found = set()
    for hit in signals.hits:
        if hit.concept in triggers():
            first = at_start.get(signals.starts[hit.first])
            last = at_start.get(signals.starts[hit.last - 1])
            if first is not None and last is not None:
                found.add((first, last + 1, hit.concept))
    return sorted(found)


def _far(distance: int) -> str:
    return next((name for most, name in _FAR if distance <= most), "9")


def _nearest(deeds: Sequence[tuple[int, int, str]], size: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """For each token the (concept, distance) of the last trigger before it and of the next one from it on."""
    left, right = [("", "")] * size, [("", "")] * size
    for number, (first, past, concept) in enumerate(deeds):
        end = deeds[number + 1][1] if number + 1 < len(deeds) else size
        for at in range(past, max(past, min(end, size))):
            left[at] = (concept, _far(at - past + 1))
        begin = deeds[number - 1][0] + 1 if number else 0
        for at in range(begin, min(first + 1, size)):
            right[at] = (concept, _far(first - at))
    return left, right


def _tie(words: Sequence[str], at: int) -> str:
    """The nearest tying word before the token, with the distance."""
    for back in range(at - 1, max(at - _REACH, -1) - 1, -1):
        if back >= 0 and words[back] in _TIES:
            return f"{words[back]}{_far(at - back)}"
    return "^" if at < _REACH else ""


def token_features(tokens: Sequence[Token], signals: Signals, before: frozenset[str], index: int) -> list[list[str]]:
    """Names of each token's features. `before`: concepts of the sentence before; `index`: the sentence's."""
    tokens = tokens[:MOST_TOKENS]
    words = [shape(token.lower) for token in tokens]
    kinds = kinds_of_words([token.lower for token in tokens])
    left, right = _nearest(_deeds(tokens, signals), len(words))
    here = sorted(signals.concepts & triggers())
    earlier = sorted(before & triggers())
    w = [*_EDGE[:2], *words, *_EDGE[2:]]
    k = ["", *kinds, ""]
    return [
        _of_token(w, k, at, left[at], right[at], _tie(words, at), here, earlier, min(index, 4))
        for at in range(len(words))
    ]


def _of_token(
    w: Sequence[str],
    k: Sequence[str],
    at: int,
    left: tuple[str, str],
    right: tuple[str, str],
    tie: str,
    here: Sequence[str],
    earlier: Sequence[str],
    index: int,
) -> list[str]:
    """`w` has two edge words on either side, `k` one."""
    b2, b1, w0, a1, a2 = w[at : at + 5]
    kb, k0, ka = k[at : at + 3]
    own = k0 or f"~{w0[-2:]}"
    found = [
        f"w={w0}",
        f"b={b1}",
        f"a={a1}",
        f"bb={b2}",
        f"aa={a2}",
        f"bw={b1} {w0}",
        f"wa={w0} {a1}",
        f"b2={b2} {b1}",
        f"a2={a1} {a2}",
        f"b2w={b2} {b1} {w0}",
        f"s={w0[-3:]}",
        f"k={k0}",
        f"kb={kb}|{k0}",
        f"ka={k0}|{ka}",
        f"kba={kb}|{k0}|{ka}",
        f"bk={b1}|{own}",
        f"ak={a1}|{own}",
        f"b2k={b2} {b1}|{k0}",
        f"l={left[0]}{left[1]}",
        f"r={right[0]}{right[1]}",
        f"lr={left[0]}|{right[0]}",
        f"lk={left[0]}|{own}",
        f"rk={right[0]}|{own}",
        f"t={tie}",
        f"tk={tie}|{own}",
        f"tl={tie}|{left[0]}",
        f"tlk={tie}|{left[0]}|{k0}",
        f"bl={b1}|{left[0]}",
        f"ar={a1}|{right[0]}",
        f"p={index}",
        f"pk={index}|{k0}",
    ]
    found += [f"c={concept}" for concept in here]
    found += [f"e={concept}" for concept in earlier]
    if k0:
        found += [f"ck={concept}|{k0}" for concept in here]
        found += [f"ek={concept}|{k0}" for concept in earlier]
    if w0[0].isdigit():
        found.append("digit")
    return found
