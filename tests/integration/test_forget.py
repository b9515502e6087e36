"""`tocsin forget` on what a run has left: not a sentence of the article in any file, every number as it was."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import postgres_lab
import pytest
from invented import NOON, account, article, incident, rejections
from typer.testing import CliRunner

from processors.deduplicate.core import Deduplicator
from producers.state import ProducerState
from producers.state_schema import Pending, pack
from sinks.parquet.sink import ParquetSink
from sinks.postgres_store import PostgresStore
from sinks.sqlite_store import SqliteStore
from tocsin.cli.main import build
from tocsin.contract import fields as f
from tocsin.contract.envelope import account_message, article_message, incident_message, rejections_message
from tocsin.contract.report import Account
from tocsin.log.port import Message, Partition
from tocsin.log.sqlite import SqliteLog, Step

pytestmark = pytest.mark.integration
SECRET = "Gunmen in a blue lorry shot Amadu Bello and three other traders at dawn, police said."
OTHER = "A second outlet tells it in words of its own, and four were killed."
BLUE = b"blue lorry"


def told(number: int, words: str) -> Account:
    base = account(number)
    sentence = f.Sentence(index=0, text=words)
    report = base.reports[0]
    claims = tuple(replace(claim, sentence=sentence) for claim in report.claims)
    killed = f.Toll(min=4, best=4, max=4, text=words[:14])
    terms = ("blue lorry", "kaura") if number == 1 else ("kaura", "traders")
    report = replace(report, claims=claims, summary=sentence, terms=terms,
                     casualties=f.Casualties(killed=killed),
                     evidence={"casualties.killed": f.Evidence(sentence=sentence, start=0, end=9)})  # fmt: skip
    return replace(base, article=replace(base.article, title=words[:30]), reports=(report,))


def messages() -> list[Message]:
    """Both articles, their accounts, the incident made of them, a rejection."""
    first, second = told(1, SECRET), told(2, OTHER)
    deduplicator = Deduplicator()
    revisions = [*deduplicator.apply(first).revisions, *deduplicator.apply(second).revisions]
    assert revisions[-1].total_reports == 2
    refused = rejections(1)
    refused = replace(refused, rejections=(replace(refused.rejections[0], sentence=f.Sentence(index=1, text=SECRET)),))
    return [
        article_message(replace(article(1), title=SECRET[:30], text=SECRET, summary=SECRET)),
        account_message(first), account_message(second), rejections_message(refused),
        *(incident_message(revision, NOON) for revision in revisions),
    ]  # fmt: skip


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """The folder of a run, with Parquet files, and a database beside it."""
    monkeypatch.chdir(tmp_path)
    folder, dsn = tmp_path / "data", postgres_lab.database_of(tmp_path)
    folder.mkdir()
    log = SqliteLog(folder / "log.sqlite")
    deduplicator, writes = Deduplicator(), dict[str, bytes | None]()
    for one in (told(1, SECRET), told(2, OTHER)):
        writes |= deduplicator.apply(one).writes
    log.transact(Step("deduplicate", (), messages(), writes))
    for sink in (SqliteStore(folder / "incidents.sqlite"), PostgresStore(dsn), ParquetSink(folder / "parquet")):
        for topic in sink.topics:
            for record in log.read(topic):
                sink.add(record)
        sink.flush()
        sink.close()
    log.close()
    monkeypatch.setenv("TOCSIN_POSTGRES__DSN", dsn)
    return folder, dsn


def forget(what: str) -> str:
    done = CliRunner().invoke(build(), ["forget", what], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def holding(folder: Path) -> list[str]:
    """Files with a word of it in any of their bytes; Parquet is compressed, and read."""
    import duckdb

    found = [str(p.relative_to(folder)) for p in sorted(folder.rglob("*")) if p.is_file() and BLUE in p.read_bytes()]
    with duckdb.connect() as connection:
        bodies = connection.sql(f"SELECT body, fields FROM read_parquet('{folder}/parquet/revisions/*/*.parquet')")
        return found + (["parquet"] if BLUE.decode() in str(bodies.fetchall()) else [])


NUMBERS = (
    "SELECT id, revision, killed_best, articles, headline FROM incidents",
    "SELECT incident_id, revision, seq, change FROM revisions ORDER BY seq",
    "SELECT id, value, speaker FROM claims ORDER BY id",
    "SELECT article_id, url FROM sources ORDER BY article_id",
    "SELECT id, killed_best FROM reports ORDER BY id",
)


def numbers(folder: Path, dsn: str) -> list[list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(folder / "incidents.sqlite")) as store:
        return [list(store.execute(query)) for query in NUMBERS] + [postgres_lab.rows(dsn, query) for query in NUMBERS]


def in_postgres(dsn: str) -> str:
    tables = ("incidents", "revisions", "reports", "claims", "rejections", "sources")
    return str([postgres_lab.rows(dsn, f"SELECT * FROM {table}") for table in tables])


@pytest.mark.parametrize("by", ["a1", "https://north-post.example/1"])
def test_not_a_word_is_left_and_every_number_is(
    run: tuple[Path, str], by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, dsn = run
    if by == "a1":  # ids of invented articles are short
        monkeypatch.setattr("tocsin.cli.forget._identity", lambda article, _settings: article)
    before = numbers(folder, dsn)
    assert {"log.sqlite", "incidents.sqlite", "parquet"} <= set(holding(folder))
    assert BLUE.decode() in in_postgres(dsn)
    said = forget(by)
    assert "article a1 is forgotten" in said
    assert "`reports` (30 days)" in said
    assert holding(folder) == []
    assert BLUE.decode() not in in_postgres(dsn)
    assert OTHER in in_postgres(dsn)
    assert numbers(folder, dsn) == before


def test_the_log_goes_on_and_a_second_reading_brings_nothing_back(run: tuple[Path, str]) -> None:
    folder, dsn = run
    originals = messages()
    forget("https://north-post.example/1")
    log = SqliteLog(folder / "log.sqlite")
    deduplicator = Deduplicator.restore(log.state("deduplicate"))
    log.close()
    (revision,) = deduplicator.apply(told(3, "A third outlet: four traders were killed in Kaura.")).revisions
    assert revision.total_reports == 3
    assert revision.casualties.killed is not None
    assert revision.casualties.killed.best == 4
    assert "blue lorry" not in str(revision)
    for sink in (SqliteStore(folder / "incidents.sqlite"), PostgresStore(dsn)):  # as from Kafka, until retention
        for number, message in enumerate(originals):
            if message.topic in sink.topics:
                from tocsin.log.port import Delivered

                sink.add(Delivered(message, Partition(message.topic), number, 0))
        sink.flush()
        sink.close()
    assert BLUE.decode() not in in_postgres(dsn)
    with closing(sqlite3.connect(folder / "incidents.sqlite")) as store:
        assert BLUE.decode() not in "\n".join(store.iterdump())


def test_what_a_feed_tells_of_it_later_is_not_published(run: tuple[Path, str]) -> None:
    from producers.feed_state import FeedState

    folder, _ = run
    path = folder / "producer.sqlite"
    edited = Pending("a1", 2, "h", "f", None, "t", pack(article_message(article(1, 2))))
    other = replace_pending(edited, "a7")
    with ProducerState(path) as state:
        state.record_poll(FeedState(id="f"), [edited])
    forget("https://north-post.example/1")
    with ProducerState(path) as state:
        state.record_poll(FeedState(id="f"), [edited, other])
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT id FROM outbox").fetchall() == [("a7",)]


def replace_pending(pending: Pending, identity: str) -> Pending:
    return replace(pending, id=identity)


def test_what_is_no_article_is_one_line(run: tuple[Path, str]) -> None:
    done = CliRunner().invoke(build(), ["forget", "no such thing"])
    assert "neither an article's id nor an address" in str(done.exception)


def test_a_run_at_work_is_left_alone(run: tuple[Path, str]) -> None:
    from tocsin.embedded.lock import DataDirectory

    held = DataDirectory(run[0])
    done = CliRunner().invoke(build(), ["forget", "https://north-post.example/1"])
    assert "another tocsin works" in str(done.exception)
    held.release()


def test_an_incident_without_a_part_in_it_is_the_same_value() -> None:
    from tocsin.contract import redact

    value = incident(2)
    assert redact.incident(value, {"a1": {"r1.1"}}) is value
