"""The broker away, restarted; processors that wait, and end when asked."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fault_lab import LIMIT_S, Lab, free_port, get, until
from fault_ledger import Ledger
from kafka_lab import broker

pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT_S)]
Check = Callable[[Ledger], None]
OUTAGE_S = float(os.environ.get("FAULTS_OUTAGE_S", "12"))
RECOVERY_S = 60.0
MEMORY = 700 * 1024 * 1024


def resident(pid: int) -> int:
    """Bytes."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def at_work_again(lab: Lab) -> float:
    """Seconds until both services write again: a revision that was not there. Or until all is done."""
    begun, before = time.monotonic(), lab.end_of("incidents")
    until(lambda: lab.end_of("incidents") > before or lab.done(), "at work", RECOVERY_S)
    return time.monotonic() - begun


def test_the_broker_is_killed_and_away_for_a_while(lab: Lab, assert_whole: Check) -> None:
    """Waited for: alive but not ready, memory bounded, nothing dead-lettered, at work again within a minute."""
    slow = {"slow_article": "*", "slow_s": 0.01}
    ports = {"classify": free_port(), "deduplicate": free_port()}
    workers = {
        name: lab.start(name, process={"health_port": port, "batch_records": 20}, **slow)
        for name, port in ports.items()
    }
    lab.send(lab.articles)
    until(lambda: lab.end_of("incidents") > 0, "work")
    broker().kill()
    try:
        down = time.monotonic()
        for name, port in ports.items():
            until(lambda p=port: get(p, "/ready")[0] == 503, f"{name} says that it is not ready")
        while time.monotonic() - down < OUTAGE_S:
            assert [get(port, "/live")[0] for port in ports.values()] == [200, 200]
            assert all(resident(w.pid) < MEMORY for w in workers.values())
            time.sleep(0.5)
        assert [w.poll() for w in workers.values()] == [None, None]
    finally:
        broker().start()
    seconds = at_work_again(lab)
    print(f"recovered in {seconds:.1f} s")  # noqa: T201 - a figure of the scenario
    lab.until_done()
    ledger = lab.ledger()
    assert_whole(ledger)
    assert ledger.dead == []


def test_the_broker_is_restarted_in_order(lab: Lab, assert_whole: Check) -> None:
    lab.start("classify", slow_article="*", slow_s=0.005, process={"batch_records": 20})
    lab.start("deduplicate", process={"batch_records": 20})
    lab.send(lab.articles)
    until(lambda: lab.end_of("incidents") > 0, "work")
    broker().stop()
    broker().start()
    at_work_again(lab)
    lab.until_done()
    assert_whole(lab.ledger())


def test_sigterm_ends_a_worker_that_waits_for_the_broker(lab: Lab) -> None:
    lab.start("deduplicate")
    worker = lab.start("classify", slow_article="*", slow_s=0.01, process={"batch_records": 20})
    lab.send(lab.articles)
    until(lambda: lab.end_of("reports") > 0, "work")
    broker().kill()
    try:
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    finally:
        broker().start()


def test_a_second_signal_ends_a_worker_at_once(lab: Lab) -> None:
    worker = lab.start("classify", slow_article="*", slow_s=0.01, process={"batch_records": 20})
    lab.send(lab.articles)
    until(lambda: lab.end_of("reports") > 0, "work")
    broker().kill()
    try:
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)  # two at once may be taken for one
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(3) == 1
    finally:
        broker().start()


def test_workers_started_before_the_broker_wait_for_it(lab: Lab, assert_whole: Check) -> None:
    lab.send(lab.articles)
    broker().stop()
    try:
        port = free_port()
        workers = [lab.start("classify", process={"health_port": port}), lab.start("deduplicate")]
        until(lambda: get(port, "/live")[0] == 200, "alive without a broker")
        assert get(port, "/ready")[0] == 503
        assert [w.poll() for w in workers] == [None, None]
    finally:
        broker().start()
    at_work_again(lab)
    lab.until_done()
    assert_whole(lab.ledger())
