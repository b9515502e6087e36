"""When an incident happened: the date and hours its sentences give it, never those of the statement about it.

Relative words are reckoned from the publication day in the publisher's zone (from the day as written where only the
day is known); with no publication date only a date written in full is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from processors.classify.document import Document, Sentence
from processors.classify.when.attach import is_future, support
from processors.classify.when.expression import Hours, Phrase, days_in
from processors.classify.when.interval import interval
from processors.classify.when.rules import Days, reckon
from processors.classify.when.timed import timed_phrases
from tocsin.contract.fields import Evidence, When

NO_PUBLICATION = "the article has no publication date to reckon from"
NOT_SAID = "no date is said for it"


@dataclass(frozen=True, slots=True)
class _Reading:
    score: float
    sentence: Sentence
    phrase: Phrase
    days: Days


def resolve(
    document: Document, sentences: Sequence[Sentence], timezone: str | None
) -> tuple[When, dict[str, Evidence]]:
    """When what `sentences` tell of happened; `timezone` is the IANA name at the place. Evidence key: `when`."""
    anchor = publication_day(document, timezone)
    readings = _readings(sentences, anchor)
    if not readings:
        readings = _readings(_lead(document, sentences), anchor)
    if not readings:
        return _unknown(document, sentences, anchor)
    best = max(readings, key=lambda reading: (reading.score, -reading.sentence.index))
    hours = best.phrase.hours or _hours_elsewhere(sentences)
    return _when(best, hours, timezone), {"when": _evidence(best.sentence, best.phrase)}


def publication_day(document: Document, timezone: str | None) -> date | None:
    """In the publisher's zone, else the place's, else UTC; as written if only the day is known."""
    published = document.published_at
    if published is None:
        return None
    if document.published_day_only:
        return published.date()
    return published.astimezone(zone(document.publisher.timezone) or zone(timezone) or UTC).date()


def zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _readings(sentences: Sequence[Sentence], anchor: date | None) -> list[_Reading]:
    found: list[_Reading] = []
    before: date | None = None
    for order, sentence in enumerate(sentences):
        for phrase in timed_phrases(sentence.text):
            future = is_future(sentence.text, phrase)
            days = reckon(phrase, anchor, before, future)
            if days is None or (anchor and days.first > anchor + timedelta(days=1)):
                continue
            if days.precision == "day":
                before = days.first
            found.append(_Reading(support(sentence.text, phrase) - 0.35 * min(order, 8), sentence, phrase, days))
    return found


def _lead(document: Document, sentences: Sequence[Sentence]) -> list[Sentence]:
    """What else may date it: the title and the first sentences."""
    given = {sentence.index for sentence in sentences}
    listed = ([document.title] if document.title else []) + list(document.sentences[:4])
    return [sentence for sentence in listed if sentence.index not in given]


def _hours_elsewhere(sentences: Sequence[Sentence]) -> Hours | None:
    """A clock time or part of day in a sentence without a day of its own."""
    from processors.classify.when.expression import hours_in

    for sentence in sentences:
        if not days_in(sentence.text):
            for _, _, hours in hours_in(sentence.text):
                return hours
    return None


def _when(reading: _Reading, hours: Hours | None, timezone: str | None) -> When:
    days = reading.days
    if days.precision != "day":
        hours = None
    start, end = interval(days, hours, zone(timezone))
    precision = days.precision if hours is None else "minute" if hours.exact else "part_of_day"
    return When(
        date=days.first if days.precision == "day" else None,
        part_of_day=hours.part if hours else "unknown",
        timezone=timezone if zone(timezone) else None,
        start=start,
        end=end,
        precision=precision,
        text=reading.phrase.text,
        anchor="absolute date in the text" if days.absolute else "published_at",
        reason=None if zone(timezone) else "the time zone at the place is not known",
    )


def _unknown(
    document: Document, sentences: Sequence[Sentence], anchor: date | None
) -> tuple[When, dict[str, Evidence]]:
    for sentence in sentences:
        for phrase in timed_phrases(sentence.text):
            reason = NO_PUBLICATION if anchor is None else NOT_SAID
            part = phrase.hours.part if phrase.hours else "unknown"
            when = When(text=phrase.text, part_of_day=part, reason=reason)
            return when, {"when": _evidence(sentence, phrase)}
    return When(reason=NOT_SAID), {}


def _evidence(sentence: Sentence, phrase: Phrase) -> Evidence:
    return sentence.evidence(sentence.start + phrase.start, min(sentence.end, sentence.start + phrase.end))


def utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
