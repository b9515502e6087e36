"""Dates of entries: as written, in the feed's zone, to UTC. Pure: the time of fetching is an argument.

Unknown stays None and is flagged, never "now"; a date in the future is clamped to the time of fetching and flagged.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_tz
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from feedparser.datetimes import _parse_date as feedparser_date  # type: ignore[import-untyped,unused-ignore]

from tocsin.contract.vocabulary import ArticleFlag

FUTURE_TOLERANCE = timedelta(minutes=15)
"""Clocks of publishers differ from ours by minutes; more is a mistake (a zone left out) or an embargo."""

OLDEST_YEAR = 1900
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_WITH_NAME = re.compile(r"^(.*\d)\s+([A-Z]{2,4})$")


@cache
def _named_zones() -> dict[str, int]:
    """Hours east of UTC, from `producers/data/zones.toml`."""
    return tomllib.loads(resources.files("producers").joinpath("data/zones.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Moment:
    """`at` is UTC. `day_only`: known to the day, `at` is that day at 00:00 UTC."""

    at: datetime | None
    day_only: bool = False
    flag: ArticleFlag | None = None


def read_published(written: str | None, zone: str | None, fetched_at: datetime) -> Moment:
    """When the entry was published. Flags: no_published_date, unparsable_date, published_in_future."""
    if not written:
        return Moment(None, flag="no_published_date")
    day = _day_only(written.strip())
    at = day or parse_date(written, zone)
    if at is None:
        return Moment(None, flag="unparsable_date")
    latest = fetched_at + (timedelta(hours=14) if day else FUTURE_TOLERANCE)  # a day begins earlier in the east
    if at > latest:
        return Moment(fetched_at, flag="published_in_future")
    return Moment(at if day else min(at, fetched_at), day_only=day is not None)


def parse_date(written: str | None, zone: str | None) -> datetime | None:
    """UTC time of a date as feeds write it (RFC 822, RFC 3339, W3CDTF, and what feedparser knows).

    A date without a zone is in `zone` (an IANA name), or in UTC if the feed's zone is not known.
    """
    text = (written or "").strip()[:100]
    local: tzinfo = ZoneInfo(zone) if zone else UTC
    for read in (_iso, _rfc822, _other):
        try:
            moment = read(text, local)
        except (ValueError, OverflowError, TypeError, AttributeError, IndexError):
            continue
        if moment is not None:
            try:
                utc = moment.astimezone(UTC)
            except (OverflowError, ValueError):
                return None
            return utc if utc.year >= OLDEST_YEAR else None
    return None


def _day_only(text: str) -> datetime | None:
    if not _DAY.match(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=UTC) if day.year >= OLDEST_YEAR else None


def _iso(text: str, local: tzinfo) -> datetime | None:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=local)


def _rfc822(text: str, local: tzinfo) -> datetime | None:
    named = _WITH_NAME.match(text)
    if named and named[2] in _named_zones():
        text, local = named[1], timezone(timedelta(hours=_named_zones()[named[2]]))
    fields = parsedate_tz(text)
    if fields is None:
        return None
    offset = fields[9]
    named_zone = re.search(r"[+-]\d{4}|\b(?:GMT|UTC?|Z|[ECMP][SD]T)\b", text)
    known = offset is not None and named_zone is not None
    zone = timezone(timedelta(seconds=offset)) if known and offset is not None else local
    second = min(fields[5], 59)
    return datetime(fields[0], fields[1], fields[2], fields[3], fields[4], second, tzinfo=zone)


def _other(text: str, _local: tzinfo) -> datetime | None:
    """Korean, Greek, Hungarian and other forms, which feedparser turns to UTC itself."""
    parsed = feedparser_date(text)
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
