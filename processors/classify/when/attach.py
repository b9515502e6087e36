"""Signs of whether a date in the text is the incident's or of something else about it.

Signs are names; `data/date_weights.tsv` weighs them (learned by `evaluation/train/dates.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from processors.classify.document import Sentence
from processors.classify.when.expression import Phrase, vocabulary
from processors.classify.when.rules import Days

_BEFORE, _AFTER = 110, 60  # characters of context
_POSSESSIVE = re.compile(r"['’]s\b")
_IN_LEAD = ("before=", "after=", "word=", "first_own", "sentence:strong_event", "statement_before")
_CLASSES = ("strong_event", "event", "other")


@dataclass(frozen=True, slots=True)
class Reading:
    """A date phrase, what it means, and where it stands: `order` in the incident's sentences, None outside them."""

    sentence: Sentence
    phrase: Phrase
    days: Days
    order: int | None


@cache
def _cue(name: str) -> re.Pattern[str]:
    listed = sorted(vocabulary()["attach"][name], key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, listed))})\b", re.IGNORECASE)


@cache
def _event_noun() -> re.Pattern[str]:
    nouns = "|".join(vocabulary()["attach"]["event_nouns"])
    return re.compile(rf"\s+(?:[a-z'-]+\s+){{0,2}}(?:{nouns})", re.IGNORECASE)


def is_future(text: str, phrase: Phrase) -> bool:
    """Whether the clause around the phrase speaks of what is to come: "will march on Monday", "Monday will be"."""
    if _cue("future").search(text[max(0, phrase.start - 60) : phrase.start]):
        return True
    return bool(_cue("future_after").match(text, min(phrase.end + 1, len(text))))


def signs(readings: Sequence[Reading], anchor: date | None) -> list[list[str]]:
    """For each reading the names of the signs that hold."""
    counts = Counter(reading.days.first for reading in readings if reading.days.precision == "day")
    days = sorted(counts)
    found = []
    first_own = next((reading for reading in readings if reading.order is not None), None)
    for reading in readings:
        names = [
            "always",
            *_of_phrase(reading.phrase),
            *_of_place(reading),
            *_around(reading.sentence.text, reading.phrase.start, reading.phrase.end),
        ]
        names += ["first_own"] * (reading is first_own)
        if reading.sentence.index <= 0:
            names += [f"lead:{name}" for name in names if name.startswith(_IN_LEAD)]
        first = reading.days.first
        names.append(f"precision={reading.days.precision}")
        names += _of_distance(first, anchor)
        if days and reading.days.precision == "day":
            names.append(f"named={min(counts[first], 4)}")
            names += ["earliest"] * (first == days[0]) + ["latest"] * (first == days[-1]) + ["only"] * (len(days) == 1)
        found.append(names)
    return found


def _of_phrase(phrase: Phrase) -> Iterator[str]:
    yield f"rule={phrase.rule}"
    if phrase.hours:
        yield "clock" if phrase.hours.exact else "part_of_day"
        if not phrase.hours.exact:
            yield f"part={phrase.hours.part}"
    if phrase.settings.get("undated"):
        yield "undated"
    if phrase.settings.get("weak"):
        yield "weak"
    if phrase.groups.get("year"):
        yield "year"


def _of_place(reading: Reading) -> Iterator[str]:
    yield "order=" + ("outside" if reading.order is None else str(min(reading.order, 4)))
    index = reading.sentence.index
    yield "at=" + ("title" if index < 0 else str(index) if index < 3 else "early" if index < 7 else "late")


def _of_distance(day: date, anchor: date | None) -> Iterator[str]:
    if anchor is None:
        return
    back = (anchor - day).days
    for limit, name in (
        (-1, "future"),
        (0, "0"),
        (1, "1"),
        (2, "2"),
        (3, "3"),
        (6, "week"),
        (31, "month"),
        (366, "year"),
    ):
        if back <= limit:
            yield f"back={name}"
            return
    yield "back=more"


@lru_cache(maxsize=512)
def _around(text: str, start: int, end: int) -> tuple[str, ...]:
    """Kept, since each incident of an article weighs all its dates."""
    return tuple(_of_context(text, start, end))


def _of_context(text: str, start: int, end: int) -> Iterator[str]:
    before = text[max(0, start - _BEFORE) : start]
    after = text[end : end + _AFTER]
    yield from _nearest("before", before, last=True)
    yield from _nearest("after", after, last=False)
    for name in _CLASSES:
        if _cue(name).search(text):
            yield f"sentence:{name}"
    words = re.findall(r"[a-z']+", re.split(r"[;:]", before)[-1].lower())
    listed = vocabulary()["attach"]["statement"]
    if any(word in listed for word in words[-2:]):
        yield "statement_before"
    if words:
        yield f"word={words[-1]}" if words[-1] in vocabulary()["attach"]["telling_words"] else "word=other"
    else:
        yield "word=none"
    if _event_noun().match(after):
        yield "before_event_noun"
    if _POSSESSIVE.match(after):
        yield "possessive:" + ("event" if _event_noun().match(after[2:]) else "other")
    if text[:start].count("“") > text[:start].count("”") or text[:start].count('"') % 2:
        near = any(_cue(name).search(before[-40:] + after[:40]) for name in ("strong_event", "event"))
        yield "quoted:" + ("event" if near else "other")


def _nearest(side: str, context: str, *, last: bool) -> Iterator[str]:
    """The cue nearest to the phrase on one side, its class and how near."""
    best: tuple[int, str, str] | None = None
    for name in _CLASSES:
        for match in _cue(name).finditer(context):
            away = len(context) - match.end() if last else match.start()
            if best is None or away < best[0]:
                best = away, name, match.group().lower()
    if best is None:
        yield f"{side}=none"
        return
    near = "near" if best[0] < 12 else "middle" if best[0] < 40 else "far"
    yield f"{side}={best[1]}"
    yield f"{side}={best[1]}:{near}"
    yield f"{side}:{best[2]}"
