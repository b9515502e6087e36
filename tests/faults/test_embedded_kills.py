"""kill -9 at ten random moments of a run, restarted each time: nothing lost, nothing doubled, no gap."""

import random
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from embedded_process import Remains, Running, newsroom, running

from tocsin.newsroom.show import load_show

KILLS = 10
SEED = 20260301
AFTER_START_S, AFTER_READY_S = 0.6, 1.5  # in turn: while it opens and restores, and while it works
ARTICLES_PER_S = 6.0  # the show lasts about as long as the kills

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


def expected_articles() -> Counter[tuple[str, int]]:
    """Of the show's programme: an item published again is its article's next version."""
    versions: Counter[str] = Counter()
    found: Counter[tuple[str, int]] = Counter()
    for scheduled in load_show().scheduled:
        versions[f"{scheduled.outlet} {scheduled.item.id}"] += 1
        found[(scheduled.item.title, versions[f"{scheduled.outlet} {scheduled.item.id}"])] += 1
    return found


def kill_at_a_random_moment(process: Running, moments: random.Random, *, ready: bool) -> None:
    process.wait_for('"started"')
    if ready:
        process.wait_for('"part": "classify", "event": "ready"')
    with pytest.raises(subprocess.TimeoutExpired):  # it must still be at work
        process.wait(moments.uniform(0.0, AFTER_READY_S if ready else AFTER_START_S))
    process.kill()


def test_ten_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    moments, feeds, remains = random.Random(SEED), tmp_path / "feeds.toml", Remains(tmp_path / "data")
    seen: list[int] = []
    with newsroom(feeds, "--speed", str(ARTICLES_PER_S), "--interval", "0.3"):
        for number in range(KILLS):
            with running("run", "--feeds", feeds, "--data", remains.data) as process:
                kill_at_a_random_moment(process, moments, ready=number % 2 == 1)
            seen.append(remains.articles().total())
        assert len(set(seen)) > KILLS / 3, f"the kills hit an idle program: {seen}"
        with running("run", "--feeds", feeds, "--data", remains.data) as last:
            remains.wait_until_done(expected_articles().total())
            assert last.stop() == 0, last.err
    assert remains.articles() == expected_articles()
    remains.assert_whole()
