"""The pages to be looked at, as rows of the state file. One transaction of `ProducerState` around each call."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

import msgspec

from producers.pages import PageTask
from producers.state_schema import Pending, unpack
from tocsin.contract.article import Article
from tocsin.contract.envelope import open_message


class PageTable:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def wait(self, task: PageTask) -> PageTask:
        """Take in what a feed tells, to be published after its page was looked at.

        A draft not yet published keeps its version, whatever the feed says meanwhile: versions have no gaps.
        """
        held = self._held(task.article.id)
        if held is not None:
            version = held.version if held.step == 0 else task.version
            task = replace(task, version=version, published_hash=held.published_hash, misses=held.misses)
        self.replace(task.article.id, task)
        return task

    def told_in_full(self, pending: Iterable[Pending]) -> None:
        """Versions that need no page: later looks compare with these."""
        for version in pending:
            held = self._held(version.id) if version.version > 1 else None
            if held is not None:
                article = open_message(Article, unpack(version.message))
                held = replace(
                    held,
                    article=article,
                    version=version.version,
                    told_hash=version.content_hash,
                    published_hash=article.content_hash,
                )
                self.replace(version.id, held)

    def drafted(self, article: str) -> bool:
        return self._db.execute("SELECT 1 FROM pages WHERE id = ? AND step = 0", (article,)).fetchone() is not None

    def stands(self, task: PageTask) -> bool:
        """Whether the row still says what it said when the look began."""
        held = self._held(task.article.id)
        return held is not None and (held.step, held.version, held.told_hash) == (
            task.step,
            task.version,
            task.told_hash,
        )

    def due(self, now: float, limit: int, *, drafts_only: bool) -> list[PageTask]:
        steps = "AND step = 0" if drafts_only else ""
        query = f"SELECT task FROM pages WHERE due_at <= ? {steps} ORDER BY due_at LIMIT ?"
        return [_task(row[0]) for row in self._db.execute(query, (now, limit))]

    def replace(self, article: str, task: PageTask | None) -> None:
        if task is None:
            self._db.execute("DELETE FROM pages WHERE id = ?", (article,))
            return
        row = (
            article,
            task.step,
            task.version,
            task.told_hash,
            task.article.feed.id,
            task.guid,
            task.title,
            task.due_at,
        )
        blob = msgspec.msgpack.encode(task)
        self._db.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, blob))

    def _held(self, article: str) -> PageTask | None:
        row = self._db.execute("SELECT task FROM pages WHERE id = ?", (article,)).fetchone()
        return _task(row[0]) if row else None


def _task(blob: bytes) -> PageTask:
    return msgspec.msgpack.decode(blob, type=PageTask)
