"""What any sink promises (sinks/port.py), held against every sink there is, in the runner's own loop.

Another sink joins by one line in `SINKS`: how to open it in a fresh directory, and how to count what it stored.
"""

import functools
import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import postgres_lab
import pytest
from invented import NOON, account, empty_account, incident
from webhook_receiver import SECRET, Receiver

from sinks.parquet.sink import ParquetSink
from sinks.port import Sink, StoreMisconfigured, StoreUnavailable
from sinks.postgres_store import PostgresStore
from sinks.runner import Paused, SinkRunner, Stored, Unreadable
from sinks.sqlite_store import SqliteStore
from sinks.webhook.sink import WebhookSink
from sinks.webhook.targets import Target
from tocsin.contract import fields as f
from tocsin.contract.envelope import account_message, incident_message
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account
from tocsin.log.port import LogUnavailable, Message
from tocsin.log.sqlite import SqliteLog

Content = dict[str, list[tuple[object, ...]]]
TOO_MANY = 2**63
"""A number that JSON holds and no column does; the receiver refuses it, too."""


QUERIES = {
    "incidents": "SELECT id, revision, killed_best, place FROM incidents",
    "revisions": "SELECT incident_id, revision, change FROM revisions",
    "reports": "SELECT id, article_version, killed_best FROM reports",
    "claims": "SELECT id, speaker, value, sentence FROM claims",
    "sources": "SELECT article_id, version, reports FROM sources",
    "incident_reports": "SELECT incident_id, report_id FROM incident_reports",
}


def sqlite_content(folder: Path) -> Content:
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        return {table: sorted(connection.execute(query)) for table, query in QUERIES.items()}


def postgres_content(folder: Path) -> Content:
    dsn = postgres_lab.database_of(folder)
    return {table: sorted(postgres_lab.rows(dsn, query)) for table, query in QUERIES.items()}


def parquet_content(folder: Path) -> Content:
    """As an analyst's DuckDB sees the files, without any care for doubled rows."""
    files = folder / "parquet" / "revisions" / "*" / "*.parquet"
    if not list(folder.glob("parquet/revisions/*/*.parquet")):
        return {"revisions": [], "incidents": []}
    every = f"read_parquet('{files}', hive_partitioning = true)"
    newest = "QUALIFY row_number() OVER (PARTITION BY incident_id ORDER BY revision DESC) = 1"
    queries = {
        "revisions": f"SELECT incident_id, revision, change FROM {every}",
        "incidents": f"SELECT incident_id, revision, killed_best, place FROM {every} {newest}",
    }
    with duckdb.connect() as connection:
        return {table: sorted(connection.sql(query).fetchall()) for table, query in queries.items()}


@functools.cache
def receiver_of(_folder: Path) -> Receiver:
    made = Receiver()
    made.answer = lambda body: 422 if (body["casualties"]["killed"] or {}).get("best") == TOO_MANY else 204
    return made


def webhook_sink(folder: Path) -> Sink:
    target = Target(name="desk", url=receiver_of(folder).url, secret=SECRET, allow_private=True)  # type: ignore[arg-type]
    return WebhookSink(target)


def webhook_content(folder: Path) -> Content:
    """As a receiver that knows repeated ones by their id."""
    receiver = receiver_of(folder)
    assert receiver.unsigned == 0
    newest: dict[str, tuple[object, ...]] = {}
    for body in sorted(receiver.taken.values(), key=lambda body: body["revision"]):
        killed, place = body["casualties"]["killed"]["best"], body["where"]["name"]
        newest[body["id"]] = (body["id"], body["revision"], killed, place)
    revisions = [(body["id"], body["revision"], body["change"]["kind"]) for body in receiver.taken.values()]
    return {"revisions": sorted(revisions), "incidents": sorted(newest.values())}


SINKS: dict[str, tuple[Callable[[Path], Sink], Callable[[Path], Content]]] = {
    "sqlite": (lambda folder: SqliteStore(folder / "store.sqlite"), sqlite_content),
    "postgres": (lambda folder: PostgresStore(postgres_lab.database_of(folder)), postgres_content),
    "parquet": (lambda folder: ParquetSink(folder / "parquet"), parquet_content),
    "webhook": (webhook_sink, webhook_content),
}


