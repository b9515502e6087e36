"""The PostgreSQL sink killed between database commit and offset commit; the database away."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import postgres_lab
import psycopg
import pytest
from fault_lab import Lab, until
from fault_ledger import read

from tocsin.contract.codec import decode
from tocsin.contract.incident import Incident

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]
WORKER = Path(__file__).parents[2] / "sink_worker.py"


class Sinks:
    """Sink processes over one database."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.dsn = lab, postgres_lab.server().database()
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, crash_after: int = 0) -> subprocess.Popen[bytes]:
        words = json.dumps({"bootstrap": self.lab.broker.bootstrap, "dsn": self.dsn, "crash_after": crash_after})
        log = (self.lab.folder / f"sink-{len(self.running)}.log").open("wb")
        self.running.append(subprocess.Popen([sys.executable, WORKER, words], stdout=log, stderr=log))
        return self.running[-1]

    def revisions(self) -> int:
        try:
            return int(postgres_lab.rows(self.dsn, "SELECT count(*) FROM revisions")[0][0])
        except psycopg.errors.UndefinedTable:  # the first sink has not made it yet
            return 0


@pytest.fixture
def sinks(lab: Lab) -> Iterator[Sinks]:
    made = Sinks(lab)
    yield made
    for process in made.running:
        if process.poll() is None:
            process.kill()
        process.wait()


def fill(lab: Lab) -> list[Incident]:
    lab.start("classify")
    lab.start("deduplicate")
    lab.send(lab.articles)
    lab.until_done()
    return [decode(Incident, message.value) for message in read(lab.broker.bootstrap, "incidents")]


def assert_stored(sinks: Sinks, published: list[Incident]) -> None:
    stored = postgres_lab.rows(sinks.dsn, "SELECT incident_id, revision FROM revisions")
    assert sorted(stored) == sorted((i.id, i.revision) for i in published)
    newest = {i.id: i.revision for i in sorted(published, key=lambda i: i.revision)}
    assert dict(postgres_lab.rows(sinks.dsn, "SELECT id, revision FROM incidents")) == newest


def test_killed_between_database_and_offset(lab: Lab, sinks: Sinks) -> None:
    published = fill(lab)
    before = 0
    for _ in range(3):
        worker = sinks.start(crash_after=2)
        until(lambda w=worker: w.poll() is not None, "killed")
        assert worker.returncode == -signal.SIGKILL
        assert sinks.revisions() >= before, "the window was not hit"
        before = sinks.revisions()
    last = sinks.start()
    until(lambda: sinks.revisions() == len(published), "all is stored")
    last.send_signal(signal.SIGTERM)
    assert last.wait(30) == 0
    assert_stored(sinks, published)


def test_the_database_is_away_for_a_while(lab: Lab, sinks: Sinks) -> None:
    """Paused, nothing dead-lettered, and goes on by itself."""
    published = fill(lab)
    worker = sinks.start()
    until(lambda: sinks.revisions() > 0, "work")
    postgres_lab.server().stop()
    lab.send(lab.articles[:1])
    log = lab.folder / "sink-0.log"
    lab.send_messages(read(lab.broker.bootstrap, "incidents")[:1])
    until(lambda: "PostgreSQL" in log.read_text(), "it says why it waits")
    assert worker.poll() is None
    postgres_lab.server().start()
    until(lambda: sinks.revisions() == len(published), "all is stored")
    assert read(lab.broker.bootstrap, "dead-letters") == []
    assert_stored(sinks, published)
