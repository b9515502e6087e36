"""Where an article turns from one incident to another, and what an outlet says of itself."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from reading import reports

from processors.classify.document import Sentence
from processors.classify.text.items import items_of
from processors.classify.text.outlet import outlet_spans
from tocsin.contract.article import Publisher

DIGEST = """MOSUL: Two policemen were killed on Tuesday when a roadside bomb hit their patrol in Mosul.

QUETTA: A gunman shot dead three labourers in Quetta on Monday, police said.

CALI: Five people were wounded in Cali on Tuesday when a car bomb exploded near a police station."""


def test_a_digest_has_an_incident_an_item_each_in_its_own_place() -> None:
    told = reports("World security digest", DIGEST)
    assert [report.where.city for report in told] == ["Mosul", "Quetta", "Cali"]
    assert not any(report.primary for report in told)


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["MOSUL - A bomb went off.", "Police said more."],
        ["MOSUL - A bomb went off.", "Police said more.", "DOWNLOAD: our app"],
        ["MOSUL - A bomb went off.", *["More of it."] * 9, "DOWNLOAD: our app", "FOLLOW: us here"],
        ["KHAN: No.", "BAKER: Yes.", "KHAN: No.", "BAKER: Yes."],
    ],
)
def test_a_dateline_a_link_and_a_transcript_are_no_digest(paragraphs: list[str]) -> None:
    assert items_of([*paragraphs, *["A sentence without a label."] * 4]) == {}


def test_a_sentence_that_begins_with_another_day_tells_another_attack() -> None:
    text = """BAGHDAD - Three rockets hit the Dora district of Baghdad on Tuesday night and wounded four people.

One of the rockets went through the roof of a house.

On Monday two rockets landed in the city's Jadiriya district, striking a car park."""
    told = reports("Rockets hit southern Baghdad, four wounded", text)
    assert [(report.where.name, report.when.date) for report in told] == [
        ("Dora", date(2026, 3, 10)),
        ("Jadiriya", date(2026, 3, 9)),
    ]


def test_another_days_attack_that_is_only_recalled_dates_nothing() -> None:
    text = """BAGHDAD - Rockets wounded two people in the Karrada district of Baghdad on Tuesday, police said.

A group had said that it carried out Sunday's attack."""
    (report,) = reports("Rockets wound two in Baghdad", text)
    assert report.when.date == date(2026, 3, 10)


def test_tonight_in_the_small_hours_is_the_evening_before() -> None:
    text = "A woman was killed tonight when a rocket fell on her home in Dora in Baghdad, a rescue worker said."
    just_after_midnight = datetime(2026, 3, 10, 21, 30, tzinfo=UTC)
    (report,) = reports("Rocket kills woman in Baghdad", text, just_after_midnight)
    assert (report.when.date, report.when.part_of_day) == (date(2026, 3, 10), "night")


def test_the_outlets_own_name_is_neither_a_place_nor_a_word_to_know_an_incident_by() -> None:
    text = "Gunmen killed seven people at a market in Jos on Monday, a survivor told the Lagos Bulletin."
    (report,) = reports("Seven killed at market", text, publisher=Publisher(name="The Lagos Bulletin"))
    assert report.where.city == "Jos"
    assert not {"lagos", "bulletin", "lagos bulletin"} & set(report.terms)


@pytest.mark.parametrize(
    ("publisher", "found"),
    [
        (Publisher(name="Coast Post"), "Coast Post"),
        (Publisher(name="x", domain="coastpost.example"), "Coast Post"),
        (Publisher(name="Coast", domain="coast.example"), None),
        (Publisher(), None),
    ],
)
def test_how_an_outlet_names_itself(publisher: Publisher, found: str | None) -> None:
    text = "He told Coast Post that the coast was clear."
    spans = outlet_spans(Sentence(0, text, 0, len(text), 0, ()), publisher)
    assert [text[start:end] for start, end in spans] == ([found] if found else [])


