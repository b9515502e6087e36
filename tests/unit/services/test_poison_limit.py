"""When a stage that can read nothing stops."""

import pytest

from processors.services.poison import PoisonLimit


@pytest.mark.parametrize(
    ("failures", "tripped"),
    [
        ([True] * 4, False),
        ([True] * 5, True),  # five in a row
        ([True] * 4 + [False] + [True] * 4, False),
        ([True, True, False] * 20, True),  # two thirds of the last fifty
        ([True, False, False] * 20, False),  # one third
        ([True, True, False] * 10, False),  # too few to judge a share
    ],
)
def test_it_trips_at_a_run_or_at_a_share(failures: list[bool], tripped: bool) -> None:
    limit = PoisonLimit(run=5, share=0.5)
    for failed in failures:
        limit.note(failed)
    assert limit.tripped is tripped
