"""Words that look like another time or a denial, and are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from processors.classify.detect.mention import find_mentions
from processors.classify.realis.age import age_of
from processors.classify.realis.cues import sentence_cues
from processors.classify.realis.decide import ruled
from processors.classify.text import read_document
from tests.reading import article, reports

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


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Fire in hostel kills four", "Four people died in a fire at a hostel in Osh on Sunday."),
        ("Truce holds in Idlib", "The truce in Idlib held for a second day on Sunday, residents said."),
        (
            "Rockfall at mine",
            "A miner was killed and two were hurt in a rockfall at a gold mine near Welkom on Sunday.",
        ),
        (
            "Missile test",
            "North Korea fired a ballistic missile into the Sea of Japan on Sunday, Seoul's military said.",
        ),
        (
            "Murders down",
            "The number of murders in Honduras fell by a third in the first nine months, police said on Sunday.",
        ),
        (
            "Sirens in drill",
            "Sirens sounded in Taipei on Sunday as people practised taking shelter from an air attack.",
        ),
        ("Union calls strike", "The drivers' union called a strike for Friday in Lagos and announced a march."),
        ("Wolf kills lambs", "A wolf killed nine lambs near Assen on Saturday night, the province said."),
    ],
)
def test_what_tempts_in_few_words_is_no_incident(title: str, text: str) -> None:
    assert reports(title, text, published=AUGUST) == ()


def test_a_hostel_fired_at_is_one() -> None:
    told = reports("Gunmen attack hostel", "Gunmen opened fire at a hostel in Osh on Sunday, killing four people.")
    assert [report.type for report in told] == ["violence_against_civilians/shooting"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("killed there by rebels twenty years ago", {"old", "background"}),  # "twenty years" hides no "years ago"
        ("a training exercise near the camp", {"exercise"}),  # and "exercise" in it is no second cue
    ],
)
def test_cues_that_overlap_are_all_told_but_not_one_inside_another(text: str, kinds: set[str]) -> None:
    assert kinds == set(sentence_cues(text.split()).found)
