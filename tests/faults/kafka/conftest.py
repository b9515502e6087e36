"""A lab for each test: fresh topics on the session's broker, FAULTS_N articles (500).

Where FAULTS_TABLE names a file, what each scenario came to is written there as a table of L, D, R and seconds.
"""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fault_lab import Lab, opened, undisturbed
from fault_ledger import Ledger
from kafka_lab import broker

N = int(os.environ.get("FAULTS_N", "500"))
TABLE = os.environ.get("FAULTS_TABLE")
Check = Callable[[Ledger], None]


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Lab]:
    with opened(broker(), tmp_path, N) as made:
        yield made


@pytest.fixture
def assert_nothing_lost(request: pytest.FixtureRequest) -> Check:
    """L = 0 and D = 0, and a replay of `reports` gives the same bytes. R is told."""
    begun = time.monotonic()

    def check(ledger: Ledger) -> None:
        print(ledger)  # noqa: T201 - R is told
        _note(f"{request.node.name} | {ledger.row()} | {time.monotonic() - begun:.0f}")
        assert ledger.lost == []
        assert ledger.doubled == []
        assert ledger.replay_differs == []

    return check


@pytest.fixture
def assert_whole(assert_nothing_lost: Check) -> Check:
    """That, and the groups and fields of an undisturbed run."""

    def check(ledger: Ledger) -> None:
        assert_nothing_lost(ledger)
        assert ledger.groups == undisturbed(N)

    return check


def _note(row: str) -> None:
    if TABLE:
        with Path(TABLE).open("a", encoding="utf-8") as file:
            file.write(f"| {row} |\n")
