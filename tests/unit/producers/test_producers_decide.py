"""New, a new version, or nothing."""

from __future__ import annotations

import pytest

from producers.decide import Decision, Seen, decide

SEEN = Seen("a", 2, "hash-2", "feed-1")

CASES = [
    # hash, feed, seen, expected
    ("hash-1", "feed-1", None, Decision("new", "a", 1)),
    ("hash-2", "feed-1", SEEN, Decision("unchanged", "a", 2)),
    ("hash-3", "feed-1", SEEN, Decision("edited", "a", 3)),
    ("hash-1", "feed-1", SEEN, Decision("edited", "a", 3)),  # back to older words is an edit, too
    ("hash-2", "feed-2", SEEN, Decision("duplicate", "a", 2)),
    ("hash-9", "feed-2", SEEN, Decision("duplicate", "a", 2)),  # another feed's summary never flips the version
]


@pytest.mark.parametrize(("content_hash", "feed", "seen", "expected"), CASES)
def test_decide(content_hash: str, feed: str, seen: Seen | None, expected: Decision) -> None:
    assert decide("a", content_hash, feed, seen) == expected


def test_the_id_of_first_sight_stays() -> None:
    assert decide("under-a-new-link", "hash-3", "feed-1", SEEN) == Decision("edited", "a", 3)
