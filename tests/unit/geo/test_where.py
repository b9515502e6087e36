from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processors.classify.document import Document
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.where import locate
from tests.unit.geo.articles import document
from tocsin.contract.article import Publisher

CAPITAL = """MOGADISHU (Wire) - Mortar shells fell on Monday in Mogadishu's Hodan district, near the Bakara market.

The police said the shells were fired from a farm on the northern edge of the city.

The foreign minister spoke of the attack at a conference in Nairobi. Washington condemned it."""


def test_the_finest_place_wins_and_landmarks_are_near(gazetteer: Gazetteer) -> None:
    read = document(CAPITAL)
    found = locate(read, read.sentences[:2], gazetteer)
    assert (found.where.name, found.where.city, found.where.country) == ("Hodan", "Mogadishu", "SO")
    assert found.where.precision == "neighbourhood"
    assert found.timezone == "Africa/Mogadishu"
    assert [near.name for near in found.where.near] == ["Bakara market"]
    assert found.where.launched_from is not None
    assert found.where.launched_from.name == "farm on the northern edge of the city"


def test_evidence_is_the_words_in_the_text(gazetteer: Gazetteer) -> None:
    read = document(CAPITAL)
    for evidence in locate(read, read.sentences[:2], gazetteer).evidence.values():
        assert evidence.sentence.text in CAPITAL
        assert CAPITAL[evidence.start : evidence.end] in evidence.sentence.text


def test_the_capital_is_that_of_the_country_in_the_text(gazetteer: Gazetteer) -> None:
    read = document("A suicide bomber killed six people in the Somali capital on Sunday, police said.")
    assert locate(read, read.sentences, gazetteer).where.name == "Mogadishu"


def test_a_country_alone_is_a_country_with_its_radius(gazetteer: Gazetteer) -> None:
    read = document("Gunmen killed eleven soldiers in an ambush in Niger on Tuesday, the army said.")
    where = locate(read, read.sentences, gazetteer).where
    assert (where.country, where.precision, where.city) == ("NE", "country", None)
    assert where.radius_km is not None
    assert where.radius_km > 500


def test_no_place_is_unknown_with_the_reason(gazetteer: Gazetteer) -> None:
    read = document("Two men were shot dead late at night, a spokesman said.")
    where = locate(read, read.sentences, gazetteer).where
    assert (where.name, where.latitude, where.precision) == (None, None, "unknown")
    assert where.reason


def test_a_local_outlet_means_the_town_nearby(gazetteer: Gazetteer) -> None:
    read = document(
        "A man was shot and wounded in Lebanon late Saturday, police said.", publisher=Publisher(domain="ldnews.com")
    )
    where = locate(read, read.sentences, gazetteer).where
    assert (where.country, where.admin1) == ("US", "Pennsylvania")


_WORDS = [
    "Baghdad",
    "in",
    "near",
    "Paris,",
    "the capital",
    ".",
    "fired from",
    "’s",
    "St.",
    "N.C.",
    "\x00",
    "بغداد",
    "Ωmega",
    "AL-ARISH",
    "100",
    "(",
    "Of",
    "\n\n",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join) | st.text(max_size=300))
def test_any_text_gives_a_place_or_none_and_valid_offsets(gazetteer: Gazetteer, text: str) -> None:
    read: Document = document(text, title=text[:80])
    found = locate(read, read.all_sentences(), gazetteer)
    assert (found.where.latitude is None) == (found.where.longitude is None)
    for evidence in found.evidence.values():
        assert 0 <= evidence.start <= evidence.end <= max(len(text), 80)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("A Russian missile hit an apartment building in Kramatorsk on Tuesday, killing three people.", "UA"),
        ("Israeli tank fire killed a medic in Rafah on Tuesday, the Red Crescent said.", "PS"),
        ("Israeli settlers set six cars on fire in Huwara, south of Nablus, in the night to Tuesday.", "PS"),
        ("Pakistani security forces killed four militants in Mandan on Tuesday.", None),  # the one in North Dakota
    ],
)
def test_whose_missile_it_was_does_not_move_a_town(gazetteer: Gazetteer, text: str, country: str | None) -> None:
    read = document(text)
    where = locate(read, read.sentences, gazetteer).where
    assert (where.country if where.precision == "city" else None) == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Five soldiers were killed by a bomb in northern Iraq on Monday, the defence ministry in Ankara said.", "IQ"),
        ("A car bomb exploded outside the interior ministry in Kabul on Wednesday, killing six people.", "AF"),
        ("Gunmen killed three officials in Baghdad on Wednesday.", "IQ"),
        ("Protesters stormed parliament in Nairobi on Tuesday and police fired live rounds.", "KE"),
    ],
)
def test_a_ministry_that_speaks_places_nothing_in_its_capital_but_one_that_is_hit_does(
    gazetteer: Gazetteer, text: str, country: str
) -> None:
    read = document(text)
    assert locate(read, read.sentences, gazetteer).where.country == country


def test_off_a_port_is_where_a_ship_is_hit_and_a_mount_is_not_montana(gazetteer: Gazetteer) -> None:
    read = document(
        "A carrier was hit by two missiles on Sunday, 40 nautical miles off Hodeidah, underwriters in London said."
    )
    assert locate(read, read.sentences, gazetteer).where.country == "YE"
    read = document("They fell when an outpost on Mount Qarachogh came under attack on Monday.")
    assert locate(read, read.sentences, gazetteer).where.country is None