def test_a_passive_report_has_no_speaker_and_no_arrests_hurt_nobody() -> None:
    text = "Gunmen killed six villagers in Jos on Monday, police said. No arrests were reported."
    (report,) = reports("Gunmen kill six", text)
    assert "No arrests were" not in {claim.by.name for claim in report.claims}
    injured = report.casualties.injured
    assert injured is None or injured.text is None


def test_one_more_of_those_already_counted_is_one() -> None:
    text = "A mine exploded in a market in Khost on Monday. Three children were killed and a fourth was wounded."
    (report,) = reports("Mine kills three children", text)
    assert report.casualties.killed is not None
    assert report.casualties.injured is not None
    assert (report.casualties.killed.best, report.casualties.injured.best) == (3, 1)


def test_a_headlines_verb_is_no_part_of_what_was_hit() -> None:
    text = "Mobs burned a dozen shops in Honiara in the Solomon Islands on Monday. Eleven people were injured."
    (report,) = reports("Rioters torch shops in Honiara", text)
    names = {target.name for target in report.targets}
    assert "shops" in names
    assert not {name for name in names if "Rioters" in name or "Islands" in name}


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("A Russian drone struck a bus depot in Kharkiv on Monday, wounding six people.", ["Russian forces"]),
        ("Israeli air strikes killed four people in Gaza City on Monday, medics said.", ["Israeli forces"]),
        ("A Russian drone was shot down over Kharkiv on Monday. A rocket killed two people there.", []),
        ("Gunmen killed four Iraqi soldiers with a rocket in Kirkuk on Monday.", ["Gunmen"]),
    ],
)
def test_a_nations_weapon_tells_whose_forces_did_it(text: str, doers: list[str]) -> None:
    told = reports("", text)
    assert [actor.name for report in told for actor in report.actors if actor.role == "perpetrator"] == doers


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Death toll in Sindh floods rises to 112",
            "At least 112 people have died since the rivers burst their banks.",
        ),
        (
            "Earthquake kills 34 in eastern Turkey",
            "A tremor of magnitude 6.1 killed 34 people and injured 200 in Elazig.",
        ),
        ("Ferry sinks off Mindanao, 21 dead", "Twenty-one people drowned and 40 are missing after a ferry capsized."),
        ("Cholera kills 18 in Borno camp", "Eighteen people have died of cholera in a camp near Maiduguri this week."),
        ("Bus plunges into ravine, 27 killed", "A bus left the road near Cusco on Monday, killing 27 passengers."),
        (
            "Landslide buries village, 15 bodies found",
            "Rescuers pulled 15 bodies from the mud in Chittagong on Tuesday.",
        ),
        ("Fire in Dhaka garment factory kills nine", "A short circuit started the blaze that killed nine workers."),
        (
            "Heat wave kills 60 in Rajasthan",
            "Sixty people, most of them elderly, died in Rajasthan in the heat on Sunday.",
        ),
    ],
)
def test_a_toll_of_nature_or_an_accident_is_no_incident(title: str, text: str) -> None:
    assert reports(title, text) == ()


def test_a_rehearsal_that_was_attacked_is_no_exercise() -> None:
    told = reports(
        "Gunman fires on dancers at festival rehearsal in General Santos",
        "Two dancers were killed and five others wounded when a gunman opened fire at a rehearsal in General Santos on"
        " Friday evening, police said. They were going through their drill when the shots came.",
    )
    assert [report.casualties.killed.best for report in told if report.casualties.killed] == [2]


def test_an_exercise_is_told_by_more_than_one_word() -> None:
    text = (
        "Forty volunteers played the wounded when divers simulated the clearing of a mine in Gdansk on Wednesday night."
    )
    assert reports("Bang in the night was a drill, port says", text) == ()