class Case:
    """A log, and runners over one store; each runner is a process life."""

    def __init__(self, name: str, folder: Path) -> None:
        self._open, self._content = SINKS[name]
        self.folder, self.log = folder, SqliteLog(folder / "log.sqlite")
        self.events: list[object] = []

    def send(self, *values: Incident | Account | Message) -> None:
        producer = self.log.producer()
        for value in values:
            if isinstance(value, Incident):
                value = incident_message(value, NOON)
            elif isinstance(value, Account):
                value = account_message(value)
            producer.send(value).result(20)

    def runner(self, sink: Sink | None = None) -> SinkRunner:
        sink = sink or self._open(self.folder)
        consumer = self.log.consumer("sink", sink.topics)
        stop = threading.Event()
        return SinkRunner(
            sink, consumer, self.log.producer(), stop, batch_seconds=0.01, listener=self.events.append,
            now=lambda: NOON,
        )  # fmt: skip

    def sink(self) -> Sink:
        return self._open(self.folder)

    def work(self, runner: SinkRunner | None = None) -> None:
        """Until all is stored and committed."""
        runner = runner or self.runner()
        consumer = self.log.consumer("sink", self.sink().topics)
        for _ in range(50):
            if consumer.lag() == 0:
                return
            runner.step()
        raise AssertionError(f"the sink does not finish: {self.events}")

    def content(self) -> Content:
        return self._content(self.folder)

    def stored(self) -> Content:
        """What of `STORED` this sink keeps."""
        return {table: STORED[table] for table in self.content()}


@pytest.fixture(params=SINKS)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Case]:
    made = Case(request.param, tmp_path)
    yield made
    made.log.close()


STORY = (account(1), incident(1), account(2, killed=5), incident(1, revision=2, killed=5), incident(2))
STORED: Content = {
    "incidents": [("i1", 2, 5, "Kaura"), ("i2", 1, 4, "Kaura")],
    "revisions": [("i1", 1, "opened"), ("i1", 2, "updated"), ("i2", 1, "opened")],
    "reports": [("r1.1", 1, 4), ("r2.1", 1, 5)],
    "claims": [
        ("claim-r1.1", "police", "4", "Gunmen killed four traders at the Kaura market, police said."),
        ("claim-r2.1", "police", "5", "Gunmen killed four traders at the Kaura market, police said."),
    ],
    "sources": [("a1", 1, 1), ("a2", 1, 1)],
    "incident_reports": [("i1", "r1.1"), ("i2", "r2.1")],
}


def test_what_was_sent_is_stored(case: Case) -> None:
    case.send(*STORY)
    case.work()
    assert case.content() == case.stored()


def test_a_kill_between_store_and_offset_doubles_nothing(case: Case) -> None:
    case.send(*STORY)
    first = case.runner()
    first._commit = lambda: (_ for _ in ()).throw(Killed)  # type: ignore[assignment]
    with pytest.raises(Killed):
        case.work(first)
    assert case.content() == case.stored(), "the window was not hit"
    assert case.log.consumer("sink", case.sink().topics).committed() == {}
    case.work()
    assert case.content() == case.stored()


def test_a_kill_before_the_store_loses_nothing(case: Case) -> None:
    case.send(*STORY)
    first = case.runner()
    first._flush = lambda: (_ for _ in ()).throw(Killed)  # type: ignore[assignment]
    with pytest.raises(Killed):
        case.work(first)
    assert case.content()["revisions"] == []
    case.work()
    assert case.content() == case.stored()


def test_the_whole_log_again_changes_nothing(case: Case) -> None:
    case.send(*STORY)
    case.work()
    sink = case.sink()
    for topic in sink.topics:
        for record in case.log.read(topic):
            sink.add(record)
    sink.flush()
    sink.flush()
    assert case.content() == case.stored()


def test_an_older_revision_that_comes_late_does_not_win(case: Case) -> None:
    case.send(incident(1, revision=2, killed=5), incident(1))
    case.work()
    assert case.content()["incidents"] == [("i1", 2, 5, "Kaura")]
    assert [row[1] for row in case.content()["revisions"]] == [1, 2]


@pytest.mark.parametrize("case", ["sqlite", "postgres"], indirect=True)  # the stores that keep reports
def test_an_edited_article_replaces_what_it_told_and_an_older_version_does_not(case: Case) -> None:
    assert "reports" in case.sink().topics
    case.send(account(1), account(1, version=2, killed=6), account(2), empty_account(2, version=2))
    case.work()
    expected = {"reports": [("r1.2", 2, 6)], "sources": [("a1", 2, 1), ("a2", 2, 0)]}
    assert {table: case.content()[table] for table in expected} == expected
    assert [row[0] for row in case.content()["claims"]] == ["claim-r1.2"]
    sink = case.sink()
    sink.add(case.log.read("reports")[0])
    sink.flush()
    assert case.content()["reports"] == expected["reports"]


def test_a_record_that_cannot_be_read_is_dead_lettered_and_passed(case: Case) -> None:
    case.send(incident(1), Message("incidents", b"i9", b'{"id": 9}'), incident(2))
    case.work()
    assert [row[0] for row in case.content()["incidents"]] == ["i1", "i2"]
    (letter,) = case.log.read("dead-letters")
    assert letter.message.value == b'{"id": 9}'
    headers = dict(letter.message.headers)
    assert (headers["dl_topic"], headers["dl_offset"], headers["dl_stage"]) == (
        b"incidents",
        b"1",
        f"sink {case.sink().name}".encode(),
    )
    assert [e for e in case.events if isinstance(e, Unreadable)]


