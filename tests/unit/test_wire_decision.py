"""What the trained decision makes of the rules' incidents in a wire in capitals."""

from __future__ import annotations

from reading import article

from processors.classify.decision.retype import muc, retyped
from processors.classify.decision.wire import RULES_ALONE, Verdict, decided, verdict_on
from processors.classify.detect.mention import Mention, find_mentions
from processors.classify.document import Document
from processors.classify.incidents.group import group
from processors.classify.incidents.incident import Incident
from processors.classify.realis.decide import judge
from processors.classify.text import read_document, with_all_tokens

BOMBING = "A BOMB EXPLODED YESTERDAY AT THE BARRACKS IN PORTO BELO, KILLING TWO SOLDIERS."
KIDNAPPING = "ARMED MEN KIDNAPPED THE MAYOR OF SANTA LUZ THIS MORNING."
RAID = "POLICE ARRESTED THREE MEN IN PORTO BELO YESTERDAY."


def read(*sentences: str, mixed: bool = False) -> tuple[Document, list[Mention], list[Incident]]:
    text = " ".join(sentences)
    document = with_all_tokens(read_document(article(text.capitalize() if mixed else text)))
    mentions = judge(find_mentions(document), document)
    return document, mentions, group(mentions, document)


def kinds(incidents: list[Incident]) -> list[str | None]:
    return [muc(incident.type) for incident in incidents]


def test_an_incident_of_another_type_becomes_the_one_that_the_models_name() -> None:
    _, mentions, incidents = read(BOMBING)
    found = retyped(incidents, mentions, ("KIDNAPPING",))
    assert [incident.type for incident in found] == ["violence_against_civilians/abduction"]


def test_a_type_that_no_incident_tells_gets_one_of_its_own_from_the_sentence_that_says_it() -> None:
    _, mentions, _ = read(BOMBING, KIDNAPPING)
    bombing = [Incident([mentions[0]], 0, [mentions[0].sentence], primary=True)]
    found = retyped(bombing, mentions, ("BOMBING", "KIDNAPPING"))
    assert kinds(found) == ["BOMBING", "KIDNAPPING"]
    assert found[1].sentences == [mentions[1].sentence]
    assert [incident.primary for incident in found] == [True, False]


def test_a_rejected_mention_of_the_type_is_enough() -> None:
    _, mentions, _ = read(BOMBING, KIDNAPPING)
    past = [mentions[0], mentions[1].rejected("background")]
    bombing = [Incident([past[0]], 0, [past[0].sentence])]
    assert kinds(retyped(bombing, past, ("BOMBING", "KIDNAPPING"))) == ["BOMBING"]


def test_types_that_the_training_data_do_not_know_are_left_alone() -> None:
    _, mentions, incidents = read(RAID)
    assert [incident.type for incident in retyped(incidents, mentions, ())] == [i.type for i in incidents]
    arrests = [i for i in retyped(incidents, mentions, ("ATTACK",)) if muc(i.type) is None]
    assert [i.type for i in arrests] == [i.type for i in incidents]


def test_where_the_models_see_nothing_only_what_is_told_in_full_stays() -> None:
    document, mentions, incidents = read(KIDNAPPING)
    assert incidents
    assert decided(incidents, mentions, document, Verdict(False, ())) == [i for i in incidents if i.score >= 7]


def test_a_rejection_tells_its_type_only_where_the_models_see_it() -> None:
    _, mentions, _ = read(BOMBING)
    assert RULES_ALONE.names(mentions[0])
    assert Verdict(True, ("BOMBING",)).names(mentions[0])
    assert not Verdict(True, ("KIDNAPPING",)).names(mentions[0])
    assert not Verdict(False, ()).names(mentions[0])


def test_text_in_both_cases_is_left_to_the_rules() -> None:
    document, mentions, incidents = read(BOMBING, mixed=True)
    assert document.case == "mixed"
    assert verdict_on(mentions, incidents, document) is RULES_ALONE
    assert decided(incidents, mentions, document, RULES_ALONE) is incidents
