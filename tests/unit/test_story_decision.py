"""What no sentence tells, the whole article may: processors/classify/decision/story.py."""

from __future__ import annotations

from unittest import mock

from processors.classify.decision import story
from processors.classify.detect.mention import find_mentions
from processors.classify.incidents.group import group
from processors.classify.realis.decide import judge
from processors.classify.text import read_document
from tests.reading import article, reports

STOVE = """Rahila sold tea here for eleven years, under the tin roof that faces the bus park.

The kettle is still on its hook. The bench has gone, and so has the wall behind it.

"I bring my own cup now," said a driver who used to stop there every morning.

Nobody at the park likes to talk of that day. The radio is kept off. The boys who wash the windscreens have gone home.

Four people died, her nephew among them. Eleven were hurt, most of them passengers of the Kano bus.

The attackers were never seen. The new roof will be of zinc, the council says."""

MATCH = """It was a bruising week for the hosts. Their captain was wounded by the words of a former coach.

The opening pair attacked from the first ball and two records fell before lunch.

Supporters clashed with the umpire's reading of the light, and the crowd booed for ten minutes.

The coach said his side had been ambushed by the heat.

On Sunday the hosts travel to the coast.

They will be without their captain."""


def test_a_feature_that_tells_in_bits_is_told_and_by_the_whole_alone() -> None:
    told = reports("The stove by the gate", STOVE)
    assert [report.primary for report in told] == [True]
    assert told[0].casualties.injured is not None
    assert told[0].casualties.injured.best == 11

    with mock.patch.object(story, "chance", return_value=story.TOLD - 0.01):
        assert not reports("The stove by the gate", STOVE)


def test_a_week_of_sport_is_not() -> None:
    assert not reports("The week on the courts", MATCH)


def test_a_short_item_has_said_all_it_has_to_say() -> None:
    short = "Four people died, her nephew among them.\n\nThe attackers were never seen. The council will meet."
    with mock.patch.object(story, "chance", return_value=1.0):
        assert not reports("The stove by the gate", short)


def test_what_the_rules_tell_is_left_alone() -> None:
    document = read_document(article(STOVE, "The stove by the gate"))
    mentions = judge(find_mentions(document), document)
    found = group(mentions, document, thinly=True)
    assert found
    with mock.patch.object(story, "chance", side_effect=AssertionError("nobody asks")):
        assert story.weighed(mentions, found, document) == (mentions, found)


def test_sentences_the_model_half_believed_count_where_the_article_tells() -> None:
    document = read_document(article(STOVE, "The stove by the gate"))
    mentions = [m.rejected("not_an_incident") for m in judge(find_mentions(document), document)]
    assert not group(mentions, document, thinly=True)
    told, incidents = story.weighed(mentions, [], document)
    assert len(incidents) == 1
    assert any(mention.reason is None for mention in told)
