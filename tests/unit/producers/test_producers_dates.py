"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers.dates import Moment, read_published

FETCHED = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)


def at(*fields: int) -> datetime:
    return datetime(*fields, tzinfo=UTC)  # type: ignore[arg-type,misc]


READ = [
    # written, the feed's zone, expected
    ("Sun, 08 Mar 2026 23:05:00 +0300", None, at(2026, 3, 8, 20, 5)),
    ("Sun, 08 Mar 2026 23:05:00 GMT", "Asia/Baghdad", at(2026, 3, 8, 23, 5)),
    ("Sun, 08 Mar 2026 23:05:00 -0000", "Asia/Baghdad", at(2026, 3, 8, 23, 5)),
    ("Sun, 08 Mar 2026 23:05:00", "Asia/Baghdad", at(2026, 3, 8, 20, 5)),
    ("Sun, 08 Mar 2026 23:05", None, at(2026, 3, 8, 23, 5)),
    ("Sun, 08 Mar 2026 23:05:00 EST", None, at(2026, 3, 9, 4, 5)),
    ("Sun, 08 Mar 2026 23:05:00 PKT", "Europe/London", at(2026, 3, 8, 18, 5)),
    ("Sun, 08 Mar 2026 23:05:00 XYZ", "Asia/Baghdad", at(2026, 3, 8, 20, 5)),
    ("2026-03-08T23:05:00+03:00", None, at(2026, 3, 8, 20, 5)),
    ("2026-03-08T23:05:00Z", "Asia/Baghdad", at(2026, 3, 8, 23, 5)),
    ("2026-03-08 23:05:00", "Asia/Baghdad", at(2026, 3, 8, 20, 5)),
    ("08 Mar 26 23:05:60 +0000", None, at(2026, 3, 8, 23, 5, 59)),
]


@pytest.mark.parametrize(("written", "zone", "expected"), READ)
def test_read(written: str, zone: str | None, expected: datetime) -> None:
    assert read_published(written, zone, FETCHED) == Moment(expected)


def test_a_day_alone_stays_a_day() -> None:
    assert read_published("2014-01-27", "Asia/Baghdad", FETCHED) == Moment(at(2014, 1, 27), day_only=True)


def test_today_is_no_future_where_the_sun_rises_first() -> None:
    assert read_published("2026-03-11", "Pacific/Auckland", FETCHED).flag is None


@pytest.mark.parametrize("written", ["garbage", "32 Mar 2026", "yesterday", "0001-01-01T00:00:00+23:59"])
def test_unparsable_is_unknown_and_never_now(written: str) -> None:
    assert read_published(written, None, FETCHED) == Moment(None, flag="unparsable_date")


@pytest.mark.parametrize("written", [None, "", " "])
def test_missing(written: str | None) -> None:
    moment = read_published(written, None, FETCHED)
    assert moment.at is None
    assert moment.flag in ("no_published_date", "unparsable_date")


def test_the_future_is_clamped_and_flagged() -> None:
    moment = read_published("2031-01-01T00:00:00Z", None, FETCHED)
    assert moment == Moment(FETCHED, flag="published_in_future")


def test_a_clock_that_runs_ahead_is_no_future() -> None:
    written = (FETCHED + timedelta(minutes=10)).isoformat()
    assert read_published(written, None, FETCHED) == Moment(FETCHED)


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    moment = read_published(text, "Asia/Kolkata", FETCHED)
    assert moment.at is None or moment.at <= FETCHED + timedelta(hours=14)
