"""When a feed is polled next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producers import schedule
from producers.outcome import Outcome, of_status
from producers.schedule import Known, Next, Wishes, next_poll
from producers.settings import PaceSettings

NOW = datetime(2026, 3, 8, 12, 30, tzinfo=UTC).timestamp()
PACE = PaceSettings(jitter=0.0)
HOURLY = Known(rate=1 / 3600, entries=20, polls=5, last_good_at=NOW - 3600)


def poll(
    outcome: Outcome = "fetched", known: Known = HOURLY, wished: float | None = None, pace: PaceSettings = PACE,
    **wishes: object,
) -> Next:  # fmt: skip
    return next_poll(NOW, "feed", wished, known, outcome, Wishes(**wishes), pace)  # type: ignore[arg-type]


def wait(following: Next) -> float:
    assert following.due_at is not None
    return following.due_at - NOW


PACES = [
    # what is known, what the server wishes, seconds to the next poll
    (HOURLY, {}, 3600),
    (Known(rate=1 / 60, entries=20), {}, 300),  # one a minute: the lower bound
    (Known(rate=1 / 864000, entries=20), {}, 21600),  # one in ten days: the upper bound
    (Known(rate=0.0, entries=20), {}, 21600),
    (Known(), {}, 1800),  # nothing known
    (Known(rate=1 / 3600, entries=1), {}, 1800),  # one entry a document: twice before it turns over
    (HOURLY, {"fresh_s": 7200}, 7200),
    (HOURLY, {"fresh_s": 60}, 3600),
    (HOURLY, {"min_interval_s": 10800}, 10800),
    (HOURLY, {"min_interval_s": 30 * 86400}, 21600),  # a monthly ttl does not silence a feed
]


@pytest.mark.parametrize(("known", "wishes", "expected"), PACES)
def test_pace(known: Known, wishes: dict[str, float], expected: float) -> None:
    assert wait(poll(known=known, **wishes)) == pytest.approx(expected)


def test_the_list_has_the_last_word_on_the_interval() -> None:
    assert wait(poll(wished=2.0, fresh_s=600)) == 2.0


BACKOFF = [
    # outcome, failures before, times the interval
    ("timeout", 0, 1),
    ("timeout", 1, 2),
    ("timeout", 3, 8),
    ("server_error", 0, 1),
    ("dns", 0, 2),
    ("not_found", 0, 4),
    ("refused", 0, 8),
    ("bomb", 0, 16),
]


@pytest.mark.parametrize(("outcome", "failures", "times"), BACKOFF)
def test_backoff(outcome: Outcome, failures: int, times: float) -> None:
    following = poll(outcome, known=Known(rate=1 / 3600, entries=9, failures=failures))
    assert wait(following) == pytest.approx(min(3600 * times, PACE.backoff_max_s))
    assert following.known.failures == failures + 1


def test_no_error_stops_a_feed_for_good() -> None:
    for outcome in ("dns", "timeout", "not_found", "refused", "bomb", "unreadable"):
        assert wait(poll(outcome, known=Known(failures=1_000))) <= PACE.backoff_max_s


def test_410_stops() -> None:
    assert poll("gone").due_at is None


def test_a_success_forgets_the_failures() -> None:
    assert poll(known=Known(failures=9)).known.failures == 0


def test_retry_after_lengthens_and_is_capped() -> None:
    assert wait(poll("throttled", retry_after_s=50_000)) == 50_000
    assert wait(poll("throttled", retry_after_s=1e9)) == PACE.retry_after_max_s


def test_hours_to_skip_are_slept_through() -> None:
    due = poll(wished=60, skip_hours=(12, 13)).due_at
    assert due is not None
    assert datetime.fromtimestamp(due, UTC).time().isoformat() == "14:00:00"


def test_jitter_is_small_and_the_same_each_time() -> None:
    pace = PaceSettings(jitter=0.1)
    waits = [wait(next_poll(NOW, f"feed-{n}", 100.0, Known(), "fetched", Wishes(), pace)) for n in range(200)]
    assert all(90 <= w <= 110 for w in waits)
    assert len({round(w, 3) for w in waits}) > 150
    assert waits[7] == wait(next_poll(NOW, "feed-7", 100.0, Known(), "fetched", Wishes(), pace))


RATES = [
    # rate before, new entries, seconds since the last poll, dates in the document, rate after
    (None, 10, None, [NOW - 3600 * n for n in range(11)], 10 / 36000),
    (None, 1, None, [NOW], None),
    (None, 2, None, [NOW, NOW], None),
    (1 / 3600, 1, 3600, [], 1 / 3600),
]


@pytest.mark.parametrize(("rate", "new", "elapsed", "published", "expected"), RATES)
def test_rate(rate: float | None, new: int, elapsed: float | None, published: list[float], expected: float) -> None:
    dates = [datetime.fromtimestamp(p, UTC) for p in published]
    after = schedule.observed_rate(rate, new, elapsed, dates)
    assert after == (pytest.approx(expected) if expected is not None else None)


def test_a_feed_that_falls_silent_is_polled_less() -> None:
    rate = 1 / 600
    for _ in range(48):
        after = schedule.observed_rate(rate, 0, 3600, [])
        assert after is not None
        assert after < rate
        rate = after
    assert rate < 1 / 3600


RETRY_AFTER = [
    ("120", 120.0),
    (" 7 ", 7.0),
    ("Sun, 08 Mar 2026 12:35:00 GMT", 300.0),
    ("Sun, 08 Mar 2026 12:00:00 GMT", 0.0),
    ("soon", None),
    ("-5", None),
    ("1e9", None),
    ("٣", None),
    ("", None),
    (None, None),
]


@pytest.mark.parametrize(("value", "expected"), RETRY_AFTER)
def test_retry_after(value: str | None, expected: float | None) -> None:
    assert schedule.retry_after(value, NOW) == expected


FRESH = [
    ("max-age=600", None, None, None, 600),
    ("public, max-age=600", None, None, "100", 500),
    ("no-cache, max-age=600", None, None, None, None),
    (None, "Sun, 08 Mar 2026 13:00:00 GMT", "Sun, 08 Mar 2026 12:30:00 GMT", None, 1800),
    (None, "0", "Sun, 08 Mar 2026 12:30:00 GMT", None, None),
    (None, None, None, None, None),
]


@pytest.mark.parametrize(("control", "expires", "date", "age", "expected"), FRESH)
def test_freshness(
    control: str | None, expires: str | None, date: str | None, age: str | None, expected: float | None
) -> None:
    assert schedule.freshness(control, expires, date, age) == expected


@given(st.text(max_size=40), st.text(max_size=40))
def test_nonsense_in_headers_is_no_error(one: str, other: str) -> None:
    schedule.freshness(one, other, one, other)
    schedule.retry_after(one, NOW)


def test_the_first_polls_are_spread_and_the_same_at_each_start() -> None:
    dues = [schedule.first_due(NOW, f"feed-{n}", 60.0) - NOW for n in range(100)]
    assert all(0 <= due <= 60 for due in dues)
    assert max(dues) - min(dues) > 40
    assert dues[3] == schedule.first_due(NOW, "feed-3", 60.0) - NOW


def test_one_poll_in_so_many_goes_without_validators() -> None:
    assert [n for n in range(100) if schedule.unconditional(n, PACE)] == [23, 47, 71, 95]


STATUSES = [
    (200, False, "fetched"), (304, False, "not_modified"), (404, False, "not_found"), (410, False, "gone"),
    (429, False, "throttled"), (503, True, "throttled"), (503, False, "server_error"), (500, False, "server_error"),
    (401, False, "refused"), (403, False, "refused"), (451, False, "refused"), (400, False, "client_error"),
    (418, False, "client_error"), (204, False, "client_error"), (300, False, "client_error"),
    (999, False, "client_error"),
]  # fmt: skip


@pytest.mark.parametrize(("status", "retry", "expected"), STATUSES)
def test_status(status: int, retry: bool, expected: str) -> None:
    assert of_status(status, retry) == expected


def test_wishes_do_not_shorten_a_wait() -> None:
    assert timedelta(seconds=wait(poll("throttled", retry_after_s=1))) >= timedelta(hours=1)
