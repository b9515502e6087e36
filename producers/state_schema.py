"""The tables of the state file, the rows of its outbox, and its errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from producers.feed_state import COLUMN_NAMES, COUNTS
from tocsin.errors import UserError
from tocsin.log.port import Message

VERSION = 4
COLUMNS = ", ".join(COLUMN_NAMES)
SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE IF NOT EXISTS feeds ({COLUMNS.replace("id,", "id TEXT PRIMARY KEY,", 1)}) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
  id TEXT PRIMARY KEY, version INTEGER NOT NULL, content_hash TEXT NOT NULL, feed TEXT NOT NULL,
  seen_at REAL NOT NULL DEFAULT 0) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS guids (
  feed TEXT NOT NULL, guid TEXT NOT NULL, article TEXT NOT NULL, title TEXT NOT NULL,
  PRIMARY KEY (feed, guid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS copies (
  article TEXT NOT NULL, feed TEXT NOT NULL, PRIMARY KEY (article, feed)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  id TEXT NOT NULL, version INTEGER NOT NULL, content_hash TEXT NOT NULL, feed TEXT NOT NULL,
  guid TEXT, title TEXT NOT NULL, message BLOB NOT NULL,
  published_at REAL, PRIMARY KEY (id, version));
CREATE TABLE IF NOT EXISTS pages (
  id TEXT PRIMARY KEY, step INTEGER NOT NULL, version INTEGER NOT NULL, told_hash TEXT NOT NULL, feed TEXT NOT NULL,
  guid TEXT, title TEXT NOT NULL, due_at REAL NOT NULL, task BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS pages_due ON pages (due_at);
CREATE TABLE IF NOT EXISTS subscriptions (
  token TEXT PRIMARY KEY, feed TEXT NOT NULL, next_at REAL NOT NULL, value BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS subscriptions_feed ON subscriptions (feed);
CREATE INDEX IF NOT EXISTS subscriptions_next_at ON subscriptions (next_at);
CREATE TABLE IF NOT EXISTS hosts (domain TEXT PRIMARY KEY, until REAL NOT NULL) WITHOUT ROWID;
"""
READABLE = (0, 1, 2, 3, VERSION)
"""Versions that the schema above completes: 0 is a new file, 1 lacks the tables `pages` and `hosts`, 2 `seen_at`,
3 the subscriptions."""


class StateError(UserError):
    """The state file cannot be read or written; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An article version on its way to the log. `guid` and `title` are digests; `message` is a packed `Message`.

    `published_at` is Unix seconds, None where unknown; it is kept to measure how late we are.
    """

    id: str
    version: int
    content_hash: str
    feed: str
    guid: str | None
    title: str
    message: bytes
    published_at: float | None = None


def pack(message: Message) -> bytes:
    return msgspec.msgpack.encode(message)


def unpack(packed: bytes) -> Message:
    return msgspec.msgpack.decode(packed, type=Message)


def complete(db: sqlite3.Connection, found: int) -> None:
    """Bring a file of version `found` (one of `READABLE`) to `VERSION`. Killed on its way, it goes on from there."""
    if found:
        held = _columns(db, "feeds")
        for name in COLUMN_NAMES:
            if name not in held:
                db.execute(f"ALTER TABLE feeds ADD COLUMN {name} {'NOT NULL DEFAULT 0' if name in COUNTS else ''}")
        if "seen_at" not in _columns(db, "articles"):
            db.execute("ALTER TABLE articles ADD COLUMN seen_at REAL NOT NULL DEFAULT 0")
        db.execute("UPDATE articles SET seen_at = CAST(strftime('%s', 'now') AS REAL) WHERE seen_at = 0")
    db.executescript(SCHEMA)


def _columns(db: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in db.execute(f"PRAGMA table_info({table})")}


@contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """SQLite's and the system's errors as `StateError`, with what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StateError(f"{path}: {error}", _remedy(str(error))) from error
    except OSError as error:
        raise StateError(f"{path}: {error.strerror}", "check the data directory and its permissions") from error


def _remedy(problem: str) -> str:
    if "full" in problem:
        return "free some disk space; polling goes on by itself"
    if "readonly" in problem or "unable to open" in problem:
        return "give a data directory that can be written"
    if "locked" in problem:
        return "another process uses this data directory; stop it or give another"
    return "move the file away to start afresh; articles still in the feeds are then published again"
