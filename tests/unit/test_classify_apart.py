"""Two incidents told in one breath are kept apart; one that is told in passing is told."""

from __future__ import annotations

from datetime import date

import pytest
from reading import read, reports

from processors.classify.gate.triggers import triggers_of
from tocsin.contract.report import Report


def places(told: tuple[Report, ...]) -> list[str | None]:
    return [report.where.city or report.where.name for report in told]


def killed(told: tuple[Report, ...]) -> list[int | None]:
    return [report.casualties.killed.best if report.casualties.killed else None for report in told]


TWO_TOWNS = """The death toll from a drone strike on a fuel depot in Sumy rose to nine on Wednesday, officials said, as
another town of the north-east came under attack at dawn.

The strike of Tuesday evening also wounded thirty people, the regional governor said.

Early on Wednesday, a drone fired two missiles at a grain store in Kharkiv, residents said. Four people were killed and
ten were injured, according to the mayor.

"We thought it was thunder," said a porter."""


def test_a_second_town_of_another_day_is_another_incident_with_a_toll_of_its_own() -> None:
    told = reports("Toll of Sumy drone strike climbs to nine; second city hit", TWO_TOWNS)
    assert places(told) == ["Sumy", "Kharkiv"]
    assert killed(told) == [9, 4]
    assert [report.when.date for report in told] == [date(2026, 3, 10), date(2026, 3, 11)]
    assert [report.primary for report in told] == [True, False]


@pytest.mark.parametrize(
    "aftermath",
    [
        "Six of the wounded were airlifted to a hospital in Lviv on Wednesday, where two people died.",
        "Doctors at Lviv Hospital said on Wednesday that two of the wounded people were killed by burns.",
        "Three of the people killed were buried in Lviv on Wednesday.",
    ],
)
def test_where_the_wounded_are_taken_is_no_second_incident(aftermath: str) -> None:
    text = f"""A bomb killed five people and wounded twelve at a market in Sumy on Tuesday, police said.

The device exploded at noon.

{aftermath}"""
    assert places(reports("Bomb kills five in Sumy", text)) == ["Sumy"]


def test_what_is_weeks_old_elsewhere_is_background() -> None:
    text = """A bomb killed five people at a market in Mosul on Tuesday, police said.

The device exploded at noon.

Last month the same group killed a dozen people in an assault on a hotel in Basra."""
    assert places(reports("Bomb kills five in Mosul", text)) == ["Mosul"]


CAMP = """Benin's army said on Wednesday that nine of its soldiers were killed and 12 wounded when gunmen attacked a
camp in the north of the country the previous day.

"Eleven terrorists were neutralised{place}," a spokesman for the general staff said.

The camp lies in the area of Banikoara."""


@pytest.mark.parametrize(("place", "tolls"), [("", [9]), (" in a raid near Kandi", [9, 11])])
def test_what_the_attacked_did_is_part_of_the_attack_unless_it_was_elsewhere(place: str, tolls: list[int]) -> None:
    assert killed(reports("Nine soldiers killed in assault on northern camp", CAMP.format(place=place))) == tolls


WEEK = """It was a bad week on both sides of the border. On Monday four Kenyan policemen were killed when their car
struck a mine near Mandera.

In South Sudan, officials say 31 people were killed on Sunday when raiders attacked a cattle camp near Rumbek."""


def test_a_sentence_that_opens_with_another_country_turns_to_it() -> None:
    told = reports("The region's week: a mine and a raid", WEEK)
    assert [report.where.country for report in told] == ["KE", "SS"]
    assert killed(told) == [4, 31]


SAID = "the Ministry of War said"
"""A name that two sentences share, so that their words alone do not tell them apart."""


@pytest.mark.parametrize(
    ("further", "told"),
    [
        ("12 people were killed by bombs in Basra this week, {}.", ["Mosul"]),
        ("Two people wounded by the bomb died of burns at Basra Teaching Hospital on Wednesday, {}.", ["Mosul"]),
        ("12 people were killed by a bomb at a hotel in Basra on Monday, {}.", ["Mosul", "Basrah"]),
        ("In South Sudan, 31 people were killed by a bomb at a camp on Sunday, {}.", ["Mosul", "South Sudan"]),
        ("31 people were killed by a bomb at a camp on Sunday in South Sudan, {}.", ["Mosul"]),
    ],
)
def test_what_begins_another_incident_behind_one_of_the_same_kind(further: str, told: list[str]) -> None:
    text = f"""Five people were killed by a bomb at a market in Mosul on Tuesday, {SAID}.

The device exploded at noon.

{further.format(SAID)}"""
    assert [report.where.name for report in reports("Bomb kills five in Mosul", text)] == told


