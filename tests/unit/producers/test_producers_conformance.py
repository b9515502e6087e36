"""Every document of feedparser's own suite is read without a crash, and what it expects of our fields holds."""

from __future__ import annotations

import pytest
from conformance import documents, judge

MINIMUM_SHARE = 0.97


def test_the_documents_are_read_as_they_expect(capsys: pytest.CaptureFixture[str]) -> None:
    paths = documents()
    if not paths:
        pytest.skip("the feed documents are not here: set GOLD to the folder that holds feeds/feedparser")
    found = [judge(path) for path in paths]
    counted = [verdict for verdict in found if verdict.holds is not None]
    missed = [f"{verdict.path.name}: {verdict.expectation}" for verdict in counted if not verdict.holds]
    share = 1 - len(missed) / len(counted)
    with capsys.disabled():
        print(  # noqa: T201 - the figure is what the test is for
            f"\nfeed conformance: {len(found)} documents read, {len(counted)} expectations of ours, {share:.3f} hold"
        )
    assert share >= MINIMUM_SHARE, missed[:20]
