"""A report as matching sees it."""

from __future__ import annotations

from datetime import date

import pytest
from accounts import told

from processors.deduplicate.view import Range, day_number, view_of
from tocsin.contract import fields as f

PUBLISHED = day_number(date(2026, 3, 9))


@pytest.mark.parametrize(
    ("when", "days"),
    [
        ("2026-03-08", (PUBLISHED - 1, PUBLISHED - 1, 1)),
        (None, (PUBLISHED - 2, PUBLISHED, 0)),
        (f.When(text="last month", reason="the dates in the text are of something else"), None),
    ],
    ids=["a day", "no time named", "a time not understood"],
)
def test_news_that_names_no_time_is_of_the_last_days(when: str | f.When | None, days: Range | None) -> None:
    account = told("flash", hours=24, when=when)
    (report,) = account.reports
    assert view_of(report, account.article).days == days
