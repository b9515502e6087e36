"""What was used: kind, make and count of each weapon the sentences name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from processors.classify.document import Document, Sentence
from processors.classify.extract.lexicon import rows, terms, toml
from processors.classify.extract.numbers import quantity_at
from processors.classify.extract.words import MAX_CHARACTERS, Word, joined, span_text, words
from tocsin.contract.fields import Evidence, Weapon
from tocsin.contract.vocabulary import WeaponKind

MOST = 8
_REACH = 4


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: WeaponKind
    name: str | None


@dataclass(frozen=True, slots=True)
class _Found:
    entry: _Entry
    sentence: Sentence
    start: int
    end: int
    phrase_start: int
    count: int | None

    @property
    def text(self) -> str:
        return span_text(self.sentence, self.phrase_start, self.end)


@cache
def _table() -> dict[str, _Entry]:
    table: dict[str, _Entry] = {}
    for singular, plural, kind, name in rows("weapons"):
        entry = _Entry(kind, None if name == "-" else name)  # type: ignore[arg-type]
        table[singular] = entry
        if plural != "-":
            table[plural] = entry
    return table


@cache
def _firsts() -> dict[str, int]:
    """First word to the longest phrase that begins with it, in words."""
    firsts: dict[str, int] = {}
    for phrase in _table():
        parts = phrase.split()
        firsts[parts[0]] = max(firsts.get(parts[0], 0), len(parts))
    return firsts


def read(
    document: Document, sentences: Sequence[Sentence], event_type: str | None = None
) -> tuple[tuple[Weapon, ...], dict[str, Evidence]]:
    """Weapons in order of mention, one for each kind and make; at most `MOST`.

    Weapons that were only found or seized count for the seizure types alone. If none is named, the words of the
    attack ("opened fire") give a kind, with those words as `text`.
    """
    del document
    seizure = event_type in terms("weapon_context", "seizure_types")
    found: list[_Found] = []
    for sentence in sentences:
        if seizure or not _unused(sentence):
            found.extend(_in_sentence(sentence))
    chosen = _distinct(found) or _implied(sentences)
    weapons = tuple(
        Weapon(kind=item.entry.kind, name=item.entry.name, count=item.count, text=item.text) for item in chosen[:MOST]
    )
    evidence = {f"weapons.{at}": item.sentence.evidence(item.start, item.end) for at, item in enumerate(chosen[:MOST])}
    return weapons, evidence


@cache
def _unused_pattern() -> re.Pattern[str]:
    listed = sorted(terms("weapon_context", "unused"), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, listed)) + r")\b", re.IGNORECASE)


def _unused(sentence: Sentence) -> bool:
    return bool(_unused_pattern().search(sentence.text, 0, MAX_CHARACTERS))


def _in_sentence(sentence: Sentence) -> list[_Found]:
    tokens = words(sentence)
    found: list[_Found] = []
    at = 0
    while at < len(tokens):
        size = _match(tokens, at)
        if not size:
            at += 1
            continue
        if not _is_other(tokens, at + size):
            found.append(_phrase(sentence, tokens, at, size))
        at += size
    return found


def _match(tokens: Sequence[Word], at: int) -> int:
    for size in range(min(_firsts().get(tokens[at].low, 0), len(tokens) - at), 0, -1):
        if joined(tokens[at : at + size]) in _table():
            return size
    return 0


def kind_of(phrase: Sequence[str]) -> WeaponKind:
    """Of a weapon's lower-case words: by the longest that the table knows at their end, else anywhere, else `other`."""
    spans = sorted(
        ((end, end - start, start) for start in range(len(phrase)) for end in range(start + 1, len(phrase) + 1)),
        reverse=True,
    )
    known = (_table().get(" ".join(phrase[start:end])) for end, _, start in spans)
    return next((entry.kind for entry in known if entry), "other")


def _is_other(tokens: Sequence[Word], after: int) -> bool:
    return after < len(tokens) and tokens[after].low in terms("weapon_context", "not_weapon_before")


def _phrase(sentence: Sentence, tokens: Sequence[Word], at: int, size: int) -> _Found:
    """The weapon with the number that counts it, at most four words before."""
    count, first = None, at
    boundaries = terms("grammar", "boundaries")
    for back in range(at - 1, max(at - _REACH, -1), -1):
        token = tokens[back]
        if not token.is_word or (token.low in boundaries and token.low != "of"):
            break
        found = quantity_at(tokens, back)
        if found:
            unit = found[2] < at and tokens[found[2]].low in ("kg", "kilos", "kilograms", "pounds", "tons", "mm", "-")
            count, first = (None if unit else found[0].best), back
            break
        if token.low in ("a", "an", "one") and tokens[at + size - 1].low[-1] != "s":
            count, first = 1, back
            break
    entry = _table()[joined(tokens[at : at + size])]
    return _Found(entry, sentence, tokens[first].start, tokens[at + size - 1].end, tokens[at].start, count)


def _distinct(found: Sequence[_Found]) -> list[_Found]:
    """One for each kind: the named before the nameless, the counted before the uncounted, else the first."""
    best: dict[tuple[str, str | None], _Found] = {}
    named = {item.entry.kind for item in found if item.entry.name}
    if any(item.entry.kind == "mortar" for item in found):
        found = [item for item in found if item.entry.kind != "artillery"]
    for item in found:
        key = (item.entry.kind, item.entry.name)
        if item.entry.name is None and item.entry.kind in named:
            continue
        held = best.get(key)
        if held is None or (held.count is None and item.count is not None):
            best[key] = item
    return list(best.values())


@cache
def _implications() -> tuple[tuple[re.Pattern[str], WeaponKind], ...]:
    listed = toml("weapon_context")["implied"].items()
    return tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in listed)


def _implied(sentences: Sequence[Sentence]) -> list[_Found]:
    for sentence in sentences:
        for pattern, kind in _implications():
            match = pattern.search(sentence.text, 0, MAX_CHARACTERS)
            if match:
                start, end = sentence.start + match.start(), sentence.start + match.end()
                return [_Found(_Entry(kind, None), sentence, start, end, start, None)]
    return []
