"""The PostgreSQL sink killed between database commit and offset commit; the database slow, away, its disk full."""

import signal
from collections.abc import Callable

import postgres_lab
import psycopg
import pytest
from fault_lab import LIMIT_S, Lab, until
from fault_ledger import Ledger, read
from fault_nursery import Child

from tocsin import topics
from tocsin.contract.codec import decode
from tocsin.contract.incident import Incident

pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT_S)]
Check = Callable[[Ledger], None]


class Sinks:
    """Sink processes over one database."""

    def __init__(self, lab: Lab, dsn: str) -> None:
        self.lab, self.dsn = lab, dsn
        self._stored = lab.folder / "stored"

    def start(self, **options: object) -> Child:
        words = {"dsn": self.dsn, "stored": str(self._stored), **options}
        return self.lab.start_module("sink_worker", "sink", [words])

    def revisions(self) -> int:
        try:
            return int(postgres_lab.rows(self.dsn, "SELECT count(*) FROM revisions")[0][0])
        except psycopg.errors.UndefinedTable:  # the first sink has not made it yet
            return 0

    def has_tables(self) -> bool:
        """Its schema comes in one transaction."""
        return postgres_lab.rows(self.dsn, "SELECT to_regclass('revisions')") != [(None,)]

    def redelivered(self) -> int:
        """R: records that went into the store more than once."""
        sent = sum(len(read(self.lab.broker.bootstrap, topic)) for topic in ("reports", "incidents", "rejections"))
        return sum(map(int, self._stored.read_text().split())) - sent

    def until_committed(self) -> None:
        """But for the end of each partition's last transaction: a record, too, that no reader commits past."""
        for topic in (topics.REPORTS, topics.INCIDENTS, topics.REJECTIONS):
            until(lambda t=topic: self.lab.lag("sink-postgres", t.name) <= t.partitions, f"{topic.name} is stored")

    def says(self, words: str) -> bool:
        return any(words in log.read_text() for log in self.lab.folder.glob("sink-*.log"))


@pytest.fixture
def sinks(lab: Lab) -> Sinks:
    return Sinks(lab, postgres_lab.server().database())


def fill(lab: Lab) -> list[Incident]:
    lab.start("classify")
    lab.start("deduplicate")
    lab.send(lab.articles)
    lab.until_done()
    return [decode(Incident, message.value) for message in read(lab.broker.bootstrap, "incidents")]


def assert_stored(sinks: Sinks, published: list[Incident]) -> None:
    """L = 0 and D = 0 in the store, too: each revision once, the newest of each incident in force."""
    stored = postgres_lab.rows(sinks.dsn, "SELECT incident_id, revision FROM revisions")
    assert sorted(stored) == sorted((i.id, i.revision) for i in published)
    newest = {i.id: i.revision for i in sorted(published, key=lambda i: i.revision)}
    assert dict(postgres_lab.rows(sinks.dsn, "SELECT id, revision FROM incidents")) == newest


def test_killed_between_database_and_offset(lab: Lab, sinks: Sinks, assert_whole: Check) -> None:
    """The offset it did not commit brings the batch again: R > 0 shows that the window was hit."""
    published = fill(lab)
    for _ in range(3):
        worker = sinks.start(crash_after=2)
        assert worker.wait() == -signal.SIGKILL
    last = sinks.start()
    sinks.until_committed()
    last.send_signal(signal.SIGTERM)
    assert last.wait(30) == 0
    ledger = lab.ledger()
    ledger.redelivered += sinks.redelivered()
    assert_whole(ledger)
    assert sinks.redelivered() > 0
    assert_stored(sinks, published)


def test_a_store_slower_than_the_poll_interval(lab: Lab, sinks: Sinks) -> None:
    """The group has dealt its partitions anew when the flush ends; what it then cannot commit comes again."""
    published = fill(lab)
    worker = sinks.start(slow_s=5.0, poll_interval_s=3.0)
    until(lambda: sinks.revisions() == len(published), "all is stored")
    sinks.until_committed()
    assert worker.poll() is None
    assert_stored(sinks, published)
    assert read(lab.broker.bootstrap, "dead-letters") == []


def test_the_database_is_away_for_a_while(lab: Lab, sinks: Sinks) -> None:
    """Paused, nothing dead-lettered, and goes on by itself."""
    worker = sinks.start()
    until(sinks.has_tables, "it works")
    postgres_lab.server().stop()
    try:
        published = fill(lab)
        until(lambda: sinks.says("PostgreSQL"), "it says why it waits")
        assert worker.poll() is None
    finally:
        postgres_lab.server().start()
    until(lambda: sinks.revisions() == len(published), "all is stored")
    assert read(lab.broker.bootstrap, "dead-letters") == []
    assert_stored(sinks, published)


def test_the_databases_disk_is_full_for_a_while(lab: Lab) -> None:
    """A tablespace of its own, of which a file leaves nothing."""
    with postgres_lab.small_disk() as disk:
        sinks = Sinks(lab, disk.dsn)
        worker = sinks.start()
        until(sinks.has_tables, "it has made its tables")
        with psycopg.connect(disk.dsn, autocommit=True) as before:  # a new connection may need to write to the disk
            disk.fill()
            published = fill(lab)
            until(lambda: sinks.says("No space left") or sinks.says("could not write"), "it says why it waits")
            assert worker.poll() is None
            assert before.execute("SELECT count(*) FROM revisions").fetchall() < [(len(published),)]
        disk.empty()
        until(lambda: sinks.revisions() == len(published), "all is stored")
        assert read(lab.broker.bootstrap, "dead-letters") == []
        assert_stored(sinks, published)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
