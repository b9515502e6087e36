"""Joins a day with the hours said beside it: "about 1:15 a.m. Tuesday", "late on Sunday", "Sunday night"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from processors.classify.when.expression import Hours, Phrase, days_in, hours_in, named_hours

_GLUE = re.compile(
    r"[\s,(]*(?:on|at|in|the|of|around|about|during|shortly|just|after|before|night|morning|local|time|hours)?[\s,(]*"
    r"(?:on|at|in|the|about|around|shortly|just|after|before|approximately)?\s*(?:the|about|after)?\s*",
    re.IGNORECASE,
)
_QUALIFIER = re.compile(r"\b(?P<word>early|late)\s+(?:on\s+)?$", re.IGNORECASE)
_TONIGHT = {"tonight": "night", "morning": "morning", "afternoon": "afternoon", "evening": "evening"}


# A sentence without any of these has no phrase of time; most have none.
_ANY = re.compile(
    r"\d[-/:.]\d|\d\s*[ap]\.?\s?m|day|\bmon|\btue|\bwed|\bthu|\bfri|\bsat|\bsun|night|morning|noon|evening|dawn|dusk|daybreak|sunrise|sunset|week|month|year"
    r"|\bago\b|hours|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|christmas|halloween|earlier",
    re.IGNORECASE,
)
_MOST_DAYS, _MOST_HOURS = 12, 24  # of one sentence: more is a timetable
_UNDATED: dict[str, object] = {"days": 0, "undated": True}


@lru_cache(maxsize=512)
def timed_phrases(text: str) -> tuple[Phrase, ...]:
    """The phrases of `days_in`, widened to the hours beside them; else a clock time alone, of the day of publication.

    News leaves the day out where it is the day of publication ("The shooting was reported at 3:30 p.m.").
    """
    if not _ANY.search(text):
        return ()
    hours = hours_in(text)[:_MOST_HOURS]
    phrases = tuple(_widen(text, phrase, hours) for phrase in days_in(text)[:_MOST_DAYS])
    if phrases:
        return phrases
    alone = [(start, end, found) for start, end, found in hours if found.exact][:1]
    return tuple(
        Phrase(start, end, text[start:end].strip(), "days", _UNDATED, {}, found) for start, end, found in alone
    )


def _widen(text: str, phrase: Phrase, hours: list[tuple[int, int, Hours]]) -> Phrase:
    start, end, found = phrase.start, phrase.end, _own_hours(phrase)
    for from_, to, candidate in hours:
        if from_ >= phrase.end and _GLUE.fullmatch(text, phrase.end, from_):
            end = max(end, to)
        elif to <= phrase.start and _GLUE.fullmatch(text, to, phrase.start):
            start = min(start, from_)
        else:
            continue
        if found is None or (candidate.exact and not found.exact):
            found = candidate
    if found is None:
        match = _QUALIFIER.search(text[: phrase.start])
        if match:
            start, found = match.start(), named_hours(match.group("word").lower())
    return replace(phrase, start=start, end=end, text=text[start:end], hours=found)


def _own_hours(phrase: Phrase) -> Hours | None:
    if "part" in phrase.settings:
        return named_hours(phrase.settings["part"])
    last = phrase.text.lower().split()[-1] if phrase.text.split() else ""
    return named_hours(_TONIGHT[last]) if last in _TONIGHT else None
