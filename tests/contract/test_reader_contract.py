"""What any store promises the API (tocsin/serve/port.py), over SQLite and PostgreSQL alike."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import postgres_lab
import pytest
from invented import NOON, account, incident, rejections

from sinks.port import Sink, StoreMisconfigured, StoreUnavailable
from sinks.postgres_store import PostgresStore
from sinks.sqlite_store import SqliteStore
from tocsin.contract import fields as f
from tocsin.contract.envelope import account_message, incident_message, rejections_message
from tocsin.contract.incident import Incident
from tocsin.log.port import Delivered, Message, Partition
from tocsin.serve.brief import brief, point
from tocsin.serve.conditions import FACETS
from tocsin.serve.cursor import CursorError
from tocsin.serve.port import POINT_COLUMNS, Reader
from tocsin.serve.postgres_database import PostgresDatabase
from tocsin.serve.query import Box, Query
from tocsin.serve.sql_reader import SqlReader
from tocsin.serve.sqlite_database import SqliteDatabase

STORES: dict[str, tuple[Callable[[Path], Sink], Callable[[Path], Reader]]] = {
    "sqlite": (
        lambda folder: SqliteStore(folder / "store.sqlite"),
        lambda folder: SqlReader(SqliteDatabase(folder / "store.sqlite")),
    ),
    "postgres": (
        lambda folder: PostgresStore(postgres_lab.database_of(folder)),
        lambda folder: SqlReader(PostgresDatabase(postgres_lab.database_of(folder))),
    ),
}


class Case:
    def __init__(self, name: str, folder: Path) -> None:
        opened, reading = STORES[name]
        self.sink, self._number = opened(folder), 0
        self.reader = reading(folder)

    def store(self, *values: Incident | Message) -> None:
        for value in values:
            message = value if isinstance(value, Message) else incident_message(value, NOON)
            self.sink.add(Delivered(message, Partition(message.topic), self._number, 0))
            self._number += 1
        self.sink.flush()

    def found(self, **query: object) -> set[str]:
        return {row["id"] for row in self.reader.listed(Query(**query), "newest", None, 100).rows}  # type: ignore[arg-type]


@pytest.fixture(params=STORES)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    made = Case(request.param, tmp_path)
    yield made
    made.reader.close()
    made.sink.close()


def several(count: int) -> list[Incident]:
    """Of growing severity and time; two at a time share both, so that only the id orders them."""
    return [
        replace(incident(n), severity=n // 2 % 5, last_reported_at=NOON + timedelta(hours=n // 2)) for n in range(count)
    ]


def test_whole_incidents_in_batches(case: Case) -> None:
    case.store(*several(5))
    found, last = [], ""
    while batch := case.reader.bodies(Query(severity=1), last, 2):
        found += [body["id"] for body in batch]
        last = found[-1]
    assert found == sorted(case.found(severity=1))


@pytest.mark.parametrize("order", ["newest", "gravest"])
def test_pages_give_everything_once_and_in_order(case: Case, order: str) -> None:
    case.store(*several(11))
    found, cursor = [], None
    while True:
        page = case.reader.listed(Query(), order, cursor, 3)  # type: ignore[arg-type]
        found += [(row["severity"], row["last_reported_at"], row["id"]) for row in page.rows]
        if (cursor := page.next) is None:
            break
    assert len(found) == 11
    keys = [(found_at, name) if order == "newest" else (severity, found_at, name) for severity, found_at, name in found]
    assert keys == sorted(keys, reverse=True)


def test_a_cursor_of_another_order_is_refused(case: Case) -> None:
    case.store(*several(5))
    cursor = case.reader.listed(Query(), "newest", None, 2).next
    for wrong in (cursor, "nonsense", "", "W10"):
        with pytest.raises(CursorError):
            case.reader.listed(Query(), "gravest", wrong, 2)


def test_filters(case: Case) -> None:
    base = incident(1)
    case.store(
        base,
        replace(incident(2), where=replace(base.where, country="IQ", name="100% Street_1"), severity=0),
        replace(incident(3), type="unrest/riot", casualties=f.Casualties(), confirmation="disputed"),
        replace(incident(4), status="merged", merged_into="i1"),
        replace(incident(5), where=f.Where(), when=f.When(start=NOON - timedelta(days=9), precision="minute")),
        replace(incident(6), where=replace(base.where, longitude=179.5), status="closed"),
    )
    assert case.found() == {"i1", "i2", "i3", "i5", "i6"}
    assert case.found(countries=("IQ",)) == {"i2"}
    assert case.found(types=("unrest",)) == {"i3"}
    assert case.found(types=("unrest/riot", "explosion")) == {"i3"}
    assert case.found(types=("unres",)) == set()
    assert case.found(severity=1) == {"i1", "i3", "i5", "i6"}
    assert case.found(killed=4) == {"i1", "i2", "i5", "i6"}
    assert case.found(killed=5) == set()
    assert case.found(confirmations=("disputed",)) == {"i3"}
    assert case.found(statuses=("merged",)) == {"i4"}
    assert case.found(text="100% street_") == {"i2"}
    assert case.found(text="KAURA gunmen") == case.found()
    assert case.found(text="'; DROP TABLE incidents --") == set()
    assert case.found(since="2026-02-25T00:00:00Z") == {"i1", "i2", "i3", "i6"}, "the first report stands for no time"
    assert case.found(until="2026-02-25T00:00:00Z") == {"i5"}
    assert case.found(box=Box(6, 12, 7, 13)) == {"i1", "i2", "i3"}
    assert case.found(box=Box(170, -20, -170, 20)) == {"i6"}, "across the antimeridian"


def test_counts_leave_their_own_filter_out(case: Case) -> None:
    base = incident(1)
    case.store(base, replace(incident(2), where=replace(base.where, country=None)), replace(incident(3), severity=1))
    query = Query(countries=("NG",), severity=3)
    assert case.reader.counts(query, "country") == {"NG": 1, "unknown": 1}
    assert case.reader.counts(query, "severity") == {"1": 1, "3": 1}
    assert case.reader.counts(query, "day") == {"2026-03-01": 1}
    assert case.reader.total(query) == 1
    for facet in FACETS:
        assert sum(case.reader.counts(Query(), facet).values()) == 3


def test_a_point_of_the_store_is_the_point_of_its_newest_revision(case: Case) -> None:
    """The map loads the one and is kept up by the other."""
    case.store(incident(1), incident(1, revision=2, killed=5), replace(incident(2), where=f.Where(), when=f.When()))
    stored = {row[0]: list(row) for row in case.reader.points(Query(), 10)}
    streamed = {one.body["id"]: point(one.body) for one in case.reader.after(0, 10)}
    assert len(stored) == 2
    assert streamed == stored
    assert stored["i1"][POINT_COLUMNS.index("killed_best")] == 5


def test_revisions_in_the_order_of_storing(case: Case) -> None:
    assert case.reader.state().seq == 0
    case.store(incident(2), incident(1))
    case.store(incident(1, revision=2, killed=5), incident(2))
    told = [(one.body["id"], one.body["revision"]) for one in case.reader.after(0, 10)]
    assert sorted(told[:2]) == [("i1", 1), ("i2", 1)]
    assert told[2:] == [("i1", 2)], "what came again as it was is no news"
    seqs = [one.seq for one in case.reader.after(0, 10)]
    assert seqs == sorted(seqs)
    assert case.reader.state().seq == seqs[-1]
    assert [one.seq for one in case.reader.after(seqs[0], 1)] == [seqs[1]]
    assert [one.seq for one in case.reader.before(None, 10)] == seqs[::-1]
    assert [one.seq for one in case.reader.before(seqs[1], 10)] == [seqs[0]]
    assert [one.body["revision"] for one in case.reader.revisions("i1")] == [1, 2]
    newest = brief(case.reader.after(0, 10)[-1])
    assert newest["caused_at"] == "2026-03-01T12:00:00Z"
    assert newest["change"]["kind"] == "updated"


def test_what_an_incident_stands_on(case: Case) -> None:
    case.store(account_message(account(1)), rejections_message(rejections(1)), incident(1))
    (line,) = case.reader.reports("i1")
    assert line["source"]["publisher"] == "North Post"
    assert line["source"]["published_at"] == "2026-03-01T12:00:00Z"
    assert line["report"]["casualties"]["killed"]["best"] == 4
    assert [each["reason"] for each in case.reader.rejections("a1")] == ["threat"]
    found = case.reader.incident("i1")
    assert found is not None
    assert found["headline"] == "Gunmen kill 4 in Kaura"
    assert case.reader.incident("i9") is None
    assert case.reader.reports("i9") == case.reader.rejections("a9") == case.reader.revisions("i9") == []
    rates = case.reader.rates("2026-03-01T00:00:00Z")
    assert rates == {"accounts": 1, "opened": 1, "revisions": 1}


def test_a_store_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(StoreMisconfigured, match="no store at"):
        SqliteDatabase(tmp_path / "none.sqlite")
    away = SqlReader(PostgresDatabase("postgresql://tocsin@127.0.0.1:1/none"))
    with pytest.raises(StoreUnavailable):
        away.state()


def test_it_cannot_write(case: Case) -> None:
    case.store(incident(1))
    with pytest.raises(Exception, match=r"(?i)read.?only|cannot be written"):
        case.reader._database.rows("DELETE FROM incidents RETURNING id", {})  # type: ignore[attr-defined]
    assert case.reader.total(Query()) == 1
