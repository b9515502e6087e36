"""Many clients at once, some of whom come and go: `make soak-serve` is the same for five minutes."""

import pytest

from evaluation.bench.serve import measure

pytestmark = [pytest.mark.integration, pytest.mark.timeout(240)]


def test_200_clients_lose_nothing_and_cost_no_memory() -> None:
    outcome = measure(clients=200, seconds=8, per_batch=20)
    assert outcome.revisions > 50
    assert outcome.reconnections > 0, "nobody came back"
    assert (outcome.lost, outcome.doubled) == (0, 0)
    assert outcome.rss_growth < 1.25, outcome.rss_mb
