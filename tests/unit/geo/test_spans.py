from __future__ import annotations

import pytest

from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.spans import resolve_spans
from tocsin.contract.article import Publisher


@pytest.mark.parametrize(
    ("text", "name", "domain", "country", "admin1"),
    [
        ("The mayor of Paris, Texas, called for calm.", "Paris", None, "US", "TX"),
        ("The mayor of Paris called for calm in France.", "Paris", None, "FR", "11"),
        ("Deputies searched a house in Springfield for hours.", "Springfield", "news-leader.com", "US", "MO"),
        ("Deputies searched a house in Springfield for hours.", "Springfield", "masslive.com", "US", "MA"),
        ("Clashes broke out in Tripoli, and the army sent troops from Beirut.", "Tripoli", None, "LB", None),
        ("Georgia and Russia traded blame after shots near Tskhinvali.", "Georgia", None, "GE", ""),
        ("Storms hit Georgia, Alabama and Tennessee overnight.", "Georgia", "ajc.com", "US", "GA"),
        ("The American consul left.", "American", None, "US", ""),
    ],
)
def test_context_chooses_the_sense(
    gazetteer: Gazetteer, text: str, name: str, domain: str | None, country: str, admin1: str | None
) -> None:
    start = text.index(name)
    others = [
        (text.index(w), text.index(w) + len(w))
        for w in ("Beirut", "France", "Russia", "Alabama", "Tennessee")
        if w in text
    ]
    found = resolve_spans(text, [(start, start + len(name)), *others], Publisher(domain=domain), gazetteer)[0]
    assert found is not None
    assert found.country == country
    assert admin1 is None or found.admin1 == admin1


def test_an_unknown_name_has_no_place(gazetteer: Gazetteer) -> None:
    assert resolve_spans("Zzyxqwort fell.", [(0, 9)], None, gazetteer) == [None]
