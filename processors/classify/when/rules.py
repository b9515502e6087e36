"""From a phrase of time to a span of local days, reckoned from an anchor day."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from processors.classify.when.expression import Phrase, vocabulary
from tocsin.contract.vocabulary import TimePrecision

_CENTURY_PIVOT = 60  # "89" is 1989, "14" 2014, where no publication year decides
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """Local days `first <= d < last`; `absolute` if reckoned without the publication date."""

    first: date
    last: date
    precision: TimePrecision
    absolute: bool = False


def reckon(phrase: Phrase, anchor: date | None, before: date | None, future: bool) -> Days | None:
    """`anchor` is the day of publication, `before` the last day named earlier in the text; None if not to be known."""
    rule = phrase.rule
    try:
        if rule == "absolute":
            return None if future and not phrase.groups.get("year") else _absolute(phrase, anchor)
        if rule == "earlier":
            return _earlier(phrase, before or anchor)
        if rule == "same":
            return _one(before) if before else None
        if anchor is None or rule is None:
            return _month(phrase, None) if rule == "month" else None
        if rule == "weekday":
            return _weekday(phrase, anchor, future)
        if rule == "days":
            return _one(anchor + int(phrase.settings["days"]) * _DAY)
        if rule == "ago":
            return _ago(phrase, anchor)
        if rule == "feast":
            return _one(_last_before(anchor, int(phrase.settings["month"]), int(phrase.settings["day"])))
        if rule == "month":
            return _month(phrase, anchor)
        return _period(phrase, anchor)
    except (ValueError, OverflowError):  # 31 February, year 0
        return None


def _one(day: date, absolute: bool = False) -> Days:
    return Days(day, day + _DAY, "day", absolute)


def month_number(name: str) -> int:
    for number, pattern in enumerate(vocabulary()["lists"]["months"], 1):
        if re.fullmatch(pattern, name, re.IGNORECASE):
            return number
    raise ValueError(name)


def _absolute(phrase: Phrase, anchor: date | None) -> Days | None:
    groups = phrase.groups
    month = month_number(groups["month"] or "") if groups.get("month") else int(groups["month_number"] or 0)
    day, year = int(groups["day"] or 0), groups.get("year")
    if year:
        return _one(date(_full_year(year, anchor), month, day), absolute=True)
    return _one(_last_before(anchor, month, day)) if anchor else None


def _full_year(year: str, anchor: date | None) -> int:
    number = int(year)
    if number >= 100:
        return number
    if anchor:
        return min((number + century for century in (1900, 2000)), key=lambda full: abs(full - anchor.year))
    return number + (1900 if number > _CENTURY_PIVOT else 2000)


def _last_before(anchor: date, month: int, day: int) -> date:
    """The last such day not after the anchor (a day's grace for zones)."""
    for year in range(anchor.year, anchor.year - 9, -1):
        if day <= calendar.monthrange(year, month)[1]:
            found = date(year, month, day)
            if found <= anchor + _DAY:
                return found
    raise ValueError(day)


def _weekday(phrase: Phrase, anchor: date, future: bool) -> Days:
    word = (phrase.groups["weekday"] or "").lower()
    wanted = next(i for i, name in enumerate(vocabulary()["lists"]["weekday"]) if name.startswith(word[:3].rstrip(".")))
    which = re.sub(r"\s+", " ", (phrase.groups.get("which") or "").lower())
    back = (anchor.weekday() - wanted) % 7
    if future or which in ("next", "coming"):
        return _one(anchor + ((wanted - anchor.weekday()) % 7 or 7) * _DAY)
    if phrase.groups.get("lastweek"):
        return _one(anchor - (anchor.weekday() + 7 - wanted) * _DAY)
    if back == 0 and which in ("last", "this past"):
        back = 7
    return _one(anchor - back * _DAY)


def _number(phrase: Phrase) -> int:
    word = re.sub(r"\s+", " ", (phrase.groups.get("number") or "one").lower())
    return int(word) if word.isdigit() else int(vocabulary()["numbers"][word])


def _ago(phrase: Phrase, anchor: date) -> Days:
    count, unit = _number(phrase), phrase.settings["unit"]
    if unit == "day":
        return _one(anchor - count * _DAY)
    if unit == "week":
        return Days(anchor - (7 * count + 3) * _DAY, anchor - (7 * count - 4) * _DAY, "week")
    if unit == "month":
        return _whole_month(anchor.year, anchor.month - count)
    return _whole_year(anchor.year - count)


def _earlier(phrase: Phrase, anchor: date | None) -> Days | None:
    return _one(anchor - _number(phrase) * _DAY) if anchor else None


def _month(phrase: Phrase, anchor: date | None) -> Days | None:
    month, year = month_number(phrase.groups["month"] or ""), phrase.groups.get("year")
    if year:
        return _whole_month(int(year), month)
    if anchor is None:
        return None
    return _whole_month(anchor.year - (month > anchor.month), month)


def _whole_month(year: int, month: int) -> Days:
    index = year * 12 + month - 1
    following = index + 1
    return Days(date(index // 12, index % 12 + 1, 1), date(following // 12, following % 12 + 1, 1), "month")


def _whole_year(year: int) -> Days:
    return Days(date(year, 1, 1), date(year + 1, 1, 1), "year")


def _period(phrase: Phrase, anchor: date) -> Days | None:
    back = int(phrase.settings["back"])
    if phrase.rule == "weekend":
        saturday = anchor - ((anchor.weekday() - 5) % 7) * _DAY
        return Days(saturday, saturday + 2 * _DAY, "week")
    unit = phrase.settings["unit"]
    if unit == "week":
        monday = anchor - (anchor.weekday() + 7 * back) * _DAY
        return Days(monday, monday + 7 * _DAY if back else anchor + _DAY, "week")
    if unit == "month":
        return _whole_month(anchor.year, anchor.month - back)
    return _whole_year(anchor.year - back)
