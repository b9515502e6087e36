"""Parquet files and webhooks: sinks killed between store and offset, their partitions dealt anew each time."""

import json
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from fault_lab import LIMIT_S, Lab, until
from fault_nursery import Child
from invented import NOON, incident
from webhook_receiver import SECRET, Receiver

from tocsin import topics
from tocsin.contract.envelope import incident_message

pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT_S)]
COUNT = 600
EXPECTED = sorted((f"i{n}", revision) for n in range(COUNT // 2) for revision in (1, 2))


def kill_them(lab: Lab, group: str, start: Callable[[int], Child]) -> None:
    """Revisions over all six partitions, in three portions. For each, two sinks of one group that die when their first
    batch is stored: what the first could not commit is dealt to the second, and then to the next two."""
    for portion in range(3):
        lab.send_messages(incident_message(incident(int(i[1:]), r), NOON) for i, r in EXPECTED[portion::3])
        workers = [start(1), start(1)]
        until(lambda both=workers: all(w.poll() is not None for w in both), "killed")
        assert {w.returncode for w in workers} == {-signal.SIGKILL}
    start(0)
    until(lambda: lab.lag(group, topics.INCIDENTS.name) == 0, "all is committed")


def test_parquet(lab: Lab, tmp_path: Path) -> None:
    """In the files themselves, without any care for doubled rows: each revision once."""

    def start(crash_after: int) -> Child:
        options = {
            "sink": "parquet",
            "data": str(tmp_path),
            "stored": str(tmp_path / "stored"),
            "crash_after": crash_after,
        }
        return lab.start_module("sink_worker", "sink", [options])

    kill_them(lab, "sink-parquet", start)
    with duckdb.connect() as connection:
        files = f"{tmp_path}/parquet/revisions/*/*.parquet"
        stored = connection.sql(f"SELECT incident_id, revision FROM read_parquet('{files}')").fetchall()
    assert sorted(stored) == EXPECTED
    written = sum(map(int, (tmp_path / "stored").read_text().split()))
    assert written > COUNT, "no window was hit"
    sys.stdout.write(f"parquet R={written - COUNT}\n")


def test_webhook(lab: Lab, tmp_path: Path) -> None:
    """At the receiver, which knows a repeated one by its id: each revision, once."""
    receiver = Receiver()
    targets = tmp_path / "webhooks.toml"
    targets.write_text(
        f'[[target]]\nname = "desk"\nurl = {json.dumps(receiver.url)}\nsecret = "{SECRET}"\nallow_private = true\n'
    )

    def start(crash_after: int) -> Child:
        options = {"sink": "webhook", "webhooks": str(targets), "stored": str(tmp_path / "stored"),
                   "data": str(tmp_path), "crash_after": crash_after}  # fmt: skip
        return lab.start_module("sink_worker", "sink", [options])

    kill_them(lab, "sink-webhook-desk", start)
    receiver.stop()
    assert sorted((body["id"], body["revision"]) for body in receiver.taken.values()) == EXPECTED
    assert receiver.unsigned == 0
    assert len(receiver.requests) > COUNT, "no window was hit"
    sys.stdout.write(f"webhook R={len(receiver.requests) - COUNT}\n")
