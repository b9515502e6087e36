"""The port `Reader` over a SQL store."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import orjson

from tocsin.serve.conditions import MOMENT, where
from tocsin.serve.cursor import read_cursor, write_cursor
from tocsin.serve.database import Database
from tocsin.serve.port import POINT_COLUMNS, Json, Listed, State, Stored
from tocsin.serve.query import Order, Query

_COLUMNS = ", ".join(POINT_COLUMNS)
_ORDERS: dict[Order, tuple[tuple[str, type], ...]] = {
    "newest": (("last_reported_at", str), ("id", str)),
    "gravest": (("severity", int), ("last_reported_at", str), ("id", str)),
}
_NEWEST = itemgetter(POINT_COLUMNS.index("last_reported_at"), POINT_COLUMNS.index("id"))
_SOURCE = ("id", "version", "url", "title", "publisher", "domain", "country", "origin", "published_at", "fetched_at")
_LEDGER = """
    SELECT l.report_id, l.article_id, l.origin_family, l.score, r.body, s.version, s.url, s.title, s.publisher,
           s.publisher_domain, s.publisher_country, s.origin, s.published_at, s.fetched_at
    FROM incident_reports AS l
    LEFT JOIN reports AS r ON r.id = l.report_id
    LEFT JOIN sources AS s ON s.article_id = l.article_id
    WHERE l.incident_id = :identity ORDER BY s.published_at, l.report_id
"""


class SqlReader:
    def __init__(self, database: Database) -> None:
        self._database = database

    def state(self) -> State:
        ((store, seq),) = self._rows("SELECT (SELECT id FROM store), (SELECT max(seq) FROM revisions)")
        return State(store, seq or 0)

    def total(self, query: Query) -> int:
        chosen = where(query)
        ((count,),) = self._rows(f"SELECT count(*) FROM incidents WHERE {chosen.sql}", **chosen.parameters)
        return int(count)

    def points(self, query: Query, limit: int) -> list[tuple[object, ...]]:
        chosen = where(query)
        if self.total(query) <= limit:
            sql = f"SELECT {_COLUMNS} FROM {self._database.scanned('incidents')} WHERE {chosen.sql}"
            return sorted(self._rows(sql, **chosen.parameters), key=_NEWEST, reverse=True)
        sql = f"SELECT {_COLUMNS} FROM incidents WHERE {chosen.sql} ORDER BY last_reported_at DESC, id DESC LIMIT :most"
        return self._rows(sql, **chosen.parameters, most=limit)

    def listed(self, query: Query, order: Order, cursor: str | None, limit: int) -> Listed:
        chosen, keys = where(query), _ORDERS[order]
        names = [name for name, _ in keys]
        if cursor is not None:
            last = read_cursor(cursor, order, tuple(kind for _, kind in keys))
            marks = {f"last_{n}": value for n, value in enumerate(last)}
            chosen.add(f"({', '.join(names)}) < ({', '.join(f':{mark}' for mark in marks)})", **marks)
        descending = ", ".join(f"{name} DESC" for name in names)
        sql = f"SELECT {_COLUMNS} FROM incidents WHERE {chosen.sql} ORDER BY {descending} LIMIT :most"
        found = self._rows(sql, **chosen.parameters, most=limit + 1)
        rows = [dict(zip(POINT_COLUMNS, row, strict=True)) for row in found[:limit]]
        more = len(found) > limit
        return Listed(rows, write_cursor(order, [rows[-1][name] for name in names]) if more else None)

    def counts(self, query: Query, facet: str) -> dict[str, int]:
        chosen = where(query, without=facet)
        value = self._database.day(MOMENT) if facet == "day" else facet
        table = self._database.scanned("incidents")
        sql = f"SELECT {value} AS facet, count(*) FROM {table} WHERE {chosen.sql} GROUP BY 1 ORDER BY 1"
        return {"unknown" if key is None else str(key): int(n) for key, n in self._rows(sql, **chosen.parameters)}

    def bodies(self, query: Query, after: str, limit: int) -> list[Json]:
        chosen = where(query)
        chosen.add("id > :after", after=after)
        sql = f"SELECT body FROM incidents WHERE {chosen.sql} ORDER BY id LIMIT :most"
        return [orjson.loads(body) for (body,) in self._rows(sql, **chosen.parameters, most=limit)]

    def incident(self, identity: str) -> Json | None:
        found = self._rows("SELECT body FROM incidents WHERE id = :identity", identity=identity)
        return orjson.loads(found[0][0]) if found else None

    def reports(self, identity: str) -> list[Json]:
        return [_ledger_line(row) for row in self._rows(_LEDGER, identity=identity)]

    def revisions(self, identity: str) -> list[Stored]:
        sql = "SELECT seq, caused_at, body FROM revisions WHERE incident_id = :identity ORDER BY revision"
        return _stored(self._rows(sql, identity=identity))

    def after(self, seq: int, limit: int) -> list[Stored]:
        sql = "SELECT seq, caused_at, body FROM revisions WHERE seq > :seq ORDER BY seq LIMIT :most"
        return _stored(self._rows(sql, seq=seq, most=limit))

    def before(self, seq: int | None, limit: int) -> list[Stored]:
        condition = "seq IS NOT NULL" if seq is None else "seq < :seq"
        sql = f"SELECT seq, caused_at, body FROM revisions WHERE {condition} ORDER BY seq DESC LIMIT :most"
        return _stored(self._rows(sql, most=limit, **({} if seq is None else {"seq": seq})))

    def rejections(self, article: str) -> list[Json]:
        columns = ("id", "article_version", "type", "reason", "sentence_index", "sentence")
        sql = f"SELECT {', '.join(columns)} FROM rejections WHERE article_id = :article ORDER BY sentence_index, id"
        return [dict(zip(columns, row, strict=True)) for row in self._rows(sql, article=article)]

    def rates(self, since: str) -> dict[str, int]:
        ((accounts, opened, revisions),) = self._rows(
            "SELECT (SELECT count(*) FROM sources WHERE fetched_at >= :since),"
            " (SELECT count(*) FROM revisions WHERE caused_at >= :since AND revision = 1),"
            " (SELECT count(*) FROM revisions WHERE caused_at >= :since)",
            since=since,
        )
        return {"accounts": accounts, "opened": opened, "revisions": revisions}

    def close(self) -> None:
        self._database.close()

    def _rows(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        return self._database.rows(sql, parameters)


def _stored(rows: list[tuple[Any, ...]]) -> list[Stored]:
    return [Stored(seq, caused_at, orjson.loads(body)) for seq, caused_at, body in rows]


def _ledger_line(row: tuple[Any, ...]) -> Json:
    report_id, article_id, origin_family, score, body, *source = row
    return {
        "report_id": report_id,
        "report": orjson.loads(body) if body else None,
        "source": dict(zip(_SOURCE, (article_id, *source), strict=True)),
        "origin_family": origin_family,
        "score": score,
    }
