"""A report as matching sees it: days, points, names and words, nothing else."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from sys import intern

import msgspec

from processors.deduplicate.fingerprint import values_of
from processors.deduplicate.words import fold, folded, skeleton, words
from tocsin.contract.article import ArticleRef
from tocsin.contract.fields import Toll, When, Where
from tocsin.contract.report import Report
from tocsin.contract.vocabulary import EventType

_AGE = re.compile(r"\d+-(?:year|month|week|day)-old")
_EPOCH = date(1970, 1, 1).toordinal()
_DAY_OR_FINER = ("minute", "part_of_day", "day")
Range = tuple[int, int, int]
"""Days since 1970, both included, and 1 if they are known to the day (0: only that it was within)."""
Span = tuple[int, int]
"""Least and most of a toll."""


class View(msgspec.Struct, frozen=True, gc=False):
    """`days` is None for an unknown time; `hours` (since 1970, UTC) are known where the part of the day is.
    `published` is the publication day, of fetching if unknown.

    Tolls are spans, None where silent. `names` are of people and groups, `places` of the place and what it is near;
    `villages` are the sounds of place names that no gazetteer has.
    `title` is empty unless the article is about this incident. Words stand once, in order, and are interned: many
    thousand views share them.
    """

    report: str
    article: str
    type: EventType
    primary: bool
    days: Range | None
    hours: Span | None
    published: int
    latitude: float | None
    longitude: float | None
    radius_km: float
    country: str | None
    admin1: str | None
    places: tuple[str, ...]
    villages: tuple[str, ...]
    killed: Span | None
    injured: Span | None
    abducted: Span | None
    weapons: frozenset[str]
    targets: frozenset[str]
    names: tuple[str, ...]
    terms: tuple[str, ...]
    ages: frozenset[str]
    title: tuple[str, ...]
    fingerprint: bytes
    publisher: str | None

    def words(self) -> set[str]:
        """All that it is found and weighed by."""
        return {*self.terms, *self.names, *self.title, *self.places, *self.villages}


def view_of(report: Report, ref: ArticleRef) -> View:
    where, tolls = report.where, report.casualties
    published = _utc_day(ref.published_at or ref.fetched_at)
    terms = tuple(dict.fromkeys(map(intern, folded(report.terms))))
    return View(
        report=report.id,
        article=ref.id,
        type=report.type,
        primary=report.primary,
        days=_days(report.when, published),
        hours=_hours(report.when),
        published=published,
        latitude=where.latitude,
        longitude=where.longitude,
        radius_km=where.radius_km or 0.0,
        country=intern(where.country) if where.country else None,
        admin1=_folded(where.admin1) if where.admin1 else None,
        places=_places(where),
        villages=tuple({intern(skeleton(n.name)): None for n in where.near if n.kind == "unlisted"}),
        killed=_span(tolls.killed),
        injured=_span(tolls.injured),
        abducted=_span(tolls.abducted),
        weapons=_kinds(tuple(w.kind for w in report.weapons)),
        targets=_kinds(tuple(t.kind for t in report.targets)),
        names=_names(report),
        terms=terms,
        ages=_kinds(tuple([t for t in terms if t.endswith("-old") and _AGE.fullmatch(t)])),
        title=tuple(dict.fromkeys(map(intern, words(ref.title)))) if report.primary else (),
        fingerprint=values_of(ref.text_fingerprint) if report.primary else b"",
        publisher=ref.publisher.domain or ref.publisher.name,
    )


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def _folded(text: str) -> str:
    return intern(fold(text))


@lru_cache(maxsize=4096)
def _kinds(kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(kinds)


def _days(when: When, published: int) -> Range | None:
    if when.precision in _DAY_OR_FINER and when.date:
        day = day_number(when.date)
        return (day, day, 1)
    if when.start and when.end:
        return (_utc_day(when.start), _utc_day(when.end - timedelta(microseconds=1)), 0)
    if when.text is None:  # news that says no time tells of the last hours
        return (published - 2, published, 0)
    return None


def _hours(when: When) -> Span | None:
    if when.precision not in ("minute", "part_of_day") or not when.start or not when.end:
        return None
    return int(when.start.timestamp()) // 3600, -(-int(when.end.timestamp()) // 3600)


def _utc_day(moment: datetime) -> int:
    return day_number(moment.astimezone(UTC))


def _span(toll: Toll | None) -> Span | None:
    """The exact figure if there is one; of a floor alone, up to four times as many."""
    if toll is None:
        return None
    if toll.best is not None:
        return toll.best, toll.best
    if toll.min is None and toll.max is None:
        return None
    low = toll.min or 0
    return low, max(low, toll.max if toll.max is not None else low * 4)


def _places(where: Where) -> tuple[str, ...]:
    names = [where.name, where.city, *(n.name for n in where.near if n.kind != "unlisted")]
    return tuple({_folded(n): None for n in names if n and n != where.country})


def _names(report: Report) -> tuple[str, ...]:
    """Names proper: what is written with a capital, so "gunmen" and "two men" are left out."""
    people = [a.name for a in report.actors] + [t.name for t in report.targets]
    return tuple({_folded(n): None for n in people if n and n[0].isupper() and not n.isupper()})
