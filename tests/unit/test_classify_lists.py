"""An article that names town after town: more than a dozen incidents are a list, which costs no more than a story."""

from __future__ import annotations

from typing import Any

import pytest
from reading import read, reports

from processors.classify.when.attach import Reading
from processors.classify.when.own import OwnDays
from processors.classify.when.resolve import read_dates
from tests.pace import seconds

TITLE = "Bomb kills three in Mosul"
LEAD = "3 people were killed by a bomb at a market in Mosul on Tuesday, the Ministry of War said. It exploded at noon. "
TOWNS = (
    *("Basra", "Kandahar", "Lagos", "Quetta", "Aleppo", "Tripoli", "Bamako", "Niamey", "Kharkiv"),
    *("Mogadishu", "Nairobi", "Kinshasa", "Bogota", "Quito", "Manila", "Dhaka", "Kirkuk", "Herat", "Kano"),
    *("Kaduna", "Karachi", "Lahore", "Peshawar", "Homs", "Hama", "Damascus", "Benghazi", "Misrata", "Gao"),
    *("Timbuktu", "Mopti", "Zinder", "Agadez", "Maiduguri", "Jos", "Abuja", "Odesa", "Lviv", "Dnipro"),
    *("Donetsk", "Sumy", "Poltava", "Kismayo", "Baidoa", "Mombasa", "Garissa", "Kampala", "Goma"),
    *("Bukavu", "Cali", "Medellin", "Guayaquil", "Lima", "Caracas", "Davao", "Yangon", "Mandalay"),
    *("Jalalabad", "Kunduz", "Sanaa", "Aden", "Taiz", "Khartoum", "Wau", "Malakal", "Ndjamena"),
)


def bombs(towns: tuple[str, ...], first: int = 4, by: int = 1) -> str:
    """A bomb in each town, `by` more dead in each; no word but the town tells that it is another."""
    return " ".join(
        f"{first + by * at} people were killed by a bomb at a market in {town} on Tuesday, the Ministry of War said."
        for at, town in enumerate(towns)
    )


@pytest.mark.parametrize(("others", "told"), [(3, 4), (11, 12), (12, 1), (30, 1)])
def test_a_list_of_more_than_a_dozen_is_left_whole(others: int, told: int) -> None:
    assert len(reports(TITLE, LEAD + bombs(TOWNS[:others]))) == told


def test_what_is_parted_leaves_room_for_the_incidents_told_behind_it() -> None:
    """Six and eight would be fourteen: the second stays whole."""
    shots = bombs(TOWNS[5:13], 30).replace("killed by a bomb", "shot dead by gunmen")
    told = reports(TITLE, f"{LEAD}{bombs(TOWNS[:5])}\n\n{shots}")
    assert [report.type.split("/")[1] for report in told] == ["bombing"] * 6 + ["shooting"]


def test_the_dates_of_an_article_are_read_once_however_many_towns_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[object] = []

    def counting(*args: Any) -> list[Reading]:
        calls.append(args)
        return read_dates(*args)

    monkeypatch.setattr("processors.classify.when.own.read_dates", counting)
    assert len(reports(TITLE, LEAD + bombs(TOWNS[:8]))) == 9
    assert len(calls) == 1


def test_of_a_list_of_one_days_towns_not_each_is_asked_for_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(OwnDays, "of", lambda _, sentences: asked.append(sentences))
    assert len(reports(TITLE, LEAD + bombs(TOWNS, 3, by=0))) == 1
    assert len(asked) < 100 < 2 * len(TOWNS)


@pytest.mark.parametrize("source", ["the Ministry of War", "police"], ids=["one incident", "many incidents"])
def test_a_megabyte_of_bombs_takes_no_second(source: str) -> None:
    weekdays = ("Tuesday", "Sunday", "Monday", "Saturday")
    text = " ".join(
        f"A bomb on {weekdays[at % 4]} killed {at + 4} people at a market in {TOWNS[at % len(TOWNS)]}, {source} said."
        for at in range(12_000)
    )
    assert len(text) > 850_000
    read(LEAD, TITLE)  # the vocabulary is loaded
    assert seconds(lambda: read(LEAD + text, TITLE)) < 1.0
    assert read(LEAD + text, TITLE).account
