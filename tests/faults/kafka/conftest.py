"""A lab for each test: fresh topics on the session's broker, FAULTS_N articles (500)."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fault_lab import Lab, opened, undisturbed
from fault_ledger import Ledger
from kafka_lab import broker

N = int(os.environ.get("FAULTS_N", "500"))


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with opened(broker(), tmp_path, N) as made:
        yield made


@pytest.fixture
def assert_whole() -> Callable[[Ledger], None]:
    """L = 0 and D = 0, the groups and fields of an undisturbed run, and a replay that gives the same bytes."""

    def check(ledger: Ledger) -> None:
        print(ledger)  # noqa: T201 - R is told
        assert ledger.lost == []
        assert ledger.doubled == []
        assert ledger.replay_differs == []
        assert ledger.groups == undisturbed(N)

    return check
