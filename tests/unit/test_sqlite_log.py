"""What only the embedded log has: `transact`, state, trimming, and SQLite's errors as the port's."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin import topics
from tocsin.contract.dead_letter import DeadLetter, dead_letter_message
from tocsin.log.port import (
    LogFull,
    LogMisconfigured,
    LogUnavailable,
    Message,
    MessageRefused,
    Partition,
)
from tocsin.log.sqlite import MAX_MESSAGE_BYTES, Move, SqliteLog, Step
from tocsin.log.sqlite_errors import typed

ARTICLES = Partition("articles")


def message(topic: str, value: bytes = b"{}") -> Message:
    return Message(topic, b"key", value)


def test_outputs_position_and_state_become_durable_as_one(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.sqlite")
    log.transact(Step("c", [], outputs=[message("articles"), message("articles")]))
    step = Step("g", [Move(ARTICLES, 0, 2)], [message("reports", b"1"), message("incidents", b"2")], {"a": b"A"})
    assert log.transact(step) == [0, 0]
    assert [d.message.value for d in log.read("reports") + log.read("incidents")] == [b"1", b"2"]
    assert log.consumer("g", ("articles",)).committed() == {ARTICLES: 2}
    assert log.state("g") == [("a", b"A")]
    log.transact(Step("g", [], state={"a": None, "b": b"B"}))
    assert log.state("g") == [("b", b"B")]


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.sqlite")
    stale = Step("g", [Move(ARTICLES, 7, 8)], [message("reports")], {"a": b"A"})
    with pytest.raises(LogMisconfigured, match="another process"):
        log.transact(stale)
    with pytest.raises(MessageRefused):
        log.transact(Step("g", [], [message("reports"), message("nowhere")]))
    assert (log.read("reports"), log.state("g"), log.end("reports")) == ([], [], 0)


def test_the_same_step_cannot_be_done_twice(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.sqlite")
    step = Step("g", [Move(ARTICLES, 0, 1)], [message("reports")])
    log.transact(step)
    with pytest.raises(LogMisconfigured):
        log.transact(step)
    assert log.end("reports") == 1


def test_an_event_sent_again_stays_one_record_even_by_another_process(tmp_path: Path) -> None:
    event = Message("articles", b"a", b"{}", (("ce_id", b"e1"),))
    other = Message("articles", b"a", b"{}", (("ce_id", b"e2"),))
    log = SqliteLog(tmp_path / "log.sqlite")
    assert [log.producer().send(m).result(20) for m in (event, other, event)] == [0, 1, 0]
    log.close()
    again = SqliteLog(tmp_path / "log.sqlite")
    assert again.producer().send(event).result(20) == 0
    assert again.end("articles") == 2


def test_even_the_largest_message_can_become_a_dead_letter(tmp_path: Path) -> None:
    log = SqliteLog(tmp_path / "log.sqlite")
    largest = Message("articles", b"", bytes(MAX_MESSAGE_BYTES))
    letter = DeadLetter(stage="s", error="E", message="é" * 9000, topic="articles", partition=0, offset=0,
                        failed_at=datetime(2026, 3, 1, tzinfo=UTC), rules_version="t")  # fmt: skip
    assert log.transact(Step("g", [], [largest, dead_letter_message(letter, largest)])) == [0, 0]
    with pytest.raises(MessageRefused):
        log.check(Message("articles", b"k", largest.value))


def test_trim_deletes_what_is_old_and_read_by_all_and_never_reuses_an_offset(tmp_path: Path) -> None:
    now = [1_000_000.0]
    log = SqliteLog(tmp_path / "log.sqlite", clock=lambda: now[0])
    log.transact(Step("g", [], [message("articles", b"%d" % n) for n in range(3)]))
    now[0] += (topics.ARTICLES.retention_ms or 0) / 1000 + 1
    assert log.trim() == 0  # nobody has read them
    log.transact(Step("g", [Move(ARTICLES, 0, 2)]))
    assert log.trim() == 2
    assert [d.offset for d in log.read("articles")] == [2]
    log.transact(Step("g", [Move(ARTICLES, 2, 3)]))
    log.trim()
    assert log.transact(Step("g", [], [message("articles")])) == [3]


def test_a_foreign_or_newer_file_is_left_alone(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(LogMisconfigured, match="not a Tocsin log"):
        SqliteLog(foreign)
    text = tmp_path / "text.sqlite"
    text.write_text("not a database, but long enough to look at" * 50)
    with pytest.raises(LogMisconfigured, match="not a SQLite file"):
        SqliteLog(text)
    newer = tmp_path / "newer.sqlite"
    SqliteLog(newer).close()
    with sqlite3.connect(newer) as connection:
        connection.execute("PRAGMA user_version=99")
    with pytest.raises(LogMisconfigured, match="version 99"):
        SqliteLog(newer)


def test_a_path_below_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LogMisconfigured, match="is not a directory: choose another with --data"):
        SqliteLog(tmp_path / "file" / "log.sqlite")


def test_a_locked_file_is_waited_for_and_then_unavailable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.log.sqlite_schema.BUSY_TIMEOUT_S", 0.01)
    log = SqliteLog(tmp_path / "log.sqlite")
    other = sqlite3.connect(tmp_path / "log.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LogUnavailable):
        log.transact(Step("g", [], [message("reports")]))
    other.execute("ROLLBACK")
    assert log.transact(Step("g", [], [message("reports")])) == [0]


@pytest.mark.parametrize(
    ("code", "name", "kind"),
    [
        (sqlite3.SQLITE_FULL, "SQLITE_FULL", LogFull),
        (sqlite3.SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE", LogFull),
        (sqlite3.SQLITE_IOERR_READ, "SQLITE_IOERR_READ", LogUnavailable),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "SQLITE_BUSY_SNAPSHOT", LogUnavailable),
        (sqlite3.SQLITE_READONLY_DIRECTORY, "SQLITE_READONLY_DIRECTORY", LogMisconfigured),
        (sqlite3.SQLITE_CORRUPT, "SQLITE_CORRUPT", LogMisconfigured),
    ],
)
def test_sqlites_codes_are_the_ports_errors(code: int, name: str, kind: type, tmp_path: Path) -> None:
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode, error.sqlite_errorname = code, name
    assert type(typed(error, tmp_path / "log.sqlite")) is kind
