"""Pages in the state file: drafts, looks, and what a feed tells while one is under way."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from producers.decide import Seen
from producers.feed_state import FeedState
from producers.pages import PageTask
from producers.state import ProducerState
from producers.state_schema import Pending, pack
from tocsin.contract.article import Article, Feed, Publisher
from tocsin.contract.envelope import article_message

FEED = FeedState(id="f")
ARTICLE = Article(
    id="a",
    version=1,
    content_hash="content-1",
    url="https://paper.example/1",
    feed=Feed(id="f", url="https://paper.example/feed"),
    publisher=Publisher(),
    title="Fire",
    text="A fire.",
    fetched_at=datetime(2026, 3, 8, tzinfo=UTC),
    rules_version="0",
)
DRAFT = PageTask(article=ARTICLE, url="https://paper.example/1", due_at=10.0, told_hash="told-1", guid="g", title="t")


def pending(version: int, told: str = "told-1") -> Pending:
    article = replace(ARTICLE, version=version, content_hash=f"content-{version}")
    return Pending("a", version, told, "f", "g", "t", pack(article_message(article)))


@pytest.fixture
def state(tmp_path: Path) -> Iterator[ProducerState]:
    with ProducerState(tmp_path / "p.sqlite") as opened:
        yield opened


def looks(task: PageTask, version: int) -> PageTask:
    return replace(task, step=1, version=version, published_hash=f"content-{version}", due_at=100.0)


def published(state: ProducerState) -> PageTask:
    """Version 1 is out; the page is looked at again at 100."""
    (draft,) = state.record_poll(FEED, pages=[DRAFT]).pages
    assert state.page_done(draft, pending(1), looks(draft, 1))
    state.acknowledged([pending(1)])
    (task,) = state.pages_due(100.0, 10)
    return task


def test_a_draft_counts_as_seen_and_is_not_sent(state: ProducerState) -> None:
    assert state.record_poll(FEED, pages=[DRAFT]).pages == [DRAFT]
    assert state.seen("a") == Seen("a", 1, "told-1", "f")
    assert state.by_guid("f", "g") == ("a", "t")
    assert state.drafted("a")
    assert state.outbox() == []
    assert (state.pages_due(9.0, 10), state.pages_due(10.0, 10)) == ([], [DRAFT])


def test_an_edit_of_a_draft_leaves_no_gap_in_the_versions(state: ProducerState) -> None:
    state.record_poll(FEED, pages=[DRAFT])
    (told,) = state.record_poll(FEED, pages=[replace(DRAFT, version=2, told_hash="told-2")]).pages
    assert (told.version, told.told_hash) == (1, "told-2")
    assert not state.page_done(DRAFT, pending(1), None), "what was found belongs to the words of before"
    assert state.outbox() == []
    assert state.page_done(told, pending(1, "told-2"), None)
    assert [p.version for p in state.outbox()] == [1]


def test_a_look_that_is_due_is_no_draft(state: ProducerState) -> None:
    task = published(state)
    assert not state.drafted("a")
    assert state.pages_due(100.0, 10, drafts_only=True) == []
    assert state.page_done(task, None, None)
    assert state.pages_due(1e9, 10) == []


def test_a_version_told_in_full_is_what_later_looks_compare_with(state: ProducerState) -> None:
    published(state)
    state.record_poll(FEED, [pending(2, "told-2")])
    (task,) = state.pages_due(100.0, 10)
    assert (task.version, task.published_hash, task.told_hash) == (2, "content-2", "told-2")


def test_new_words_in_the_feed_that_the_page_had_already_settle(state: ProducerState) -> None:
    published(state)
    (draft,) = state.record_poll(FEED, pages=[replace(DRAFT, version=2, told_hash="told-2")]).pages
    assert (draft.version, draft.published_hash) == (2, "content-1")
    assert state.page_done(draft, None, looks(draft, 1))
    assert state.seen("a") == Seen("a", 1, "told-2", "f")


def test_a_host_that_asked_to_be_left_alone_is_remembered(tmp_path: Path) -> None:
    with ProducerState(tmp_path / "p.sqlite") as state:
        state.block("paper.example", 50.0)
        state.block("other.example", 20.0)
    with ProducerState(tmp_path / "p.sqlite") as state:
        assert state.blocked(30.0) == {"paper.example": 50.0}
        assert state.blocked(60.0) == {}


def test_a_state_of_version_1_is_completed(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite"
    ProducerState(path).close()
    other = sqlite3.connect(path)
    other.executescript(
        "DROP TABLE pages; DROP TABLE hosts; ALTER TABLE articles DROP COLUMN seen_at; "
        "ALTER TABLE feeds DROP COLUMN last_read_at; PRAGMA user_version = 1;"
    )
    other.close()
    with ProducerState(path) as state:
        state.record_poll(FEED, pages=[DRAFT])
        assert state.drafted("a")
