"""Words of a sentence for name look-up: letters, with inner hyphens and apostrophes, abbreviations with their dots."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:[-'’‘`ʻ][^\W\d_]+)*")
_ARTICLED = re.compile(r"(?:a[a-z]|e[a-z]|ul|d|l)[-'’][A-Z]")  # al-Tabbaneh, ed-Dora, d'Ivoire
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_DOTTED = frozenset(
    [
        "st",
        "ste",
        "mt",
        "ft",
        "ala",
        "ariz",
        "ark",
        "calif",
        "colo",
        "conn",
        "del",
        "fla",
        "ga",
        "ill",
        "ind",
        "kan",
        "kans",
        "ky",
        "la",
        "md",
        "mass",
        "mich",
        "minn",
        "miss",
        "mo",
        "mont",
        "neb",
        "nebr",
        "nev",
        "okla",
        "ore",
        "pa",
        "tenn",
        "tex",
        "va",
        "vt",
        "wash",
        "wis",
        "wyo",
        "ont",
        "que",
        "alta",
    ]
)


@dataclass(frozen=True, slots=True)
class Word:
    """`start:end` are characters of the sentence's text; `gap` is what stands between it and the word before."""

    text: str
    lower: str
    start: int
    end: int
    gap: str

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper() or _ARTICLED.match(self.text) is not None


def words(text: str) -> list[Word]:
    found: list[Word] = []
    before = 0
    for match in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", match.group())
        start, end = match.start(), match.start() + len(word)
        gap = text[before:start]
        if found and gap.startswith(".") and found[-1].lower in _DOTTED:
            gap = gap[1:]
        found.append(Word(word, word.lower(), start, end, gap))
        before = end
    return found
