"""What producers remember, and in which order it becomes durable."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from producers.decide import Seen
from producers.feed_state import FeedState, known_under
from producers.schedule import Known
from producers.state import ProducerState
from producers.state_schema import Pending, StateError, pack, unpack
from tocsin.log.port import Message

FEED = FeedState(id="f", etag='"1"', due_at=10.5, best_entries=3, known=Known(rate=0.25, failures=2, polls=7))
MESSAGE = Message("articles", b"a", b"{}", (("ce_id", b"1"),))
FIRST = Pending("a", 1, "hash-1", "f", "guid", "title", pack(MESSAGE))
SECOND = replace(FIRST, version=2, content_hash="hash-2")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "producer.sqlite"


def test_a_feed_comes_back_as_it_was(path: Path) -> None:
    with ProducerState(path) as state:
        assert state.feed("f") == FeedState(id="f")
        state.record_poll(FEED)
    with ProducerState(path) as state:
        assert state.feed("f") == FEED


def test_another_address_in_the_list_starts_afresh_but_for_the_counts() -> None:
    old = known_under(replace(FEED, stopped="gone", adopted_url="https://b.example/", articles=7), "https://a.example/")
    assert known_under(old, "https://a.example/") == old
    new = known_under(old, "https://c.example/")
    assert (new.stopped, new.adopted_url, new.etag, new.due_at, new.articles) == (None, None, None, None, 7)


def test_what_is_in_the_outbox_counts_as_seen_already(path: Path) -> None:
    with ProducerState(path) as state:
        state.record_poll(FEED, [FIRST])
        assert state.seen("a") == Seen("a", 1, "hash-1", "f")
        assert state.by_guid("f", "guid") == ("a", "title")
        assert state.counts() == {"articles": 0, "feeds": 1, "outbox": 1}


def test_a_kill_before_the_acknowledgement_resends_the_same_bytes(path: Path) -> None:
    with ProducerState(path) as state:
        state.record_poll(FEED, [FIRST])
    with ProducerState(path) as state:
        (pending,) = state.outbox()
        assert pending == FIRST
        assert unpack(pending.message) == MESSAGE


def test_the_acknowledgement_moves_it_from_the_outbox_to_seen(path: Path) -> None:
    with ProducerState(path) as state:
        state.record_poll(FEED, [FIRST, SECOND])
        state.acknowledged([FIRST])
        assert [p.version for p in state.outbox()] == [2]
        assert state.seen("a") == Seen("a", 2, "hash-2", "f")
        state.acknowledged([SECOND])
        assert state.outbox() == []
        assert state.seen("a") == Seen("a", 2, "hash-2", "f")
        state.acknowledged([FIRST])  # late, as after a resend
        assert state.seen("a") == Seen("a", 2, "hash-2", "f")


def test_a_poll_that_cannot_be_written_never_was(path: Path) -> None:
    with ProducerState(path) as state:
        state.record_poll(FEED, [FIRST])
        state.acknowledged([FIRST])
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("CREATE TRIGGER full BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
        with pytest.raises(StateError, match="free some disk space"):
            state.record_poll(replace(FEED, etag='"2"'), [SECOND])
        other.execute("DROP TRIGGER full")
        other.close()
        assert state.feed("f") == FEED
        assert state.outbox() == []
        state.record_poll(replace(FEED, etag='"2"'), [SECOND])
        assert state.outbox() == [SECOND]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StateError, match="check the data directory"):
        ProducerState(tmp_path / "file" / "producer.sqlite")


def test_a_file_that_is_no_state(tmp_path: Path) -> None:
    (tmp_path / "p.sqlite").write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(StateError, match="not a database"):
        ProducerState(tmp_path / "p.sqlite")


def test_a_state_of_a_later_version(path: Path) -> None:
    ProducerState(path).close()
    other = sqlite3.connect(path)
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(StateError, match="version 99"):
        ProducerState(path)


DAY = 24 * 3600.0


def read_at(day: float) -> FeedState:
    return replace(FEED, last_poll_at=day * DAY, last_read_at=day * DAY)


def test_articles_that_left_their_feeds_document_are_forgotten_after_two_months(path: Path) -> None:
    with ProducerState(path) as state:
        state.record_poll(read_at(1), [FIRST])
        state.acknowledged([FIRST])
        state.record_poll(read_at(50), held=["a"])
        state.record_poll(read_at(100))
        assert (state.forget(100 * DAY, 10), state.counts()["articles"]) == (0, 1)
        state.record_poll(read_at(111))
        assert (state.forget(111 * DAY, 10), state.counts()["articles"]) == (1, 0)
        assert state.seen("a") is None
        assert state.by_guid("f", FIRST.guid or "") is None


def test_a_document_that_has_not_changed_for_a_year_still_holds_what_it_holds(path: Path) -> None:
    with ProducerState(path) as state:
        state.record_poll(read_at(1), [FIRST])
        state.acknowledged([FIRST])
        state.record_poll(replace(read_at(1), last_poll_at=366 * DAY))
        assert state.forget(366 * DAY, 10) == 0


def test_the_articles_of_a_feed_that_is_polled_no_more_go_in_the_end(path: Path) -> None:
    with ProducerState(path) as state:
        state.record_poll(read_at(1), [FIRST])
        state.acknowledged([FIRST])
        assert (state.forget(400 * DAY, 10), state.forget(402 * DAY, 10)) == (0, 1)


def test_scoops_and_copies_are_counted_once_however_often_they_are_polled(path: Path) -> None:
    one, two, three = (FeedState(id=name, articles=2 if name == "f" else 0) for name in ("f", "two", "three"))
    with ProducerState(path) as state:
        state.record_poll(one, [FIRST])
        assert state.record_poll(two, copies=["a"]).copies == 1  # still in the outbox
        state.acknowledged([FIRST])
        assert state.record_poll(state.feed("two"), copies=["a"]).copies == 0
        assert state.record_poll(three, copies=["a"]).copies == 1
        counts = [(f.scoops, f.duplicates, f.sole_share) for f in map(state.feed, ("f", "two", "three"))]
        assert counts == [(1, 0, 0.5), (0, 1, None), (0, 1, None)]
