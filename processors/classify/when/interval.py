"""Local days and hours as an interval in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from processors.classify.when.expression import Hours
from processors.classify.when.rules import Days

_EARLIEST, _LATEST = timedelta(hours=14), timedelta(hours=12)  # UTC+14 and UTC-12: where no zone is known


def interval(days: Days, hours: Hours | None, zone: ZoneInfo | None) -> tuple[datetime | None, datetime | None]:
    """`start < end`; wide enough for every zone if none is known; None at the ends of the calendar."""
    try:
        if hours is None:
            start, end = _at(days.first, 0, zone), _at(days.last, 0, zone)
        else:
            start, end = _at(days.first, hours.start, zone), _at(days.first, hours.end, zone)
        if zone is None:
            start, end = start - _EARLIEST, end + _LATEST
    except (ValueError, OverflowError):
        return None, None
    return start, max(end, start + timedelta(minutes=1))


def _at(day: date, hour: float, zone: ZoneInfo | None) -> datetime:
    """Wall-clock time: hours are counted on the clock, so a day of daylight saving is 23 or 25 hours long."""
    wall = datetime.combine(day, time(), None) + timedelta(minutes=round(hour * 60))
    return wall.replace(tzinfo=zone or UTC).astimezone(UTC)
