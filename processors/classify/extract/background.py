"""Sentences whose numbers are about longer periods or other events ("since 2015, more than 4,000 killed")."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from processors.classify.document import Sentence
from processors.classify.extract.lexicon import toml
from processors.classify.extract.words import MAX_CHARACTERS

_CLAUSE = 70  # characters
_NOT = re.compile(r"\b(?:not|instead of|rather than)\s+$", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|in|between|from|during|of)\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_SUPERLATIVE = re.compile(
    r"\b(?:worst|deadliest|bloodiest|biggest|largest|heaviest|most \w+|first|second|third|latest)\b[^,;.]*$",
    re.IGNORECASE,
)
_WHEN = re.compile(r",? (?:when|in which)\b", re.IGNORECASE)
_TO_DATE = re.compile(r"\b(?:so far in|(?:days|weeks|months) of|all of) (?:19|20)\d\d\b", re.IGNORECASE)


@cache
def _periods() -> re.Pattern[str]:
    listed = sorted(toml("background")["periods"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in listed) + r")\b", re.IGNORECASE)


@cache
def _earlier() -> re.Pattern[str]:
    listed = sorted(toml("background")["earlier_counts"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in listed) + r")\b", re.IGNORECASE)


def is_superseded(sentence: Sentence, start: int) -> bool:
    """Whether the number told at `start` (an offset of the article) is an earlier count, which the article replaces:
    "updating an earlier toll of five"."""
    at = start - sentence.start
    clause = re.split(r"[;,.:—–]", sentence.text[max(0, at - _CLAUSE) : at])[-1]
    return bool(_earlier().search(clause)) or bool(_NOT.search(clause))


def is_background(sentence: Sentence, published_at: datetime | None) -> bool:
    """Whether the sentence counts over a period, or tells of a year before the article's."""
    text = sentence.text
    if any(not _compares(text, found) for found in _periods().finditer(text, 0, MAX_CHARACTERS)):
        return True
    if _TO_DATE.search(text, 0, MAX_CHARACTERS):
        return True
    year = published_at.year if published_at else None
    for match in _SINCE.finditer(sentence.text, 0, MAX_CHARACTERS):
        earlier = year is None or int(match[1]) < year or match.group().lower().startswith("since")
        if earlier and not _compares(text, match):
            return True
    return False


def _compares(text: str, period: re.Match[str]) -> bool:
    """ "the worst violence in the city this year": the period only says how bad it was. Not "the deadliest attack since
    2019, when a gunman killed seven"."""
    before = text[max(0, period.start() - _CLAUSE) : period.start()]
    return bool(_SUPERLATIVE.search(before)) and not _WHEN.match(text, period.end())
