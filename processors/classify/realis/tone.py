"""How an article is told: in which tense, to whom, on whose word, and of which time each sentence speaks.

News is told in the past tense, on somebody's word, of a day of this week; a review in the present; a portrait or a
trial names an old year and goes on from there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from processors.classify.document import Sentence
from processors.classify.realis.age import FRESH

_WORD = re.compile(r"[a-z']+|(?:1[89]|20)\d\d(?!\d)")
_PRESENT = frozenset(("is", "are", "has", "does", "isn't", "aren't", "there's", "it's"))
_PAST = frozenset(("was", "were", "had", "did", "wasn't", "weren't", "didn't"))
_SAID = frozenset(("said", "told", "reported", "confirmed", "according"))
_SPOKEN = frozenset(("you", "your", "i", "my", "we", "our"))
_CARRIED = 6  # sentences that an old year holds for


@dataclass(frozen=True, slots=True)
class Tone:
    """Shares of 0 to 1: `present` of the tensed verbs; `said` and `spoken` of the sentences. `time` is a sentence's
    index to what it speaks of: "old", "fresh" or "carried" (an old year some sentences before)."""

    present: float
    said: float
    spoken: float
    time: dict[int, str]


def read_tone(sentences: Sequence[Sentence], published: datetime | None) -> Tone:
    present = past = said = spoken = 0
    time: dict[int, str] = {}
    since = _CARRIED + 1
    for sentence in sentences:
        words = _WORD.findall(sentence.text.lower())
        known = set(words)
        present += len(known & _PRESENT)
        past += len(known & _PAST)
        said += bool(known & _SAID)
        spoken += bool(known & _SPOKEN)
        old = published is not None and any(word.isdigit() and int(word) < published.year for word in known)
        since = 0 if old else _CARRIED + 1 if known & FRESH else since + 1
        time[sentence.index] = "old" if old else "fresh" if known & FRESH else "carried" if since <= _CARRIED else ""
    total = max(1, len(sentences))
    return Tone(present / max(1, present + past), said / total, spoken / total, time)
