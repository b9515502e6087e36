"""An article whose words must go, out of the producers' state file, for good (`tocsin forget`)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from producers.state import ProducerState
from producers.state_schema import typed_errors

# What a feed tells of it later never gets as far as the outbox: triggers, so that no other code need know.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS forgotten (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TRIGGER IF NOT EXISTS forgotten_stays_out BEFORE INSERT ON outbox
  WHEN NEW.id IN (SELECT id FROM forgotten) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER IF NOT EXISTS forgotten_is_not_looked_at BEFORE INSERT ON pages
  WHEN NEW.id IN (SELECT id FROM forgotten) BEGIN SELECT RAISE(IGNORE); END;
"""


def forget(path: Path, article: str) -> int:
    """How many rows held words of it. The state must not be in use. Raises `StateError`."""
    ProducerState(path).close()  # brings it to its newest version
    with typed_errors(path), closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete=ON")
        db.executescript(_SCHEMA)
        db.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (article,))
        gone = sum(
            db.execute(f"DELETE FROM {table} WHERE id = ?", (article,)).rowcount for table in ("outbox", "pages")
        )
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone
