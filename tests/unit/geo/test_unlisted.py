"""Names of places that the gazetteer lacks, and what is no such name."""

from __future__ import annotations

import pytest

from processors.classify.document import Sentence
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.unlisted import unlisted
from processors.deduplicate.words import skeleton


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.ready()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A drone hit a motorcycle in Zibqin on Thursday evening.", ("Zibqin",)),
        ("Drones struck in Zibkine and Yatar, two villages of the south.", ("Zibkine", "Yatar")),
        ("Gunmen attacked the village of Ouro-Sambo near Mopti.", ("Ouro-Sambo",)),
        ("Two people were killed in Baghdad on Monday.", ()),
        ("The minister said in Parliament in March that it was over.", ()),
        ("Rockets fell in Baghdad's Qashla quarter.", ("Qashla",)),
        ("He was shot in Monday's attack.", ()),
    ],
)
def test_what_stands_behind_a_preposition_of_place(text: str, names: tuple[str, ...], gazetteer: Gazetteer) -> None:
    assert unlisted([Sentence(0, text, 0, len(text), 0, ())], "mixed", gazetteer) == names


def test_text_of_one_case_shows_no_names(gazetteer: Gazetteer) -> None:
    assert unlisted([Sentence(0, "A DRONE HIT ZIBQIN.", 0, 19, 0, ())], "upper", gazetteer) == ()


def test_spellings_of_one_village_share_a_skeleton() -> None:
    assert skeleton("Zibqin") == skeleton("Zibkine") == skeleton("Zebqin")
    assert skeleton("Yater") == skeleton("Yaatar") != skeleton("Zibqin")
