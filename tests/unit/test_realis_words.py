"""Words that look like another time or a denial, and are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from processors.classify.detect.mention import find_mentions
from processors.classify.realis.age import age_of
from processors.classify.realis.decide import ruled
from processors.classify.text import read_document
from tests.reading import article

AUGUST = datetime(2026, 8, 30, 18, tzinfo=UTC)


def reasons(text: str) -> list[str | None]:
    document = read_document(article(text, published=AUGUST))
    return [mention.reason for mention in ruled(find_mentions(document), document)[0]]


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("A march against the eviction turned into a clash with the police on Saturday.", 0),
        ("The network that called the march says that police beat a demonstrator.", 0),
        ("The protest of 4 March turned into a clash with the police.", 2),
        ("In March, demonstrators clashed with the police.", 2),
    ],
)
def test_a_march_is_no_month_unless_it_is(text: str, age: int) -> None:
    (mention,) = find_mentions(read_document(article(text, published=AUGUST)))
    assert age_of(mention.signals, AUGUST, mention.first_word) == age


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Dismissed oil workers protested outside the town hall of Zhanaozen on Sunday.", None),
        ("The governor dismissed reports of a bomb attack on the town hall of Zhanaozen.", "denied_event"),
        ("Protesters overturned bins and clashed with the police in Turin on Sunday.", None),
    ],
)
def test_who_is_dismissed_denies_nothing_and_bins_are_no_verdict(text: str, reason: str | None) -> None:
    assert reasons(text) == [reason]
