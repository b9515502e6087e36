"""What producers remember, in one SQLite file: feeds, articles seen, and the outbox between deciding and the log.

1. One transaction takes a poll's validators and its publishable articles into the outbox. If it fails, the poll
   never was: the validators are still the old ones.
2. What is in the outbox is sent until the log acknowledges it, the same bytes each time.
3. Only then, in one transaction, it leaves the outbox and counts as seen.

A kill between 1 and 3 sends the same (id, version, content) once more: a log may hold it twice, but never two
contents of one version, and never nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from producers.decide import Seen
from producers.feed_state import FeedState, from_row, to_row
from producers.pages import PageTask
from producers.state_pages import PageTable
from producers.state_schema import COLUMNS, READABLE, VERSION, Pending, StateError, complete, typed_errors
from producers.websub.store import SubscriptionTable

_DAY_S = 24 * 3600.0
_TOUCH_S = _DAY_S  # how fresh `seen_at` is kept: a row is written once a day at most
_KEEP_S = 60 * _DAY_S  # after leaving its feed's document; some feeds bring an old entry back, none after two months
_FEED_ENDED_S = 400 * _DAY_S

_FIRST_FEED = (
    "SELECT feed FROM articles WHERE id = ?1 UNION ALL SELECT feed FROM outbox WHERE id = ?1 "
    "UNION ALL SELECT feed FROM pages WHERE id = ?1 LIMIT 1"
)


class Recorded(NamedTuple):
    """`pages` as they now stand; `copies` counts the articles that the feed told after another for the first time."""

    pages: list[PageTask]
    copies: int


class ProducerState:
    """Use from one thread. `path` is created; raises `StateError` with a remedy for one that cannot be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with typed_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")  # a power cut may resend, never lose: see above
            found = self._db.execute("PRAGMA user_version").fetchone()[0]
            if found not in READABLE:
                raise StateError(f"{path}: is of version {found}, not {VERSION}", "give another data directory")
            complete(self._db, found)
        self._pages = PageTable(self._db)
        self.subscriptions = SubscriptionTable(self._db, path)

    def __enter__(self) -> ProducerState:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def feed(self, feed_id: str) -> FeedState:
        """What is known of a feed; a fresh state for one never polled."""
        row = self._one(f"SELECT {COLUMNS} FROM feeds WHERE id = ?", feed_id)
        return from_row(row) if row else FeedState(id=feed_id)

    def seen(self, article: str) -> Seen | None:
        """The last version sent, in the outbox, or waiting for its page."""
        row = self._one(
            "SELECT id, version, content_hash, feed FROM outbox WHERE id = ?1 UNION ALL "
            "SELECT id, version, told_hash, feed FROM pages WHERE id = ?1 AND step = 0 UNION ALL "
            "SELECT id, version, content_hash, feed FROM articles WHERE id = ?1 ORDER BY version DESC LIMIT 1",
            article,
        )
        return Seen(*row) if row else None

    def by_guid(self, feed_id: str, guid: str) -> tuple[str, str] | None:
        """Article id and title digest last told under this guid by this feed."""
        found: tuple[str, str] | None = self._one(
            "SELECT id, title FROM outbox WHERE feed = ?1 AND guid = ?2 UNION ALL "
            "SELECT id, title FROM pages WHERE feed = ?1 AND guid = ?2 AND step = 0 UNION ALL "
            "SELECT article, title FROM guids WHERE feed = ?1 AND guid = ?2 LIMIT 1",
            feed_id,
            guid,
        )
        return found

    def record_poll(
        self,
        feed: FeedState,
        pending: Iterable[Pending] = (),
        pages: Iterable[PageTask] = (),
        held: Iterable[str] = (),
        copies: Iterable[str] = (),
    ) -> Recorded:
        """Step 1, atomically. `pages` wait for a look before they are publishable. `held` are the articles that the
        document holds: they are not forgotten; `copies` are those that another feed told first.

        Raises `StateError`; then nothing was recorded.
        """
        pending = list(pending)
        with typed_errors(self._path), self._transaction():
            self._db.execute(f"REPLACE INTO feeds ({COLUMNS}) VALUES ({_marks(COLUMNS)})", to_row(feed))
            self._db.executemany("INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_outbox, pending))
            self._pages.told_in_full(pending)
            at = feed.last_poll_at or 0.0
            seen = [(at, article, at - _TOUCH_S) for article in held]
            self._db.executemany("UPDATE articles SET seen_at = ? WHERE id = ? AND seen_at < ?", seen)
            found = sum(self._copied(article, feed.id) for article in copies)
            return Recorded([self._pages.wait(task) for task in pages], found)

    def _copied(self, article: str, feed: str) -> bool:
        """Whether this is news: the feed tells what another told first, which for that one is a scoop."""
        first_copy = self._db.execute("SELECT 1 FROM copies WHERE article = ?", (article,)).fetchone() is None
        if self._db.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (article, feed)).rowcount == 0:
            return False
        self._db.execute("UPDATE feeds SET duplicates = duplicates + 1 WHERE id = ?", (feed,))
        if first_copy:
            self._db.execute(f"UPDATE feeds SET scoops = scoops + 1 WHERE id = ({_FIRST_FEED})", (article,))
        return True

    def drafted(self, article: str) -> bool:
        """Whether the article waits for its page, not yet published in this version."""
        with typed_errors(self._path):
            return self._pages.drafted(article)

    def pages_due(self, now: float, limit: int, *, drafts_only: bool = False) -> list[PageTask]:
        with typed_errors(self._path):
            return self._pages.due(now, limit, drafts_only=drafts_only)

    def page_done(self, task: PageTask, pending: Pending | None, following: PageTask | None) -> bool:
        """What a look came to, atomically: False, and nothing recorded, if the feed has told more since it began.

        Raises `StateError`; then nothing was recorded.
        """
        with typed_errors(self._path), self._transaction():
            if not self._pages.stands(task):
                return False
            if pending is not None:
                self._db.execute("INSERT OR REPLACE INTO outbox VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _outbox(pending))
            elif task.step == 0:
                told = (task.told_hash, task.article.id)
                self._db.execute("UPDATE articles SET content_hash = ? WHERE id = ?", told)
            self._pages.replace(task.article.id, following)
            return True

    def forget(self, now: float, limit: int) -> int:
        """Drop at most `limit` articles that no document has held for long; how many were dropped.

        Long is counted up to the last document that their feed gave: one that has not changed for a year still holds
        what it holds. Of a feed that is polled no more, articles go after `_FEED_ENDED_S`.
        """
        with typed_errors(self._path), self._transaction():
            rows = self._db.execute(
                "SELECT a.id FROM articles a LEFT JOIN feeds f ON f.id = a.feed WHERE a.seen_at < ?1 - ?2 AND "
                "(a.seen_at < f.last_read_at - ?2 OR a.seen_at < ?1 - ?3) AND a.id NOT IN (SELECT id FROM pages) "
                "LIMIT ?4",
                (now, _KEEP_S, _FEED_ENDED_S, limit),
            ).fetchall()
            self._db.executemany("DELETE FROM articles WHERE id = ?", rows)
            if rows:
                for table in ("guids", "copies"):
                    self._db.execute(f"DELETE FROM {table} WHERE article NOT IN (SELECT id FROM articles)")
            return len(rows)

    def block(self, domain: str, until: float) -> None:
        """Remember that a host asked to be left alone."""
        with typed_errors(self._path):
            self._db.execute("REPLACE INTO hosts (domain, until) VALUES (?, ?)", (domain, until))

    def blocked(self, now: float) -> dict[str, float]:
        """Domains still to be left alone, and until when; those whose time is over are forgotten."""
        with typed_errors(self._path):
            self._db.execute("DELETE FROM hosts WHERE until <= ?", (now,))
            return dict(self._db.execute("SELECT domain, until FROM hosts"))

    def outbox(self) -> list[Pending]:
        """What the log has not acknowledged, oldest first."""
        rows = self._db.execute(
            "SELECT id, version, content_hash, feed, guid, title, message, published_at FROM outbox ORDER BY rowid"
        )
        return [Pending(*row) for row in rows]

    def acknowledged(self, pending: Iterable[Pending]) -> None:
        """Step 3, atomically. Raises `StateError`; then they are sent again."""
        done = list(pending)
        with typed_errors(self._path), self._transaction():
            self._db.executemany("DELETE FROM outbox WHERE id = ? AND version = ?", [(p.id, p.version) for p in done])
            self._db.executemany(
                "INSERT INTO articles (id, version, content_hash, feed, seen_at) VALUES (?1, ?2, ?3, ?4, "
                "coalesce((SELECT last_poll_at FROM feeds WHERE id = ?4), 0)) ON CONFLICT (id) DO UPDATE "
                "SET version = excluded.version, content_hash = excluded.content_hash WHERE excluded.version > version",
                [(p.id, p.version, p.content_hash, p.feed) for p in done],
            )
            self._db.executemany(
                "REPLACE INTO guids (feed, guid, article, title) VALUES (?, ?, ?, ?)",
                [(p.feed, p.guid, p.id, p.title) for p in done if p.guid],
            )

    def counts(self) -> dict[str, int]:
        """Rows of `articles`, `feeds` and `outbox`."""
        tables = ("articles", "feeds", "outbox")
        return {name: self._db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables}

    def _one(self, query: str, *values: str) -> tuple[Any, ...] | None:
        with typed_errors(self._path):
            row: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
        return row

    def _transaction(self) -> _Transaction:
        return _Transaction(self._db)


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._db.execute("COMMIT")
        elif self._db.in_transaction:  # a full disk has rolled back already
            self._db.execute("ROLLBACK")


def _outbox(p: Pending) -> tuple[str, int, str, str, str | None, str, bytes, float | None]:
    return (p.id, p.version, p.content_hash, p.feed, p.guid, p.title, p.message, p.published_at)


def _marks(columns: str) -> str:
    return ", ".join("?" * (columns.count(",") + 1))