def test_a_record_that_the_store_will_never_take_is_dead_lettered_and_the_rest_is_stored(case: Case) -> None:
    poison = replace(incident(9), casualties=f.Casualties(killed=f.Toll(best=TOO_MANY)))
    case.send(incident(1), poison, incident(2))
    case.work()
    assert [row[0] for row in case.content()["incidents"]] == ["i1", "i2"]
    (letter,) = case.log.read("dead-letters")
    assert letter.message.key == b"i9"
    assert dict(letter.message.headers)["dl_error"] == b"StoreRefused"


def test_two_sinks_over_one_partition_double_nothing(case: Case) -> None:
    """A rebalance: the first has read and not stored; its successor begins at the same offset; then both store."""
    case.send(*STORY)
    first, second = case.sink(), case.sink()
    for topic in first.topics:
        for record in case.log.read(topic):
            first.add(record)
            second.add(record)
    second.flush()
    first.flush()
    assert case.content() == case.stored()


class Killed(BaseException):
    """Stands for kill -9: no handler of ours catches it."""


class Away:
    """A sink whose store is away for the first flushes."""

    def __init__(self, sink: Sink, times: int) -> None:
        self._sink, self._left = sink, times
        self.name, self.topics, self.add, self.close = sink.name, sink.topics, sink.add, sink.close

    def flush(self) -> None:
        if self._left:
            self._left -= 1
            raise StoreUnavailable("away")
        self._sink.flush()


def test_a_store_that_is_away_is_waited_for(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinks.runner._RETRY_S", (0.001, 0.002))
    case.send(*STORY)
    case.work(case.runner(Away(case.sink(), 3)))
    assert case.content() == case.stored()
    assert [e.problem for e in case.events if isinstance(e, Paused)] == ["away"] * 3
    read = sum(len(case.log.read(topic)) for topic in case.sink().topics)
    assert sum(e.records for e in case.events if isinstance(e, Stored)) == read


@pytest.fixture
def limit_files() -> Iterator[Callable[[int], None]]:
    """No file grows beyond so many bytes: a full disk that needs no rights."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", ["sqlite", "parquet"])
def test_a_full_disk_is_waited_for(name: str, tmp_path: Path, limit_files: Callable[[int], None]) -> None:
    case = Case(name, tmp_path)
    case.send(*STORY)
    sink = case.sink()
    for topic in sink.topics:
        for record in case.log.read(topic):
            sink.add(record)
    limit_files(4096)
    for _ in range(3):
        with pytest.raises(StoreUnavailable):
            sink.flush()
    limit_files(resource.RLIM_INFINITY)
    sink.flush()
    assert case.content() == case.stored()
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_database_whose_disk_is_full_is_waited_for(tmp_path: Path) -> None:
    case = Case("sqlite", tmp_path)  # for its log
    case.send(*(incident(n) for n in range(200)))
    with postgres_lab.small_disk() as disk:
        sink = PostgresStore(disk.dsn)
        for record in case.log.read("incidents"):
            sink.add(record)
        disk.fill()
        with pytest.raises(StoreUnavailable, match=r"disk space|No space left"):
            sink.flush()
        disk.empty()
        sink.flush()
        assert postgres_lab.rows(disk.dsn, "SELECT count(*) FROM revisions") == [(200,)]
        sink.close()


def test_told_to_stop_while_the_store_is_away_it_ends_and_commits_nothing(case: Case) -> None:
    case.send(*STORY)
    stop = threading.Event()
    sink = Away(case.sink(), 1_000_000)
    consumer = case.log.consumer("sink", sink.topics)

    def stop_at_the_first_pause(event: object) -> None:
        if isinstance(event, Paused):
            stop.set()

    runner = SinkRunner(sink, consumer, case.log.producer(), stop, batch_seconds=0.01, listener=stop_at_the_first_pause)
    runner.run()
    assert consumer.committed() == {}


def test_a_log_that_is_away_is_waited_for(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sinks.runner._RETRY_S", (0.001, 0.002))
    case.send(*STORY)
    runner = case.runner()
    real, failures = runner._consumer.commit, iter([LogUnavailable("locked"), LogUnavailable("locked")])

    def commit(positions: object) -> None:
        if (failure := next(failures, None)) is not None:
            raise failure
        real(positions)  # type: ignore[arg-type]

    monkeypatch.setattr(runner._consumer, "commit", commit)
    case.work(runner)
    assert case.content() == case.stored()


def test_a_store_that_cannot_be_had_is_one_clear_line(case: Case, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(StoreMisconfigured, match="choose another"):
        SINKS["sqlite"][0](file)
