"""A report as matching sees it: days, points, names and words, nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from processors.deduplicate.words import fold, words
from tocsin.contract.article import ArticleRef
from tocsin.contract.fields import Toll, When, Where
from tocsin.contract.report import Report
from tocsin.contract.vocabulary import EventType

_AGE = re.compile(r"\d+-(?:year|month|week|day)-old")
_EPOCH = date(1970, 1, 1)
_DAY_OR_FINER = ("minute", "part_of_day", "day")
Range = tuple[int, int, int]
"""Days since 1970, both included, and 1 if they are known to the day (0: only that it was within)."""


@dataclass(frozen=True, slots=True)
class View:
    """`days` is None for an unknown time; `hours` (since 1970, UTC) are known where the part of the day is.
    `published` is the publication day, of fetching if unknown.

    Tolls are (min, best, max), None where silent. `names` are of people and groups, `places` of the place and
    what it is near. `title` is empty unless the article is about this incident.
    """

    report: str
    article: str
    type: EventType
    primary: bool
    days: Range | None
    hours: tuple[int, int] | None
    published: int
    latitude: float | None
    longitude: float | None
    radius_km: float
    country: str | None
    admin1: str | None
    places: frozenset[str]
    killed: Toll | None
    injured: Toll | None
    abducted: Toll | None
    weapons: frozenset[str]
    targets: frozenset[str]
    names: frozenset[str]
    terms: tuple[str, ...]
    ages: frozenset[str]
    title: frozenset[str]
    fingerprint: str
    publisher: str | None


def view_of(report: Report, ref: ArticleRef) -> View:
    where = report.where
    return View(
        report=report.id,
        article=ref.id,
        type=report.type,
        primary=report.primary,
        days=_days(report.when),
        hours=_hours(report.when),
        published=day_number((ref.published_at or ref.fetched_at).astimezone(UTC).date()),
        latitude=where.latitude,
        longitude=where.longitude,
        radius_km=where.radius_km or 0.0,
        country=where.country,
        admin1=fold(where.admin1) if where.admin1 else None,
        places=_places(where),
        killed=report.casualties.killed,
        injured=report.casualties.injured,
        abducted=report.casualties.abducted,
        weapons=frozenset(w.kind for w in report.weapons),
        targets=frozenset(t.kind for t in report.targets),
        names=_names(report),
        terms=tuple(dict.fromkeys(fold(t) for t in report.terms)),
        ages=frozenset(t for t in report.terms if _AGE.fullmatch(t)),
        title=frozenset(words(ref.title)) if report.primary else frozenset(),
        fingerprint=ref.text_fingerprint if report.primary else "",
        publisher=ref.publisher.domain or ref.publisher.name,
    )


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def _days(when: When) -> Range | None:
    if when.precision in _DAY_OR_FINER and when.date:
        day = day_number(when.date)
        return (day, day, 1)
    if when.start and when.end:
        return (_utc_day(when.start), _utc_day(when.end - timedelta(microseconds=1)), 0)
    return None


def _hours(when: When) -> tuple[int, int] | None:
    if when.precision not in ("minute", "part_of_day") or not when.start or not when.end:
        return None
    return int(when.start.timestamp()) // 3600, -(-int(when.end.timestamp()) // 3600)


def _utc_day(moment: datetime) -> int:
    return day_number(moment.astimezone(UTC).date())


def _places(where: Where) -> frozenset[str]:
    names = [where.name, where.city, *(n.name for n in where.near)]
    return frozenset(fold(n) for n in names if n and n != where.country)


def _names(report: Report) -> frozenset[str]:
    """Names proper: what is written with a capital, so "gunmen" and "two men" are left out."""
    people = [a.name for a in report.actors] + [t.name for t in report.targets]
    return frozenset(fold(n) for n in people if n and n[0].isupper() and any(c.islower() for c in n))
