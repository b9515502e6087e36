"""Processors killed, restarted, dealt anew: nothing lost, nothing doubled."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from fault_lab import Lab, opened, undisturbed
from fault_ledger import Ledger
from kafka_lab import broker

pytestmark = [pytest.mark.faults, pytest.mark.timeout(240)]
N = int(os.environ.get("FAULTS_N", "500"))


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with opened(broker(), tmp_path, N) as made:
        yield made


def assert_whole(ledger: Ledger) -> None:
    print(ledger)  # noqa: T201 - R is told
    assert ledger.lost == []
    assert ledger.doubled == []
    assert ledger.replay_differs == []
    assert ledger.groups == undisturbed(N)


def test_an_undisturbed_run(lab: Lab) -> None:
    lab.start("classify")
    lab.start("deduplicate")
    lab.send(lab.articles)
    lab.until_done()
    ledger = lab.ledger()
    assert_whole(ledger)
    assert (ledger.redelivered, ledger.dead) == (0, [])