BRIEFS = """Kenya - Two people were killed in Nairobi on Monday when police broke up a protest.

Kenya - Four policemen died on Tuesday when al-Shabaab fighters attacked their post at Mandera.

Nigeria - A farmer was murdered near Jos on Monday evening."""


def test_a_digest_may_have_two_items_from_one_country() -> None:
    told = reports("Africa in brief", BRIEFS)
    assert [best.best for report in told if (best := report.casualties.killed)] == [2, 4, 1]
    assert len(reports("Kenya mourns", BRIEFS)) < 3


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Fibre-optic cables were cut at Lund on Sunday night, police said; trains stood still.", "property/sabotage"),
        (
            "Armed men boarded a tanker off Eyl on Monday and are holding its crew.",
            "violence_against_civilians/abduction",
        ),
        ("A minibus hit an improvised device near Koro on Monday, killing six people.", "explosion/landmine"),
        (
            "Three teachers seized by armed men near Buea on Monday are still missing.",
            "violence_against_civilians/abduction",
        ),
        (
            "Pirates in two skiffs boarded a tanker 300 nautical miles off Eyl on Tuesday, the agency said.",
            "violence_against_civilians/abduction",
        ),
        (
            "Two sisters were burned when a man threw acid at them in Dhaka on Monday.",
            "violence_against_civilians/attack_unspecified",
        ),
        (
            "An explosive device thrown from a motorcycle went off outside a police station in Cali, injuring three.",
            "explosion/bombing",
        ),
        (
            "Two priests were taken from the rectory in Kafanchan on Saturday night by men with AK-47s.",
            "violence_against_civilians/abduction",
        ),
        (
            "Twelve students of the school in Kumbo are in the hands of the men who took them on Sunday.",
            "violence_against_civilians/abduction",
        ),
        ("JNIM said its fighters had shot down an army helicopter near Tessit on Saturday.", "battle/armed_clash"),
        ("A bus struck a device on the road to Bankass on Sunday and five people died.", "explosion/landmine"),
        ("Trains stood still on Monday after an explosive damaged the track near Garwolin.", "property/sabotage"),
        (
            "The army said that it had killed 14 fighters in an operation near Diffa on Monday.",
            "battle/armed_clash",
        ),
        ("Troops killed twelve rebels near Gwoza on Monday, a governor said.", "battle/armed_clash"),
        (
            "The town of Djibo has been under blockade for months; eleven people were killed in an ambush on Monday.",
            "battle/armed_clash",
        ),
    ],
)
def test_what_is_told_in_other_words_than_bombs_and_guns(text: str, event: str) -> None:
    told = reports(text.split(",")[0], text)
    assert [report.type for report in told] == [event]


WEEK = """Our Sunday look at the region.

West Bank. Settlers set fire to two houses near Nablus late on Saturday, wounding three people, the Red Crescent said.

Yemen. Six people were killed in Taiz on Thursday when mortar shells landed among families queueing for water.

In Syria, a van bomb killed seven people in Al-Bab on Monday, the civil defence said.

Markets. Tel Aviv opens flat."""


def test_a_digest_may_label_its_items_with_a_full_stop_or_a_phrase() -> None:
    told = reports("The region this week", WEEK)
    assert [report.where.country for report in told] == ["PS", "YE", "SY"]
    assert not items_of(WEEK.split("\n\n"), "Levant mourns")


FEATURE = """Olena had set the table for her daughter's birthday and was looking for the candles.

The drone came in at 3:20 a.m.

She remembers the curtain, which moved before she heard anything.

The cat was found behind the stove.

Neighbours came with blankets and tea and somebody brought a radio.

Her daughter will turn nine all the same, she says."""


def test_a_long_story_may_tell_it_in_one_bit_but_a_short_one_has_said_all() -> None:
    assert [report.type for report in reports("A table for nine in Kharkiv", FEATURE)] == ["explosion/drone_strike"]
    assert not reports("A table for nine in Kharkiv", "\n\n".join(FEATURE.split("\n\n")[:3]))
