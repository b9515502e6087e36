"""Paragraphs of plain text: blocks between blank lines, or single lines where the text is not hard-wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BLANK = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_WIDEST_WRAP = 100  # columns; wires are wrapped at 65 to 80
_ENDS = (".", "!", "?", '"', "”", ":", ")", "…")


def hard_wrapped(text: str) -> bool:
    """Whether line breaks fall inside sentences: short lines that mostly end without an end mark."""
    lines = [line.rstrip() for block in _BLANK.split(text[:20000]) for line in block.split("\n")[:-1]]
    if len(lines) < 3 or max(map(len, lines)) > _WIDEST_WRAP:
        return False
    broken = sum(1 for line in lines if line and not line.endswith(_ENDS) and len(line) > 40)
    return broken > len(lines) / 2


def paragraph_spans(text: str) -> Iterator[tuple[int, int]]:
    """Non-empty spans in order."""
    separator = _BLANK if hard_wrapped(text) else re.compile(r"\n\s*")
    begin = 0
    for found in separator.finditer(text):
        if found.start() > begin:
            yield begin, found.start()
        begin = found.end()
    if begin < len(text):
        yield begin, len(text)
