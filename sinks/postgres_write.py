"""A batch into PostgreSQL: COPY into temporary tables, then one statement a table.

Several sinks may write at once. They take turns (`LOCK`), so that `revisions.seq` becomes visible in its order: a
reader that has seen n will never find a smaller one later.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg

from sinks.batch import KEPT_REJECTIONS_DAYS, KEYS, Batch, Change, Held
from sinks.rows import Row

_Connection = psycopg.Connection[Any]
LOCK = 0x746F6373
_DELETIONS = (
    "DELETE FROM incident_reports WHERE incident_id = ANY(%(reports_of)s)",
    "DELETE FROM claims WHERE article_id = ANY(%(told_by)s)",
    "DELETE FROM reports WHERE article_id = ANY(%(told_by)s)",
    "DELETE FROM rejections USING unnest(%(articles)s::text[], %(versions)s::integer[]) AS newer (article, version) "
    "WHERE article_id = newer.article AND article_version < newer.version",
)


def prepare(connection: _Connection) -> None:
    """The temporary tables, once a connection; they live in its memory and are emptied by every commit."""
    for table in KEYS:
        connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS new_{table} (LIKE {table}) ON COMMIT DELETE ROWS".encode())


def store(connection: _Connection, batch: Batch) -> None:
    """Within a transaction. Raises psycopg.Error."""
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    change = batch.change(_held(connection, batch))
    _delete(connection, change)
    for table, values in change.upserts.items():
        if values:
            _copy(connection, table, values)
            connection.execute(_upsert(table, list(values[0])).encode())


def prune(connection: _Connection) -> None:
    """Within a transaction: drop rejections of articles that are news no more."""
    connection.execute(
        "DELETE FROM rejections WHERE fetched_at < "
        f"(SELECT max(fetched_at) - interval '{KEPT_REJECTIONS_DAYS} days' FROM rejections)".encode()
    )


def _held(connection: _Connection, batch: Batch) -> Held:
    revisions = connection.execute("SELECT id, revision FROM incidents WHERE id = ANY(%s)", (batch.incident_ids(),))
    versions = connection.execute(
        "SELECT article_id, version FROM sources WHERE article_id = ANY(%s)", (batch.article_ids(),)
    )
    rejected = connection.execute(
        "SELECT article_id, max(article_version) FROM rejections WHERE article_id = ANY(%s) GROUP BY article_id",
        (batch.article_ids(),),
    )
    forgotten = connection.execute("SELECT article_id, reports FROM forgotten")
    return Held(
        revisions=dict(revisions.fetchall()),
        versions=dict(versions.fetchall()),
        rejected=dict(rejected.fetchall()),
        forgotten={article: frozenset(reports) for article, reports in forgotten},
    )


def _delete(connection: _Connection, change: Change) -> None:
    values = {
        "reports_of": change.reports_of,
        "told_by": change.told_by,
        "articles": [article for article, _ in change.rejected_before],
        "versions": [version for _, version in change.rejected_before],
    }
    for statement in _DELETIONS:
        connection.execute(statement, values)


def _copy(connection: _Connection, table: str, values: Sequence[Row]) -> None:
    columns = ", ".join(f'"{name}"' for name in values[0])
    with connection.cursor().copy(f"COPY new_{table} ({columns}) FROM STDIN".encode()) as copy:
        for row in values:
            copy.write_row([_storable(value) for value in row.values()])


def _upsert(table: str, names: list[str]) -> str:
    key = KEYS[table]
    columns = ", ".join(f'"{name}"' for name in names)
    chosen, unless = columns, ""
    if table == "revisions":  # one that comes again as it was keeps its number; with another content it is news
        columns += ", seq"
        chosen += ", (SELECT coalesce(max(seq), 0) FROM revisions) + row_number() OVER (ORDER BY incident_id, revision)"
        names, unless = [*names, "seq"], " WHERE revisions.body IS DISTINCT FROM excluded.body"
    changes = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in key)
    return (
        f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM new_{table} "
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {changes}{unless}"
    )


def _storable(value: object) -> object:
    """PostgreSQL's text cannot hold a NUL, nor its jsonb the escape of one."""
    if isinstance(value, str) and ("\x00" in value or "\\u0000" in value):
        return value.replace("\x00", "\ufffd").replace("\\u0000", "\\ufffd")
    return value
