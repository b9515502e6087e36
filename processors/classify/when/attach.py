"""Which date of a sentence is the incident's: by the words around it."""

from __future__ import annotations

import re
from functools import cache

from processors.classify.when.expression import Phrase, vocabulary

_FUTURE = re.compile(
    r"\b(?:will|is scheduled|are scheduled|is expected|are expected|plans? to|is set to|are set to|upcoming)\b", re.I
)
_BEFORE, _AFTER = 90, 45  # characters of context


@cache
def _cue(name: str) -> re.Pattern[str]:
    listed = sorted(vocabulary()["attach"][name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)


def is_future(text: str, phrase: Phrase) -> bool:
    """Whether the clause around the phrase speaks of what is to come."""
    return bool(_FUTURE.search(text[max(0, phrase.start - 60) : phrase.start]))


def support(text: str, phrase: Phrase) -> float:
    """Above 0: likelier the incident's than another's."""
    before = text[max(0, phrase.start - _BEFORE) : phrase.start]
    after = text[phrase.end : phrase.end + _AFTER]
    score = 0.0
    score += _nearest(before, after)
    score += 1.0 * bool(_cue("strong_event").search(before + " | " + after))
    if _beside(before):
        score -= 3.0
    if phrase.hours:
        score += 1.5 if phrase.hours.exact else 0.8
    if phrase.settings.get("weak"):
        score -= 0.5
    if phrase.rule in ("ago", "month", "period", "weekend"):
        score -= 1.5
    return score


def _nearest(before: str, after: str) -> float:
    """+2 if the nearest cue before (else after) is of the incident, -2 if of something else."""
    event = max((match.end() for match in _cue("event").finditer(before)), default=-1)
    other = max((match.end() for match in _cue("other").finditer(before)), default=-1)
    if event >= 0 or other >= 0:
        return 2.0 if event >= other else -1.5
    event = min((match.start() for match in _cue("event").finditer(after)), default=999)
    other = min((match.start() for match in _cue("other").finditer(after)), default=999)
    if event == other:
        return 0.0
    return 1.5 if event < other else -1.5


def _beside(before: str) -> bool:
    """`said Monday`, `said in a statement on Monday`: the day of the statement."""
    tail = re.split(r"[,;:]", before)[-1]
    words = re.findall(r"[a-z']+", tail.lower())[-2:]
    listed = vocabulary()["attach"]["statement"]
    return any(word in listed for word in words)
