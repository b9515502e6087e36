"""A list of thousands of places costs no more than a long story."""

from __future__ import annotations

from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.where import locate
from processors.classify.when.resolve import resolve
from tests.pace import seconds
from tests.unit.geo.articles import document

_NAMES = [
    "Mosul",
    "Basra",
    "Kirkuk",
    "Paris",
    "Athens",
    "Springfield",
    "Richmond",
    "Alexandria",
    "Columbus",
    "Kandahar",
    "Herat",
    "Lagos",
    "Kano",
    "Kaduna",
]


def test_a_megabyte_of_names_and_dates_is_read_within_a_second(gazetteer: Gazetteer) -> None:
    text = " ".join(f"in {name} on Sunday at 5 p.m. near" for name in _NAMES * 2500)
    assert len(text) > 1_000_000
    read = document(text)

    def places_and_dates() -> None:
        locate(read, read.sentences, gazetteer)
        resolve(read, read.sentences, "Asia/Baghdad")

    assert seconds(places_and_dates) < 1.0
