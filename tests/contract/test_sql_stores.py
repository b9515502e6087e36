"""What the SQL stores promise beside the sink contract: docs/store.md, held against SQLite and PostgreSQL."""

import functools
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import postgres_lab
import psycopg
import pytest
from invented import NOON, SENTENCE, account, incident, rejections, report

from sinks import postgres_migrations, sqlite_migrations
from sinks.port import Sink, StoreRefused
from sinks.postgres_store import PostgresStore
from sinks.sqlite_store import SqliteStore
from tocsin.contract import fields as f
from tocsin.contract.envelope import account_message, incident_message, rejections_message
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account
from tocsin.log.port import Delivered, Message, Partition


class Store:
    """A store of either kind, to write and to ask."""

    def __init__(self, sink: Sink, ask: Callable[[str], list[tuple[Any, ...]]]) -> None:
        self.sink, self.ask = sink, ask

    def put(self, *values: Incident | Account | Rejections | Message) -> None:
        for number, value in enumerate(values):
            message = as_message(value)
            self.sink.add(Delivered(message, Partition(message.topic), number, 0))
        self.sink.flush()


def as_message(value: Incident | Account | Rejections | Message) -> Message:
    if isinstance(value, Incident):
        return incident_message(value, NOON)
    if isinstance(value, Account):
        return account_message(value)
    return rejections_message(value) if isinstance(value, Rejections) else value


def sqlite_rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return list(connection.execute(query))


def postgres_rows(dsn: str, query: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn) as connection:
        cursor = connection.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "sqlite":
        path = tmp_path / "store.sqlite"
        return Store(SqliteStore(path), lambda query: sqlite_rows(path, query))
    dsn = postgres_lab.database_of(tmp_path)
    return Store(PostgresStore(dsn), lambda query: postgres_rows(dsn, query))


NUMBERED = "SELECT incident_id, revision, seq FROM revisions ORDER BY seq"


def test_revisions_are_numbered_as_they_come_and_keep_their_number(store: Store) -> None:
    store.put(incident(1), incident(2))
    store.put(incident(1, revision=2))
    store.put(incident(1), incident(2), incident(1, revision=2))
    assert store.ask(NUMBERED) == [("i1", 1, 1), ("i2", 1, 2), ("i1", 2, 3)]


def test_a_revision_with_another_content_is_news(store: Store) -> None:
    store.put(incident(1), incident(2))
    store.put(incident(1, killed=9), incident(2))
    assert store.ask(NUMBERED) == [("i2", 1, 2), ("i1", 1, 3)]


def test_rejections_are_those_of_the_newest_version(store: Store) -> None:
    first = rejections(1)
    second = replace(first, article=replace(first.article, version=2),
                     rejections=(replace(first.rejections[0], id="x1.2"),))  # fmt: skip
    store.put(first, second)
    store.put(first)
    assert store.ask("SELECT id, article_version, reason FROM rejections") == [("x1.2", 2, "threat")]
    store.put(account(1, version=3))
    assert store.ask("SELECT id FROM rejections") == []


def test_rejections_go_after_a_month(store: Store) -> None:
    old, new = rejections(1), rejections(2)
    new = replace(new, article=replace(new.article, fetched_at=NOON + timedelta(days=31)))
    store.put(old, new)
    store.put(rejections(3))  # one flush later, old as it is
    store.sink._since_prune = 10**9  # type: ignore[attr-defined]
    store.put(incident(1))
    assert store.ask("SELECT id FROM rejections") == [("x2",)]


def test_what_the_store_cannot_hold_is_named_and_the_rest_is_stored(store: Store) -> None:
    crowd = f.Casualties(killed=f.Toll(best=2**63))
    poison = replace(incident(2), casualties=crowd)
    with pytest.raises(StoreRefused) as refusal:
        store.put(incident(1), poison, incident(3))
    assert [r.message.key for r in refusal.value.refused] == [b"i2"]
    assert store.ask("SELECT id FROM incidents") == []
    store.sink.flush()
    assert store.ask("SELECT id FROM incidents ORDER BY id") == [("i1",), ("i3",)]


