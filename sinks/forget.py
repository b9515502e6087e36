"""An article's words out of a SQL store, for good (`tocsin forget`); what comes again is stored without them.

Numbers, codes, names, addresses and ids stay. One transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import orjson
import psycopg

from sinks.port import StoreMisconfigured
from sinks.postgres_errors import typed_errors as postgres_errors
from sinks.postgres_write import LOCK
from sinks.sqlite_errors import typed_errors as sqlite_errors
from tocsin.contract import redact
from tocsin.contract.codec import decode, encode, rfc3339
from tocsin.contract.incident import Incident
from tocsin.contract.report import Report

Rows = list[tuple[Any, ...]]


class Database(Protocol):
    """`?` marks in either store; an empty answer for what is no question."""

    def __call__(self, query: str, values: Sequence[object] = ()) -> Rows: ...


@dataclass(frozen=True, slots=True)
class Forgetting:
    """The article, and what is known of it beside the store: ids of its reports, its sentences."""

    article: str
    at: datetime
    reports: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


def in_sqlite(path: Path, forgetting: Forgetting) -> tuple[int, Forgetting]:
    """How many rows held words of it, and all that is now known of it. Raises `StoreError`."""
    if not path.is_file():
        raise StoreMisconfigured(f"there is no store {path}", "name the folder of a run with --data")
    with sqlite_errors(path), closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN IMMEDIATE")
        done = _forget(lambda query, values=(): connection.execute(query, values).fetchall(), forgetting)
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return done


def in_postgres(dsn: str, forgetting: Forgetting) -> tuple[int, Forgetting]:
    """As `in_sqlite`."""
    with postgres_errors(), psycopg.connect(dsn) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))  # no sink is between reading and writing

        def ask(query: str, values: Sequence[object] = ()) -> Rows:
            cursor = connection.execute(query.replace("?", "%s").encode(), values)
            return cursor.fetchall() if cursor.description else []

        return _forget(ask, forgetting)


def under_address(url: str, path: Path, dsn: str | None) -> str | None:
    """The id of the article that a store has under this address."""
    query = "SELECT article_id FROM sources WHERE url = ?"
    found: Rows = []
    if path.is_file():
        with sqlite_errors(path), closing(sqlite3.connect(path)) as connection:
            found = connection.execute(query, (url,)).fetchall()
    if not found and dsn is not None:
        with postgres_errors(), psycopg.connect(dsn) as database:
            found = database.execute(query.replace("?", "%s").encode(), (url,)).fetchall()
    return found[0][0] if found else None


def _forget(ask: Database, forgetting: Forgetting) -> tuple[int, Forgetting]:
    article = forgetting.article
    reports = set(forgetting.reports)
    reports |= {row[0] for row in ask("SELECT report_id FROM incident_reports WHERE article_id = ?", (article,))}
    told = ask("SELECT id, CAST(body AS text) FROM reports WHERE article_id = ?", (article,))
    reports |= {row[0] for row in told}
    words = set(forgetting.words) | _words(ask, article)
    ask(
        "INSERT INTO forgotten (article_id, reports, forgotten_at) VALUES (?, ?, ?) "
        "ON CONFLICT (article_id) DO UPDATE SET reports = excluded.reports",
        (article, orjson.dumps(sorted(reports)).decode(), rfc3339(forgetting.at)),
    )
    count = 0
    for identity, body in told:
        report = decode(Report, body.encode())
        words |= redact.sentences_of_report(report)
        bare = encode(redact.report(report)).decode()
        count += len(ask("UPDATE reports SET summary = NULL, body = ? WHERE id = ? RETURNING id", (bare, identity)))
    for table, column in (("sources", "title"), ("claims", "sentence"), ("rejections", "sentence")):
        query = f"UPDATE {table} SET {column} = '' WHERE article_id = ? AND {column} <> '' RETURNING 1"
        count += len(ask(query, (article,)))
    words.discard("")
    count += _incidents(ask, article, reports, words)
    return count, Forgetting(article, forgetting.at, frozenset(reports), frozenset(words))


def _words(ask: Database, article: str) -> set[str]:
    queries = ("SELECT title FROM sources", "SELECT sentence FROM claims", "SELECT sentence FROM rejections")
    return {row[0] for query in queries for row in ask(f"{query} WHERE article_id = ?", (article,))}


def _incidents(ask: Database, article: str, reports: set[str], words: set[str]) -> int:
    """Every revision that names it, wherever it stands now."""
    count = 0
    naming = "SELECT incident_id, revision, CAST(body AS text) FROM revisions WHERE CAST(body AS text) LIKE ?"
    for identity, revision, body in ask(naming, (f"%{article}%",)):
        incident = decode(Incident, body.encode())
        bare = redact.incident(incident, {article: reports}, words)
        if bare is incident:
            continue
        count += 1
        text, fields = encode(bare).decode(), encode(bare.change.fields).decode()
        ask("UPDATE revisions SET body = ?, fields = ? WHERE incident_id = ? AND revision = ?",
            (text, fields, identity, revision))  # fmt: skip
        ask("UPDATE incidents SET body = ? WHERE id = ? AND revision = ?", (text, identity, revision))
    return count
