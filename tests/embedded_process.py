"""`tocsin run` and `tocsin newsroom` as processes of their own, and what they left behind."""

from __future__ import annotations

import contextlib
import os
import queue
import resource
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from processors.deduplicate.core import Deduplicator
from tocsin.contract.article import Article
from tocsin.contract.envelope import incident_message, open_account, open_message
from tocsin.contract.incident import Incident
from tocsin.contract.report import Account
from tocsin.log.port import Delivered, LogUnavailable
from tocsin.log.sqlite import SqliteLog

TOCSIN = (sys.executable, "-m", "tocsin.cli.main")
WAIT_S = 120.0
_PATIENT = {
    "TOCSIN_POLL__ALLOW_LOOPBACK": "true",
    "TOCSIN_POLL__SPACING_S": "0",  # the newsroom is one host with many feeds, and ours
    "TOCSIN_SINK__BATCH_SECONDS": "0.2",
    "TOCSIN_SERVE__PAGE": "false",  # a web framework is long in loading, and there are many runs
}


class Running:
    """A `tocsin` command in its own session, so that its parsers can be killed with it.

    Its output is read as it comes: a full pipe would halt it.
    """

    def __init__(
        self, *arguments: str | Path, environment: dict[str, str] | None = None,
        before: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        self.process = subprocess.Popen(
            [*TOCSIN, *map(str, arguments)],
            env={**os.environ, **_PATIENT, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            preexec_fn=before,
        )
        self.out, self.err = list[str](), list[str]()
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        pairs = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self._readers = [threading.Thread(target=self._read, args=pair, daemon=True) for pair in pairs]
        for reader in self._readers:
            reader.start()

    def _read(self, stream: IO[str], kept: list[str]) -> None:
        with stream:
            for line in stream:
                kept.append(line.rstrip("\n"))
                self._lines.put(line)
        self._lines.put(None)

    def wait_for(self, text: str) -> str:
        """The next line of either stream that holds `text`."""
        while (line := self._lines.get(timeout=WAIT_S)) is not None:
            if text in line:
                return line
        raise AssertionError(f"it ended without {text!r}: {self.err[-5:]}")

    def wait(self, timeout_s: float = WAIT_S) -> int:
        """Its exit code. Raises subprocess.TimeoutExpired."""
        code = self.process.wait(timeout_s)
        for reader in self._readers:
            reader.join()
        return code

    def stop(self) -> int:
        """SIGTERM; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """kill -9, its children included."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.wait()


@contextmanager
def running(
    *arguments: str | Path, environment: dict[str, str] | None = None, before: Callable[[], None] | None = None
) -> Iterator[Running]:
    """Killed at the end, if it has not ended."""
    process = Running(*arguments, environment=environment, before=before)
    try:
        yield process
    finally:
        process.kill()


def run(
    *arguments: str | Path, before: Callable[[], None] | None = None, environment: dict[str, str] | None = None
) -> Running:
    """The command, ended."""
    with running(*arguments, before=before, environment=environment) as process:
        process.wait()
    return process


@contextmanager
def newsroom(feed_list: Path, *arguments: str | Path) -> Iterator[Running]:
    """A newsroom that serves; `feed_list` is there when it does."""
    with running("newsroom", *arguments, "--port", "0", "--feed-list", feed_list) as process:
        process.wait_for("articles in")
        yield process


def limit_files(size: int) -> Callable[[], None]:
    """For `before`: no file may grow beyond `size` bytes, which a process cannot tell from a full quota."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class Remains:
    """What lies in a data directory."""

    def __init__(self, data: Path) -> None:
        self.data = data

    def records(self, topic: str) -> list[Delivered]:
        with closing(SqliteLog(self.data / "log.sqlite")) as log:
            return log.read(topic, limit=1_000_000)

    def drained(self) -> bool:
        """Whether every stage and the sink have done everything."""
        return (self.data / "log.sqlite").exists() and not any(self._lags().values())

    def _lags(self) -> dict[str, int]:
        """Messages that each stage and the sink have yet to do."""
        groups = {"classify": ("articles",), "deduplicate": ("reports",), "sink-sqlite": ("reports", "incidents")}
        with closing(SqliteLog(self.data / "log.sqlite")) as log:
            return {group: log.consumer(group, topics).lag() for group, topics in groups.items()}

    def wait_until_done(self, articles: int) -> None:
        """Until the log holds so many article versions and every stage has done them."""
        deadline, pause = time.monotonic() + WAIT_S, threading.Event()
        while not self._has_done(articles):
            assert time.monotonic() < deadline, f"{self._progress(articles)} in {WAIT_S} s"
            pause.wait(0.1)  # each look opens the log: looking without pause would hold up whom it waits for

    def _progress(self, articles: int) -> str:
        return f"{self.articles().total()} of {articles} articles, yet to do: {self._lags()}"

    def _has_done(self, articles: int) -> bool:
        try:
            return self.drained() and self.articles().total() >= articles
        except LogUnavailable:  # busy: look again
            return False

    def articles(self) -> Counter[tuple[str, int]]:
        """How many articles of each (title, version) are in the log; outlets may share a title."""
        return Counter((article.title, article.version) for article in self._articles())

    def _articles(self) -> list[Article]:
        return [open_message(Article, r.message) for r in self.records("articles")]

    def accounts(self) -> Counter[tuple[str, int]]:
        accounts = [open_account(r.message) for r in self.records("reports")]
        return Counter((a.article.id, a.article.version) for a in accounts if isinstance(a, Account))

    def revisions(self) -> dict[str, list[int]]:
        """Revision numbers in the log, per incident, in order."""
        found: dict[str, list[int]] = {}
        for record in self.records("incidents"):
            incident = open_message(Incident, record.message)
            found.setdefault(incident.id, []).append(incident.revision)
        return found

    def stored_revisions(self) -> dict[str, list[int]]:
        """The same, from the store."""
        found: dict[str, list[int]] = {}
        with closing(sqlite3.connect(self.data / "incidents.sqlite")) as store:
            query = "SELECT incident_id, revision FROM revisions ORDER BY incident_id, revision"
            for incident, revision in store.execute(query):
                found.setdefault(incident, []).append(revision)
        return found

    def replayed(self) -> list[bytes]:
        """The incidents' values that a fresh deduplicator makes of the recorded accounts."""
        deduplicator, values = Deduplicator(), []
        for record in self.records("reports"):
            account = open_account(record.message)
            assert isinstance(account, Account)
            revisions = deduplicator.apply(account).revisions
            values += [incident_message(i, account.article.fetched_at).value for i in revisions]
        return values

    def assert_whole(self) -> None:
        """Nothing doubled, no gap, the store is the log, and the log is what an undisturbed run makes of it."""
        times = Counter((article.id, article.version) for article in self._articles())
        assert set(times.values()) <= {1}, f"articles doubled: {times.most_common(5)}"
        assert set(self.accounts().values()) <= {1}, "accounts doubled"
        for incident, revisions in self.revisions().items():
            assert revisions == list(range(1, len(revisions) + 1)), f"incident {incident}: revisions {revisions}"
        assert self.stored_revisions() == {k: self.revisions()[k] for k in sorted(self.revisions())}
        assert [r.message.value for r in self.records("incidents")] == self.replayed()
        assert self.records("dead-letters") == []
