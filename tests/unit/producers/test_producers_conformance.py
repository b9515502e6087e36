"""Every document of feedparser's own suite is read without a crash, and what it expects of our fields holds."""

from __future__ import annotations

from collections import Counter

import pytest
from conformance import documents, judge

MINIMUM_SHARE = 0.98


def test_the_documents_are_read_as_they_expect(capsys: pytest.CaptureFixture[str]) -> None:
    paths = documents()
    if not paths:
        pytest.skip("the feed documents are not here: set GOLD to the folder that holds feeds/feedparser")
    found = [judge(path) for path in paths]
    counted = [verdict for verdict in found if verdict.holds is not None]
    missed = [verdict for verdict in counted if not verdict.holds]
    share = 1 - len(missed) / len(counted)
    reasons = Counter(verdict.why for verdict in missed if verdict.why)
    lines = [
        f"feed conformance: {len(found)} documents read, {len(counted)} expectations of ours, {share:.3f} hold",
        *(f"  {count} on purpose not: {why}" for why, count in reasons.items()),
    ]
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201 - the figures are what the test is for
    assert [f"{v.path.name}: {v.expectation}" for v in missed if v.why is None] == []
    assert share >= MINIMUM_SHARE