def test_what_was_forgotten_does_not_come_back(store: Store) -> None:
    forgetting = "INSERT INTO forgotten VALUES ('a1', '[\"r1.1\"]', '2026-03-02T00:00:00Z')"
    store.ask(forgetting)
    told = replace(incident(1), evidence={"type": f.Evidence(sentence=SENTENCE, start=0, end=5)},
                   witnesses={"type": "r1.1"})  # fmt: skip
    store.put(account(1), told, rejections(1), account(2), incident(2))
    assert store.ask("SELECT id, sentence FROM claims ORDER BY id") == [
        ("claim-r1.1", ""), ("claim-r2.1", SENTENCE.text)
    ]  # fmt: skip
    assert store.ask("SELECT title, url IS NULL FROM sources WHERE article_id = 'a1'") == [("", False)]
    assert store.ask("SELECT killed_best FROM incidents WHERE id = 'i1'") == [(4,)]
    for table in ("incidents", "revisions", "reports", "rejections"):
        column = "sentence" if table == "rejections" else "body"
        which = {"incidents": "id = 'i1'", "revisions": "incident_id = 'i1'"}.get(table, "article_id = 'a1'")
        (found,) = store.ask(f"SELECT {column} FROM {table} WHERE {which}")[0]
        assert "traders at the Kaura" not in str(found), table
    assert SENTENCE.text in str(store.ask("SELECT body FROM reports WHERE article_id = 'a2'"))


def test_an_index_answers_time_place_and_type(store: Store) -> None:
    store.put(*(incident(n) for n in range(1, 50)))
    indexes = {
        "when_start > '2026-01-01T00:00:00Z'": "incidents_by_time",
        "latitude BETWEEN 1 AND 2": "incidents_by_place",
        "type = 'explosion/bombing'": "incidents_by_type",
        "country = 'NG'": "incidents_by_country",
    }
    if isinstance(store.sink, SqliteStore):
        plan = "EXPLAIN QUERY PLAN SELECT id FROM incidents WHERE "
        assert all(name in str(store.ask(plan + where)) for where, name in indexes.items())
    else:
        names = {name for (name,) in store.ask("SELECT indexname FROM pg_indexes WHERE tablename = 'incidents'")}
        assert set(indexes.values()) <= names


def test_a_store_of_version_1_is_brought_to_the_newest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, dsn = tmp_path / "store.sqlite", postgres_lab.database_of(tmp_path)
    old = "INSERT INTO revisions (incident_id, revision, change, status, headline, fields, body, caused_at) VALUES "
    rows = "('i1', 1, 'opened', 'open', 'h', '{}', '{}', '2026-03-01T00:00:00Z'), " \
           "('i2', 1, 'opened', 'open', 'h', '{}', '{}', '2026-02-01T00:00:00Z')"  # fmt: skip
    with monkeypatch.context() as first:
        for module in (sqlite_migrations, postgres_migrations):
            first.setattr(module, "migrations", functools.partial(list, module.migrations()[:1]))
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            sqlite_migrations.apply(connection, path)
            connection.execute(old + rows)
        with psycopg.connect(dsn, autocommit=True) as server:
            postgres_migrations.apply(server)
            server.execute((old + rows).encode())
    SqliteStore(path).close()
    PostgresStore(dsn).close()
    numbered = [("i2", 1, 1), ("i1", 1, 2)]
    assert sqlite_rows(path, NUMBERED) == numbered
    assert postgres_rows(dsn, NUMBERED) == numbered


@pytest.fixture
def server(tmp_path: Path) -> str:
    return postgres_lab.database_of(tmp_path)


WITHIN = "SELECT id FROM incidents_within(12.6, 6.6, 30) ORDER BY id"


def fill_places(dsn: str) -> None:
    sink = PostgresStore(dsn)
    near = replace(incident(2), where=replace(report().where, latitude=12.8))  # 22 km
    far = replace(incident(3), where=replace(report().where, latitude=13.0))  # 44 km
    Store(sink, lambda _query: []).put(incident(1), near, far, replace(incident(4), where=f.Where()))
    sink.close()


def test_spatial_queries_by_plain_columns(server: str) -> None:
    fill_places(server)
    assert postgres_rows(server, WITHIN) == [("i1",), ("i2",)]


def test_spatial_queries_by_postgis(server: str) -> None:
    fill_places(server)
    available = postgres_rows(server, "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'")
    if not available:
        pytest.skip("no PostGIS: `make system-packages` installs it")
    postgres_rows(server, "CREATE EXTENSION postgis")
    PostgresStore(server).close()
    PostgresStore(server).close()
    assert postgres_rows(server, WITHIN) == [("i1",), ("i2",)]
    fill_places(server)
    by_index = server + "?options=-c%20enable_seqscan%3Doff"  # four rows are read faster without
    plan = postgres_rows(by_index, "EXPLAIN SELECT * FROM incidents_within(12.6, 6.6, 30)")
    assert "incidents_by_geog" in str(plan)
