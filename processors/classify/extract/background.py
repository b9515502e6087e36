"""Sentences whose numbers are about longer periods or other events ("since 2015, more than 4,000 killed")."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache

from processors.classify.document import Sentence
from processors.classify.extract.lexicon import toml
from processors.classify.extract.words import MAX_CHARACTERS

_SINCE = re.compile(r"\b(?:since|in|between|from|during|of)\s+((?:19|20)\d\d)\b", re.IGNORECASE)


@cache
def _periods() -> re.Pattern[str]:
    listed = sorted(toml("background")["periods"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(phrase) for phrase in listed) + r")\b", re.IGNORECASE)


def is_background(sentence: Sentence, published_at: datetime | None) -> bool:
    """Whether the sentence counts over a period, or tells of a year before the article's."""
    if _periods().search(sentence.text, 0, MAX_CHARACTERS):
        return True
    year = published_at.year if published_at else None
    for match in _SINCE.finditer(sentence.text, 0, MAX_CHARACTERS):
        if year is None or int(match[1]) < year or match.group().lower().startswith("since"):
            return True
    return False