MINES = """MALI - Six people died on Tuesday when a bus hit a mine near Koro.
On Monday three more were killed by a mine near Bankass.

NIGERIA - Gunmen abducted a pastor and four people in Kajuru on Sunday, police said.

LIBYA - Calm has held in Zawiya since Sunday's battle between militias.

ZAMBIA - The kwacha fell to 29 to the dollar."""


def test_each_item_of_a_digest_has_its_own_place_and_day() -> None:
    told = reports("Africa in brief", MINES)
    assert [report.where.country for report in told] == ["ML", "ML", "NG", "LY"]
    assert [report.when.date for report in told] == [
        date(2026, 3, 10),
        date(2026, 3, 9),
        date(2026, 3, 8),
        date(2026, 3, 8),
    ]


def test_another_towns_bomb_of_the_day_before_is_not_silenced_by_this_ones() -> None:
    text = """Drones hit a tram depot in Odesa late on Tuesday and killed a watchman, officials said.

Five drones came down on the depot shortly after 11pm.

In Mykolaiv, where Monday's bomb fell, crews ended their search on Tuesday evening.
That brought the number killed there to six."""
    told = reports("Drones set Odesa tram depot ablaze a day after a bomb in Mykolaiv", text)
    assert places(told) == ["Odesa", "Mykolayiv"]
    assert killed(told) == [1, 6]


def test_a_feature_that_counts_the_dead_and_the_wounded_in_passing_is_read() -> None:
    text = """Maher did not like the market. It was hot, it was loud, and the drovers haggled with him over every dose.

He went each week all the same, a two-hour round trip from Aleppo in a borrowed car.

He was one of three people killed at the market in al-Bab on Tuesday. Of the eleven people injured, five remain in
hospital.

His widow has asked that the clinic carry on."""
    assert len(reports("The vet who went to the market on Tuesdays", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        'A letter signed "Lava" claims responsibility for the cable fires near Verden.',
        "The officer embraced martyrdom.",
    ],
)
def test_the_gate_lets_through_what_the_reader_knows(text: str) -> None:
    assert triggers_of(text).passes


RIOT = """QUITO - Six inmates were killed on Tuesday in a riot at a prison in Guayaquil, the prison service said.

Prisoners had taken eight guards hostage in Guayaquil on Tuesday and set mattresses on fire."""


def test_two_sides_of_one_event_are_one_report() -> None:
    told = reports("Six die in Guayaquil prison riot", RIOT)
    assert [report.type for report in told] == ["unrest/riot"]
    abducted = told[0].casualties.abducted
    assert killed(told) == [6]
    assert abducted
    assert abducted.best == 8


def test_two_kinds_in_two_towns_are_two() -> None:
    text = RIOT.replace("hostage in Guayaquil", "hostage in Cuenca")
    assert len(reports("Six die in Guayaquil prison riot", text)) == 2


def test_a_town_without_a_point_is_not_where_the_report_was_written() -> None:
    text = """PORT-AU-PRINCE, Haiti - A rights group said Wednesday that 31 people had been killed in a gang assault on
the farming town of Pontbeau in Artibonite, almost three times the number told by the government."""
    (told,) = reports("Rights group puts dead at 31", text)
    assert told.where.name == "Artibonite"
    assert told.where.city is None


def test_what_is_told_of_a_second_incident_is_not_also_rejected() -> None:
    """Far behind the first, which had no more room for it while the two were one."""
    second = f"12 people were killed by a bomb at a hotel in Basra on Monday, {SAID}."
    first = f"Five people were killed by a bomb at a market in Mosul on Tuesday, {SAID}."
    text = " ".join((first, *["It was market day."] * 60, second))
    said = read(text, "Bomb kills five in Mosul")
    assert said.account is not None
    assert said.account.reports[-1].summary.text == second
    assert said.rejections is None
