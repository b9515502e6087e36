"""Where sentences end: full stops told from abbreviations, closing quotes kept with their sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from processors.classify.data.tables import words

LONGEST_WORDS = 120
"""A sentence is cut after so many words: no one wrote it as one, and nothing may grow with its square."""
_LONG_WORDS = 45  # from here on we look for a lost full stop

# An end mark with its closing quotes, then space or the next capital right away ("said.The").
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?:\s+|$)|(?<=[^\W\d_A-Z]{2})[.!?][\"”’]*(?=[A-Z][a-z]+ )")
_LAST_WORD = re.compile(r"[^\s(\"“‘'\[]+$")
_WORD = re.compile(r"\S+")
_SPACE_OR_OPEN = " \t\n\r\f\v\"'“”‘’«([-–—"


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    return words("abbreviations", kind)


def sentence_spans(text: str, start: int, end: int, cased: bool = True) -> Iterator[tuple[int, int]]:
    """Non-empty, stripped spans of `text[start:end]`, in order. `cased`: capitals start sentences in this text."""
    begin = start
    for found in _END.finditer(text, start, end):
        if not _ends(text, begin, found.start(), found.end(), end, cased):
            continue
        yield from _pieces(text, begin, found.end(), cased)
        begin = found.end()
    yield from _pieces(text, begin, end, cased)


def _ends(text: str, begin: int, mark: int, after: int, end: int, cased: bool) -> bool:
    """Whether the mark at `mark` ends the sentence that began at `begin`; the next one would start at `after`."""
    if after >= end:
        return True
    rest = text[after : min(end, after + 40)].lstrip(_SPACE_OR_OPEN)
    if not rest:
        return True
    if cased and rest[0].islower():
        return False
    if text[mark] != "." or text[mark + 1 : mark + 2] == ".":
        return True
    before = _LAST_WORD.search(text, max(begin, mark - 24), mark)
    return before is None or _may_end(before.group().lower(), rest, cased)


def _may_end(word: str, rest: str, cased: bool) -> bool:
    """Whether a full stop after `word` ends a sentence, seeing what follows."""
    digit = rest[0].isdigit()
    if word in _abbreviations("titles"):
        return False
    if digit and (word in _abbreviations("numbered") or word in _abbreviations("months")):
        return False
    if word in _abbreviations("open") or (len(word) == 1 and word.isalpha() and (cased or word != "i")):
        following = re.match(r"[^\W\d_]+", rest)
        return bool(following) and following.group().lower() in _abbreviations("starters")  # type: ignore[union-attr]
    return True


def _pieces(text: str, start: int, end: int, cased: bool) -> Iterator[tuple[int, int]]:
    """The span, stripped; cut at lost full stops where it is far too long."""
    start, end = _strip(text, start, end)
    if start >= end:
        return
    if end - start < _LONG_WORDS * 4:
        yield start, end
        return
    begin, count, last = start, 0, ""
    for found in _WORD.finditer(text, start, end):
        word = found.group()
        lost = count >= 6 and cased and word[0].isupper() and last[-1:].isalnum() and _starts(word)
        lost = lost and _long(text, begin, end)
        if lost or count >= LONGEST_WORDS:
            yield _strip(text, begin, found.start())
            begin, count = found.start(), 0
        count, last = count + 1, word
    yield _strip(text, begin, end)


def _long(text: str, start: int, end: int) -> bool:
    return text.count(" ", start, min(end, start + 2000)) > _LONG_WORDS


def _starts(word: str) -> bool:
    return word[1:].islower() and word.lower() in _abbreviations("starters")


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
