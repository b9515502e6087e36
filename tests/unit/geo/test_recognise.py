from __future__ import annotations

import pytest

from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.read import read_places
from tests.unit.geo.articles import document


def roles(gazetteer: Gazetteer, text: str) -> dict[str, str]:
    places = read_places(document(text), gazetteer)
    return {m.text: m.role for mentions in places.by_sentence.values() for m in mentions}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("A bomb exploded in Mosul on Friday, wounding two.", "Mosul", "place"),
        ("Washington signaled that it could close the mission.", "Washington", "government"),
        ("Talks between Tehran and Washington have stalled again.", "Washington", "government"),
        ("Chicago police said two men were wounded.", "Chicago", "organisation"),
        ("The Iraqi army said the rockets missed.", "Iraqi", "demonym"),
        ("Gunmen attacked a convoy outside the capital of Somalia.", "Somalia", "place"),
        ("The shooting happened in Mobile, Alabama, after midnight.", "Mobile", "place"),
        ("Fighters left Sheikh Zuweid before dawn.", "Sheikh Zuweid", "place"),
        ("A BOMB EXPLODED IN MOSUL ON FRIDAY, THE POLICE CHIEF SAID IN A STATEMENT.", "MOSUL", "place"),
        ("a bomb exploded in mosul on friday, the police chief said in a statement.", "mosul", "place"),
    ],
)
def test_a_name_has_its_role(gazetteer: Gazetteer, text: str, name: str, role: str) -> None:
    assert roles(gazetteer, text).get(name) == role


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paris Hilton was not at the scene, her agent said.", "Paris"),
        ("Officer Jordan Smith fired once, the report says.", "Jordan"),
        ("Police identified the victim as Charlotte Brown, a nurse.", "Charlotte"),
        ("The man was arrested on Washington Street at noon.", "Washington"),
        ("Reading the statement, he wept and left the room.", "Reading"),
        ("The group said in March that it would disarm.", "March"),
        ("The rebels of the ELN denied the charge.", "ELN"),
    ],
)
def test_persons_streets_and_words_are_no_places(gazetteer: Gazetteer, text: str, name: str) -> None:
    assert name not in roles(gazetteer, text)
