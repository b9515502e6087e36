"""Phrases of time in a sentence: which days they may mean, at which hours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.contract.vocabulary import PartOfDay

DATA = Path(__file__).parent / "data" / "phrases.toml"
_CLOCK = re.compile(r"\d\s*[ap]\.?\s?m|\d[:.]\d\d", re.IGNORECASE)  # in every text with a clock time in figures


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours from local midnight of the day (may be negative or pass 24); `exact` for a clock time."""

    part: PartOfDay
    start: float
    end: float
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """`start:end` are characters of the sentence's text; `rule` and `settings` as in the data file."""

    start: int
    end: int
    text: str
    rule: str | None
    settings: dict[str, Any]
    groups: dict[str, str | None]
    hours: Hours | None = None


@cache
def vocabulary() -> dict[str, Any]:
    return tomllib.loads(DATA.read_text("utf-8"))


@cache
def _macros() -> dict[str, str]:
    raw = vocabulary()
    months = "|".join(f"(?:{month})" for month in raw["lists"]["months"])
    days = "|".join(raw["lists"]["weekday"] + [rf"{short}\." for short in raw["lists"]["weekday_short"]])
    numbers = "|".join(sorted(raw["numbers"], key=len, reverse=True))
    return {
        "{month}": rf"(?P<month>{months})\b",
        "{dayname}": f"(?:{days})",
        "{number}": rf"(?P<number>{numbers}|\d{{1,3}})",
    }


@cache
def _days() -> list[tuple[re.Pattern[str], dict[str, Any]]]:
    compiled = []
    for entry in vocabulary()["day"]:
        pattern = entry["pattern"]
        for macro, expansion in _macros().items():
            pattern = pattern.replace(macro, expansion)
        compiled.append((re.compile(rf"(?<![\w/-])(?:{pattern})(?!\w)", re.IGNORECASE), entry))
    return compiled


@cache
def _parts() -> re.Pattern[str]:
    names = sorted(vocabulary()["parts"], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(names)})s?(?!\w)", re.IGNORECASE)


@cache
def _clocks() -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in vocabulary()["clock"].items()}


def days_in(text: str) -> list[Phrase]:
    """Phrases that name a day or period, in order, not overlapping (the longest at a spot)."""
    lower = text.lower()
    found = [
        Phrase(match.start(), match.end(), match.group(), entry["rule"], entry, match.groupdict())
        for pattern, entry in _days()
        if any(map(lower.__contains__, entry["needs"]))
        for match in pattern.finditer(text)
    ]
    found.sort(key=lambda phrase: (phrase.start, phrase.start - phrase.end))
    kept: list[Phrase] = []
    for phrase in found:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return [_trim(phrase) for phrase in kept]


def _trim(phrase: Phrase) -> Phrase:
    """Without the blanks an optional word before left behind."""
    left = len(phrase.text) - len(phrase.text.lstrip())
    return Phrase(
        phrase.start + left, phrase.end, phrase.text[left:], phrase.rule, phrase.settings, phrase.groups, phrase.hours
    )


def hours_in(text: str) -> list[tuple[int, int, Hours]]:
    """Clock times and parts of day with their spans; clock times first."""
    return [*_clock_times(text), *_named_parts(text)]


def _clock_times(text: str) -> Iterator[tuple[int, int, Hours]]:
    for name in ("pattern", "pattern24") if _CLOCK.search(text) else ():
        for match in _clocks()[name].finditer(text):
            hour = int(match.group("hour")) + int(match.group("minute") or 0) / 60
            half = match.groupdict().get("half")
            if half:
                if hour >= 13:
                    continue
                hour = hour % 12 + (12 if half.lower() == "p" else 0)
            spread = 0.5 if match.group("about") and name == "pattern" else 0.0
            yield (
                match.start(),
                match.end(),
                Hours(part_at(hour), hour - spread, hour + max(spread, 1 / 60), exact=True),
            )
    lower = text.lower()
    for name, hour in (("noon", 12.0), ("midnight", 0.0)):
        for match in _clocks()[name].finditer(text) if name in lower else ():
            yield (
                match.start(),
                match.end(),
                Hours(part_at(hour), hour - (0.5 if hour else 0.0), hour + 0.5, exact=True),
            )


def _named_parts(text: str) -> Iterator[tuple[int, int, Hours]]:
    table = vocabulary()["parts"]
    for match in _parts().finditer(text):
        entry = table.get(match.group().lower()) or table[match.group().lower().rstrip("s")]
        yield match.start(), match.end(), Hours(entry["part"], entry["start"], entry["end"])


def named_hours(name: str) -> Hours:
    """Of a part of day or of a qualifier (`early`, `late`)."""
    entry = vocabulary()["parts"].get(name) or vocabulary()["qualifiers"][name]
    return Hours(entry["part"], entry["start"], entry["end"])


def part_at(hour: float) -> PartOfDay:
    for limit, part in (
        (4.0, "night"),
        (7.0, "dawn"),
        (11.5, "morning"),
        (12.75, "noon"),
        (17.0, "afternoon"),
        (21.0, "evening"),
    ):
        if hour < limit:
            return part  # type: ignore[return-value]
    return "night"
