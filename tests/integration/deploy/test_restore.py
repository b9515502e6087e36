"""Rehearsals on the real broker: a rolling upgrade while `articles` grows; then the store lost and rebuilt."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import postgres_lab
import psycopg
import pytest
from fault_lab import Lab, free_port, get, opened, undisturbed, until
from fault_ledger import read
from kafka_lab import ALL, broker
from typer.testing import CliRunner

from tocsin.cli.main import build
from tocsin.log import kafka_topics

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]
N = int(os.environ.get("REHEARSE_N", "100"))
TABLES = ("incidents", "revisions", "reports", "claims", "sources", "incident_reports")


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with opened(broker(), tmp_path_factory.mktemp("rehearsal"), N) as made:
        yield made


def test_a_rolling_upgrade_while_articles_grows_loses_and_doubles_nothing(lab: Lab) -> None:
    slow = {"slow_article": "*", "slow_s": 0.01, "process": {"batch_records": 10}}
    ports = {name: free_port() for name in ("classify-1", "classify-2", "deduplicate-1", "deduplicate-2")}

    def start(name: str) -> subprocess.Popen[bytes]:
        service = name.partition("-")[0]
        own = slow if service == "classify" else {"process": {"batch_records": 5}}
        return lab.start(service, **{**own, "process": {**own["process"], "health_port": ports[name]}})

    running = {name: start(name) for name in ports}
    lab.send(lab.articles[: N // 2])
    for port in ports.values():
        until(lambda p=port: get(p, "/ready")[0] == 200, "all are ready")
    lab.send(lab.articles[N // 2 : 3 * N // 4])
    kafka_topics.apply(lab.broker.address, kafka_topics.with_partitions(ALL, 9))  # 4 before
    for name in (
        "deduplicate-1",
        "deduplicate-2",
        "classify-1",
        "classify-2",
    ):  # one after the other, as docs/deploy.md
        running[name].send_signal(signal.SIGTERM)
        assert running[name].wait(60) == 0, f"{name} ends cleanly"
        running[name] = start(name)
        until(lambda p=ports[name]: get(p, "/ready")[0] == 200, f"the new {name} is ready")
    lab.send(lab.articles[3 * N // 4 :])
    lab.until_done()
    for process in running.values():
        process.kill()
        process.wait()
    ledger = lab.ledger()
    print(ledger)  # noqa: T201 - R is told
    assert (ledger.lost, ledger.doubled, ledger.replay_differs, ledger.dead) == ([], [], [], [])
    assert ledger.groups == undisturbed(N)


def store(lab: Lab, dsn: str) -> None:
    """A sink that runs until it has stored everything, into `dsn`."""
    environment = {
        **os.environ,
        "TOCSIN_KAFKA__BOOTSTRAP": lab.broker.bootstrap,
        "TOCSIN_KAFKA__SESSION_TIMEOUT_S": "2",
        "TOCSIN_POSTGRES__DSN": dsn,
    }
    command = [Path(sys.executable).with_name("tocsin"), "sink", "postgres"]
    with (lab.folder / "sink.log").open("ab") as log:
        sink = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=lab.folder)
    lab.running.append(sink)
    wanted = len(read(lab.broker.bootstrap, "incidents"))
    until(lambda: _revisions(dsn) == wanted, "every revision is stored")
    until(lambda: lab.lag("sink-postgres", "reports") == 0, "and the reports, too")
    sink.send_signal(signal.SIGTERM)
    assert sink.wait(60) == 0


def _revisions(dsn: str) -> int:
    try:
        return int(postgres_lab.rows(dsn, "SELECT count(*) FROM revisions")[0][0])
    except psycopg.errors.UndefinedTable:
        return 0


def contents(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row, but for `seq`, which is the order in which this store happened to take it."""
    return {
        table: postgres_lab.rows(dsn, f"SELECT (to_jsonb(t) - 'seq')::text FROM {table} t ORDER BY 1")
        for table in TABLES
    }


def test_a_lost_store_is_rebuilt_from_the_topics_and_completed_from_a_dump(lab: Lab, tmp_path: Path) -> None:
    first = postgres_lab.server().database()
    store(lab, first)
    before = contents(first)
    assert before["revisions"]
    assert before["reports"]

    dump = tmp_path / "tocsin.dump"
    program(["pg_dump", "--format", "custom", "--file", str(dump), first])

    rebuilt = postgres_lab.server().database()
    rewind(lab)
    store(lab, rebuilt)
    assert contents(rebuilt) == before, "the topics alone give the same store"

    restored = postgres_lab.server().database()
    program(["pg_restore", "--no-owner", "--dbname", restored, str(dump)])
    newest = "DELETE FROM revisions WHERE (incident_id, revision) IN (SELECT id, revision FROM incidents) RETURNING 1"
    assert postgres_lab.rows(restored, newest), "as if the dump were older than the newest revisions"
    rewind(lab)
    store(lab, restored)
    assert contents(restored) == before, "an old dump and the topics together, too"


def rewind(lab: Lab) -> None:
    """As `tocsin rewind postgres`, once the group has no member any more."""
    environment = {"TOCSIN_KAFKA__BOOTSTRAP": lab.broker.bootstrap}

    def done() -> bool:
        return CliRunner().invoke(build(), ["rewind", "postgres"], env=environment).exit_code == 0

    until(done, "the sink's group is set back")


def program(words: list[str]) -> None:
    there = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{words[0]}"))
    subprocess.run([str(there[-1]), *words[1:]], check=True, capture_output=True, timeout=60)
