"""How old a mention is, by the dates in its sentence: 0 the article's news, 1 weeks before it, 2 older."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import pairwise

from processors.classify.detect.signals import Signals

_MONTHS = {  # march and may are other words, too: as `detect/signals.py` has them
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("mar",),
            ("april", "apr"),
            ("may_month",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_YEAR = re.compile(r"^(?:1[89]\d\d|20\d\d)$")
_DECADE = re.compile(r"^(?:19|20)\d0s$")
_BEFORE_YEAR = frozenset(
    (
        "in",
        "since",
        "of",
        "during",
        "the",
        "by",
        "until",
        "from",
        "after",
        "before",
        "between",
        "over",
        "early",
        "late",
        "mid",
        "summer",
        "autumn",
        "spring",
        "winter",
        "fall",
    )
)
_COUNTED = frozenset(
    (
        "block",
        "people",
        "persons",
        "men",
        "women",
        "troops",
        "soldiers",
        "dollars",
        "km",
        "meters",
        "feet",
        "local",
        "hours",
        "gmt",
    )
)
_AGO = {
    "day": 1,
    "days": 1,
    "week": 7,
    "weeks": 7,
    "month": 30,
    "months": 30,
    "year": 365,
    "years": 365,
    "decades": 3650,
}
_RECENT_DAYS, _OLD_DAYS = 21, 75
"""Up to three weeks the news; from eleven weeks on the past, whatever the article says of it."""


WEEKDAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
FRESH = WEEKDAYS | {"today", "yesterday", "tonight", "overnight"}


def age_of(signals: Signals, published: datetime | None, trigger: int) -> int:
    """By the date nearest to word `trigger`; where no day of this week is named, by the oldest."""
    words = signals.words
    dates = [
        (abs(at - trigger), _graded(days)) for at in range(len(words)) for days in _days_back(words, at, published)
    ]
    recent = [abs(at - trigger) for at, word in enumerate(words) if word in FRESH and not _of_a_date(words, at)]
    if dates and recent and min(recent) < min(dates)[0]:
        return 0
    return max((age for _, age in dates), default=0)


def dated(signals: Signals) -> bool:
    """Says on which of the last days."""
    return any(word in FRESH for word in signals.words) or ("last", "night") in pairwise(signals.words)


def _of_a_date(words: tuple[str, ...], at: int) -> bool:
    """ "Friday, 6 November", "ten years ago today": something else says how long ago."""
    if "ago" in words[max(0, at - 2) : at]:
        return True
    return any(word in _MONTHS for word in words[at + 1 : at + 5])


def _graded(days: int) -> int:
    return 0 if days <= _RECENT_DAYS else 1 if days <= _OLD_DAYS else 2


def _days_back(words: tuple[str, ...], at: int, published: datetime | None) -> list[int]:
    """Days between the date named at word `at` and publication, if a date is named there."""
    word = words[at]
    if at and words[at - 1] == "since" and not _YEAR.match(word):
        return []
    if word in _MONTHS:
        return _month_back(words, at, published)
    if _YEAR.match(word) and words[max(0, at - 1)] in _BEFORE_YEAR and not _counts(words, at):
        if published is None:
            return []
        return [(published.year - int(word)) * 365 - 200] if int(word) < published.year else []
    if _DECADE.match(word) or word in ("decades",):
        return [3650]
    if word in ("ago", "earlier") and at >= 2 and words[at - 1] in _AGO:
        return [_quantity(words[at - 2]) * _AGO[words[at - 1]]]
    if word == "last" and at + 1 < len(words) and words[at + 1] in ("month", "year"):
        return [40 if words[at + 1] == "month" else 365]
    return []


def _counts(words: tuple[str, ...], at: int) -> bool:
    """Four digits that are no year of the event: the 1900 block, 2000 people, at 1945 GMT, born in 2019."""
    if "born" in words[max(0, at - 4) : at]:
        return True
    return at + 1 < len(words) and words[at + 1] in _COUNTED


def _month_back(words: tuple[str, ...], at: int, published: datetime | None) -> list[int]:
    if published is None:
        return []
    year = _year_near(words, at)
    day = _day_near(words, at)
    month = _MONTHS[words[at]]
    last = words[at - 1] == "last" if at else False
    if year is None:
        year = published.year if (month, day or 1) <= (published.month, published.day + 1) else published.year - 1
        if last and month == published.month:
            year -= 1
    back = (published.year - year) * 365 + (published.month - month) * 30 + published.day - (day or 28)
    return [max(0, back)]


def _year_near(words: tuple[str, ...], at: int) -> int | None:
    for word in words[at + 1 : at + 4]:
        if _YEAR.match(word):
            return int(word)
        if word.isalpha():
            return None
    return None


def _day_near(words: tuple[str, ...], at: int) -> int | None:
    near = (
        words[at + 1] if at + 1 < len(words) else "",
        words[at - 1] if at else "",
        words[at + 2] if words[at + 1 : at + 2] == (".",) and at + 2 < len(words) else "",
    )
    for word in near:
        digits = word.rstrip("stndrh")
        if digits.isdigit() and 1 <= int(digits) <= 31:
            return int(digits)
    return None


def _quantity(word: str) -> int:
    if word.isdigit():
        return min(int(word), 100)
    few = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "several": 4, "few": 3, "many": 10}
    return few.get(word, 7)
