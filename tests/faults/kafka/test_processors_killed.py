"""Processors killed, restarted, dealt anew: nothing lost, nothing doubled."""

import os
import signal
import time
from collections.abc import Callable

import pytest
from fault_lab import LIMIT_S, Lab, free_port, get, kill, until
from fault_ledger import Ledger

pytestmark = [pytest.mark.faults, pytest.mark.timeout(LIMIT_S)]
Check = Callable[[Ledger], None]
OUTAGE_S = float(os.environ.get("FAULTS_OUTAGE_S", "12"))
STEPS = ["begin", "send revisions", "send states", "commit", "committed"]


def test_an_undisturbed_run(lab: Lab, assert_whole: Check) -> None:
    lab.start("classify")
    lab.start("deduplicate")
    lab.send(lab.articles)
    lab.until_done()
    ledger = lab.ledger()
    assert_whole(ledger)
    assert (ledger.redelivered, ledger.dead) == (0, [])


def test_classify_killed_five_times(lab: Lab, assert_whole: Check) -> None:
    lab.start("deduplicate")
    lab.send(lab.articles)
    for round_ in range(1, 6):
        worker = lab.start("classify", slow_article="*", slow_s=0.002, process={"batch_records": 20})
        until(lambda goal=round_: lab.end_of("reports") >= goal * len(lab.articles) // 8, "some accounts")
        kill(worker)
    lab.start("classify")
    lab.until_done()
    assert_whole(lab.ledger())


def test_deduplicate_killed_between_every_two_steps(lab: Lab, assert_whole: Check) -> None:
    """Batches of seven, so that merges, retractions and every step fall into killed ones."""
    lab.start("classify")
    lab.send(lab.articles)
    for step in STEPS:
        worker = lab.start("deduplicate", crash_at=step, crash_after=6, process={"batch_records": 7})
        until(lambda w=worker: w.poll() is not None, f"killed before {step!r}")
        assert worker.returncode == -signal.SIGKILL
    lab.start("deduplicate")
    lab.until_done()
    assert_whole(lab.ledger())


def test_the_active_deduplicator_dies_and_a_standby_takes_over(lab: Lab, assert_whole: Check) -> None:
    ports = [free_port(), free_port()]
    both = {p: lab.start("deduplicate", process={"batch_records": 7, "health_port": p}) for p in ports}
    for port in ports:
        until(lambda p=port: get(p, "/ready")[0] == 200, "one works, one stands by")
    lab.start("classify")
    lab.send(lab.articles)
    until(lambda: lab.end_of("incidents") > 20, "work")
    active = [port for port in ports if "tocsin_deduplicate_active 1.0" in get(port, "/metrics")[1]]
    assert len(active) == 1
    kill(both[active[0]])
    lab.until_done()
    assert_whole(lab.ledger())


def test_a_deduplicator_that_was_frozen_cannot_write_any_more(lab: Lab, assert_whole: Check) -> None:
    """A process stopped for longer than its session does not know that another works in its place."""
    lab.start("classify")
    port = free_port()
    frozen = lab.start("deduplicate", process={"batch_records": 3, "health_port": port})
    lab.send(lab.articles[:250])
    until(lambda: lab.end_of("incidents") > 20, "it works")
    frozen.send_signal(signal.SIGSTOP)
    lab.start("deduplicate")
    lab.send(lab.articles[250:])
    lab.until_done()
    frozen.send_signal(signal.SIGCONT)
    until(lambda: get(port, "/ready")[0] == 200, "it has found its place again")
    lab.until_done()
    assert_whole(lab.ledger())


def test_workers_one_three_one_under_load(lab: Lab, assert_whole: Check) -> None:
    slow = {"slow_article": "*", "slow_s": 0.02, "process": {"batch_records": 10}}
    lab.start("deduplicate")
    first = lab.start("classify", **slow)
    lab.send(lab.articles)
    until(lambda: lab.end_of("reports") > 0, "the first works")
    ports = [free_port(), free_port()]
    for port in ports:
        lab.start("classify", **{**slow, "process": {"batch_records": 10, "health_port": port}})
    for port in ports:
        until(lambda p=port: get(p, "/ready")[0] == 200, "all three have their partitions")
    for worker in (lab.running[-1], first):
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(30) == 0
    lab.until_done()
    assert_whole(lab.ledger())


@pytest.mark.parametrize("service", ["classify", "deduplicate"])
def test_sigterm_under_load_ends_it_with_zero_in_thirty_seconds(lab: Lab, assert_whole: Check, service: str) -> None:
    other = "deduplicate" if service == "classify" else "classify"
    lab.start(other)
    worker = lab.start(service, slow_article="*", slow_s=0.005, process={"batch_records": 20})
    lab.send(lab.articles)
    until(lambda: lab.end_of("incidents") > 0, "load")
    begun = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert time.monotonic() - begun < 30
    lab.start(service)
    lab.until_done()
    assert_whole(lab.ledger())


def test_a_handler_slower_than_the_poll_interval(lab: Lab, assert_whole: Check) -> None:
    """Of the session in CI, of Kafka's default poll interval at full length. The group leaves it its partitions."""
    lab.start("deduplicate")
    lab.start("classify", slow_article=lab.articles[3].id, slow_s=5.0 if OUTAGE_S < 60 else OUTAGE_S + 10)
    lab.send(lab.articles)
    lab.until_done()
    ledger = lab.ledger()
    assert_whole(ledger)
    assert ledger.redelivered == 0
