"""Subscriptions as rows of the state file. Raises `StateError`; then nothing was recorded."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from producers.state_schema import typed_errors
from producers.websub.subscription import Subscription


class SubscriptionTable:
    """Use from one thread. Each call is one statement, and durable when it returns."""

    def __init__(self, db: sqlite3.Connection, path: Path) -> None:
        self._db, self._path = db, path

    def get(self, token: str) -> Subscription | None:
        found = self._select("token = ?", token)
        return found[0] if found else None

    def of_feed(self, feed: str) -> Subscription | None:
        """The feed's own, not one that is being left."""
        return next((s for s in self._select("feed = ?", feed) if s.status != "leaving"), None)

    def all(self) -> list[Subscription]:
        return self._select("? IS NULL", None)

    def due(self, now: float, limit: int) -> list[Subscription]:
        """Those whose hub is to be asked something, the longest due first."""
        return self._select(f"next_at <= ? ORDER BY next_at LIMIT {int(limit)}", now)

    def put(self, held: Subscription) -> None:
        with typed_errors(self._path):
            row = (held.token, held.feed, held.next_at, msgspec.msgpack.encode(held))
            self._db.execute("REPLACE INTO subscriptions (token, feed, next_at, value) VALUES (?, ?, ?, ?)", row)

    def remove(self, token: str) -> None:
        with typed_errors(self._path):
            self._db.execute("DELETE FROM subscriptions WHERE token = ?", (token,))

    def _select(self, condition: str, value: object) -> list[Subscription]:
        with typed_errors(self._path):
            rows = self._db.execute(f"SELECT value FROM subscriptions WHERE {condition}", (value,)).fetchall()
        return [msgspec.msgpack.decode(row[0], type=Subscription) for row in rows]
