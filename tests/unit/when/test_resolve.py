from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import article

from processors.classify.document import Document
from processors.classify.text import read_document
from processors.classify.when.resolve import NO_PUBLICATION, resolve
from tocsin.contract.article import Publisher

PUBLISHED = datetime(2025, 3, 12, 9, 30, tzinfo=UTC)  # a Wednesday


def document(text: str, published: datetime | None = PUBLISHED, zone: str | None = "Asia/Baghdad") -> Document:
    return read_document(article(text, published=published, publisher=Publisher(timezone=zone)))


@pytest.mark.parametrize(
    ("phrase", "day", "part", "precision"),
    [
        ("late on Sunday", "2025-03-09", "night", "part_of_day"),
        ("on Wednesday", "2025-03-12", "unknown", "day"),
        ("on Tuesday night", "2025-03-11", "night", "part_of_day"),
        ("early on Monday", "2025-03-10", "night", "part_of_day"),
        ("yesterday", "2025-03-11", "unknown", "day"),
        ("last night", "2025-03-11", "night", "part_of_day"),
        ("this morning", "2025-03-12", "morning", "part_of_day"),
        ("overnight", "2025-03-12", "night", "part_of_day"),
        ("three days ago", "2025-03-09", "unknown", "day"),
        ("about 1:15 a.m. Tuesday", "2025-03-11", "night", "minute"),
        ("at 3:30 p.m. on Saturday", "2025-03-08", "afternoon", "minute"),
        ("at dawn on Friday", "2025-03-07", "dawn", "part_of_day"),
        ("last Wednesday", "2025-03-05", "unknown", "day"),
        ("on March 3", "2025-03-03", "unknown", "day"),
        ("on 3 October", "2024-10-03", "unknown", "day"),
        ("on Oct. 3, 2023", "2023-10-03", "unknown", "day"),
        ("on December 30", "2024-12-30", "unknown", "day"),
        ("two weeks ago", None, "unknown", "week"),
        ("last month", None, "unknown", "month"),
        ("in January", None, "unknown", "month"),
    ],
)
def test_phrases_of_time(phrase: str, day: str | None, part: str, precision: str) -> None:
    read = document(f"Two rockets exploded in the town {phrase}, killing a guard.")
    when, evidence = resolve(read, read.sentences, "Asia/Baghdad")
    assert (when.date and when.date.isoformat(), when.part_of_day, when.precision) == (day, part, precision)
    assert when.start is not None
    assert when.end is not None
    assert when.start < when.end
    found = evidence["when"]
    assert phrase.split()[-1] in read.sentences[0].text[found.start : found.end]


def test_two_digit_years_of_the_wires_are_of_the_last_century() -> None:
    read = document("A CAR BOMB EXPLODED OUTSIDE THE BARRACKS ON 30 DEC 89, KILLING TWO SOLDIERS.", published=None)
    assert resolve(read, read.sentences, None)[0].date == date(1989, 12, 30)


def test_the_day_of_the_statement_is_not_the_incidents() -> None:
    read = document("Police said Tuesday that two men were shot and killed outside a bar on Saturday night.")
    assert resolve(read, read.sentences, "Asia/Baghdad")[0].date == date(2025, 3, 8)


def test_without_a_publication_date_sunday_is_unknown_with_the_reason() -> None:
    read = document("A bomb exploded late on Sunday, killing two.", published=None)
    when = resolve(read, read.sentences, "Asia/Baghdad")[0]
    assert (when.date, when.start, when.precision, when.reason) == (None, None, "unknown", NO_PUBLICATION)
    assert when.text == "late on Sunday"


def test_no_date_said_is_unknown_never_today() -> None:
    read = document("A bomb exploded in the market, killing two.")
    when = resolve(read, read.sentences, "Asia/Baghdad")[0]
    assert when.date is None
    assert when.reason


def test_the_publication_day_is_that_of_the_publishers_zone() -> None:
    late = datetime(2025, 3, 12, 22, 30, tzinfo=UTC)  # the 13th in Baghdad
    read = document("A bomb exploded yesterday, killing two.", published=late)
    assert resolve(read, read.sentences, "Asia/Baghdad")[0].date == date(2025, 3, 12)


def test_the_interval_is_the_local_night_in_utc() -> None:
    read = document("Two rockets exploded at 11:20 p.m. on Sunday, killing a guard.")
    when = resolve(read, read.sentences, "Asia/Baghdad")[0]
    assert when.start == datetime(2025, 3, 9, 20, 20, tzinfo=UTC)
    assert when.end == when.start + timedelta(minutes=1)


def test_an_unknown_zone_widens_the_interval() -> None:
    read = document("Two rockets exploded on Sunday, killing a guard.")
    when = resolve(read, read.sentences, None)[0]
    assert when.start == datetime(2025, 3, 8, 10, tzinfo=UTC)
    assert when.end == datetime(2025, 3, 10, 12, tzinfo=UTC)
    assert when.reason


_WORDS = [
    "Sunday",
    "late",
    "on",
    "Oct. 3",
    "30 DEC 89",
    "31/02/2020",
    "at 25:99",
    "12:61 p.m.",
    "two",
    "days",
    "ago",
    "last",
    "week",
    "999 years ago",
    "0 months ago",
    "Feb. 30",
    "overnight",
    "noon",
    "killed",
    "said",
    "\x00",
    "яма",
    "in May",
    "1/1/01",
]
_MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=st.just(UTC))  # noqa: DTZ001


@settings(max_examples=150, deadline=None)
@given(
    text=st.lists(st.sampled_from(_WORDS), max_size=25).map(" ".join) | st.text(max_size=200),
    published=st.none() | _MOMENTS,
    zone=st.sampled_from([None, "Asia/Baghdad", "America/St_Johns", "No/Such", "../etc"]),
)
def test_any_text_gives_an_interval_or_a_reason(text: str, published: datetime | None, zone: str | None) -> None:
    read = document(text, published, zone)
    when, evidence = resolve(read, read.all_sentences(), zone)
    if when.start is not None:
        assert when.end is not None
        assert when.start < when.end
    elif when.date is None:
        assert when.reason
    for found in evidence.values():
        assert 0 <= found.start <= found.end <= len(text)
