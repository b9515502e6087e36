"""What is forgotten, and that a restart forgets neither more nor less."""

from __future__ import annotations

import pytest
from accounts import Desk, account, told

from processors.deduplicate.core import Deduplicator


@pytest.mark.parametrize("restarted", [False, True])
def test_an_edited_article_that_tells_nothing_any_more_is_forgotten_in_its_time(restarted: bool) -> None:
    desk = Desk()
    desk.take(told("a"), account("a", version=2, hours=10 * 24))
    held = []
    for days in (112, 120, 122):
        desk.take(told(f"of-day-{days}", hours=days * 24, where="Basra", when="2026-06-28"))
        held.append("a/a" in desk.state)
        if restarted:
            desk.deduplicator = Deduplicator.restore(desk.state.items())
    assert held == [True, True, False]  # 111 days after its last version
