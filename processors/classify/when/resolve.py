"""When an incident happened: the date and hours its sentences give it, never those of the statement about it.

Relative words are reckoned from the publication day in the publisher's zone (from the day as written where only the
day is known); with no publication date only a date written in full is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from processors.classify.document import Document, Sentence
from processors.classify.when.attach import Reading, is_future, signs
from processors.classify.when.expression import Hours, Phrase, days_in, hours_in
from processors.classify.when.interval import interval
from processors.classify.when.rules import reckon
from processors.classify.when.timed import timed_phrases
from processors.classify.when.weights import LEAST, LEAST_WITHIN, OWN_SHARE, probability
from tocsin.contract.fields import Evidence, When

NO_PUBLICATION = "the article has no publication date to reckon from"
NOT_SAID = "no date is said for it"
OTHERS = "the dates in the text are of something else"
_GRACE_H = 1.0  # clocks of outlets and places differ a little
_SMALL_HOURS = 5.0
_MOST = 200  # dates of one article that are weighed
OUT_OF_RANGE = "the date lies outside the calendar"
NO_ZONE = "the time zone at the place is not known"


def resolve(
    document: Document, sentences: Sequence[Sentence], timezone: str | None
) -> tuple[When, dict[str, Evidence]]:
    """When what `sentences` tell of happened; `timezone` is the IANA name at the place. Evidence key: `when`."""
    anchor, hour = publication_day(document, timezone), publication_hour(document, timezone)
    readings = read_dates(document, sentences, anchor, hour)
    likely = likeliest(readings, signs(readings, anchor))
    if not likely:
        return _unknown(sentences, anchor, OTHERS if readings else NOT_SAID)
    best = likely[0][1]
    hours = best.phrase.hours or _hours_beside(likely, best) or _hours_elsewhere(sentences)
    return _when(best, hours, timezone), {"when": _evidence(best.sentence, best.phrase)}


def likeliest(readings: Sequence[Reading], found: Sequence[list[str]]) -> list[tuple[float, Reading]]:
    """The dates that may be the incident's, likeliest first, with their probability; `found` are their signs."""
    ranked = sorted(zip(map(probability, found), readings, strict=True), key=_rank)
    least = max(LEAST_WITHIN, OWN_SHARE * ranked[0][0]) if ranked else 1.0
    own = [item for item in ranked if item[1].order is not None and item[0] >= least]
    return own or [item for item in ranked if item[0] >= LEAST] or [item for item in ranked if _is_period(item[1])]


def _is_period(reading: Reading) -> bool:
    """`last month`, in the incident's own sentences: no day, but better than nothing."""
    return reading.order is not None and reading.days.precision != "day"


def _rank(item: tuple[float, Reading]) -> tuple[float, int, int]:
    return -item[0], item[1].sentence.index, item[1].phrase.start


def publication_day(document: Document, timezone: str | None) -> date | None:
    """In the publisher's zone, else the place's, else UTC; as written if only the day is known."""
    published = document.published_at
    if published is None:
        return None
    if document.published_day_only:
        return published.date()
    return published.astimezone(zone(document.publisher.timezone) or zone(timezone) or UTC).date()


def publication_hour(document: Document, timezone: str | None) -> float | None:
    """Of the clock at the place, else the publisher's; None where only the day is known, no zone is, or it is another
    day there."""
    known = zone(timezone) or zone(document.publisher.timezone)
    if document.published_at is None or document.published_day_only or known is None:
        return None
    local = document.published_at.astimezone(known)
    same_day = local.date() == publication_day(document, timezone)
    return local.hour + local.minute / 60 if same_day else None


def zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_dates(
    document: Document, sentences: Sequence[Sentence], anchor: date | None, hour: float | None = None
) -> list[Reading]:
    """Every date the article names that is not after its publication, those of the incident's sentences marked.

    `anchor` and `hour` are the day and the hour of publication.
    """
    orders = {sentence.index: order for order, sentence in enumerate(sentences)}
    found: list[Reading] = []
    before: date | None = None
    for sentence in document.all_sentences():
        for phrase in timed_phrases(sentence.text):
            days = reckon(phrase, anchor, before, is_future(sentence.text, phrase))
            if days is None or (anchor and days.first > anchor + timedelta(days=1)):
                continue
            if _is_of_the_day_before(phrase, hour):
                days = replace(days, first=days.first - timedelta(days=1), last=days.last - timedelta(days=1))
            if days.precision == "day":
                before = days.first
            if sentence.index in orders or not document.items:  # another item of a digest has its own dates
                found.append(Reading(sentence, phrase, days, orders.get(sentence.index)))
        if len(found) >= _MOST:
            break
    return found


def _is_of_the_day_before(phrase: Phrase, hour: float | None) -> bool:
    """`tonight`, or a bare `10.15 p.m.`, told in the small hours is of the evening before."""
    if hour is None or hour >= _SMALL_HOURS or phrase.hours is None:
        return False
    return phrase.rule == "days" and phrase.settings.get("days") == 0 and phrase.hours.start > hour + _GRACE_H


def _hours_beside(ranked: Sequence[tuple[float, Reading]], best: Reading) -> Hours | None:
    """The hours another phrase gives the same day."""
    for _, reading in ranked:
        same = reading.days == best.days and reading.order is not None
        if same and reading.phrase.hours:
            return reading.phrase.hours
    return None


def _hours_elsewhere(sentences: Sequence[Sentence]) -> Hours | None:
    """A clock time or part of day in a sentence without a day of its own."""
    for sentence in sentences:
        if not days_in(sentence.text):
            for _, _, hours in hours_in(sentence.text):
                return hours
    return None


def _when(reading: Reading, hours: Hours | None, timezone: str | None) -> When:
    days, known = reading.days, zone(timezone)
    if days.precision != "day":
        hours = None
    start, end = interval(days, hours, known)
    return When(
        date=days.first if days.precision == "day" else None,
        part_of_day=hours.part if hours else "unknown",
        timezone=timezone if known else None,
        start=start,
        end=end,
        precision=days.precision if hours is None else "minute" if hours.exact else "part_of_day",
        text=reading.phrase.text,
        anchor="absolute date in the text" if days.absolute else "published_at",
        reason=NO_ZONE if not known else None if start else OUT_OF_RANGE,
    )


def _unknown(sentences: Sequence[Sentence], anchor: date | None, reason: str) -> tuple[When, dict[str, Evidence]]:
    for sentence in sentences:
        for phrase in timed_phrases(sentence.text):
            part = phrase.hours.part if phrase.hours else "unknown"
            when = When(text=phrase.text, part_of_day=part, reason=NO_PUBLICATION if anchor is None else reason)
            return when, {"when": _evidence(sentence, phrase)}
    return When(reason=reason), {}


def _evidence(sentence: Sentence, phrase: Phrase) -> Evidence:
    return sentence.evidence(sentence.start + phrase.start, min(sentence.end, sentence.start + phrase.end))
