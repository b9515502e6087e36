"""Actors, targets, weapons and claims: sentence beside expectation."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from extract_reading import document

from processors.classify.extract import actors, casualties, claims, organisations, targets, weapons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two masked men opened fire on a bar, police said.", {("masked men", "person", "perpetrator")}),
        ('The army blamed "terrorist groups" for the attack.', {("terrorist groups", "organization", "accused")}),
        ("Somali police blamed al-Shabaab for the attack.", {("al-Shabaab", "organization", "accused")}),
        ("The attack was claimed by the Islamic State.", {("Islamic State", "organization", "claimant")}),
        ("The convoy was ambushed by suspected militants.", {("suspected militants", "person", "perpetrator")}),
        ("THE GUERRILLAS ATTACKED THE BARRACKS.", {("GUERRILLAS", "person", "perpetrator")}),
        ("No group has claimed responsibility.", set()),
        (
            "A group calling itself Night of the Lamps claimed responsibility.",
            {("Night of the Lamps", "organization", "claimant")},
        ),
        ("Kyiv blamed Russia for the strike.", {("Russia", "organization", "accused")}),
        ("Two rockets fell on the town.", set()),
        (
            "At least 33 soldiers were killed when armed men ambushed a convoy near Pensa.",
            {("armed men", "person", "perpetrator")},
        ),
        ("A mob ransacked the office and beat two editors.", {("mob", "person", "perpetrator")}),
        ("Settlers attacked the village, burning three cars.", {("Settlers", "person", "perpetrator")}),
        (
            "Members of the Tiguerones gang shot dead nine people in a pool hall.",
            {("Tiguerones", "organization", "perpetrator")},
        ),
        (
            "FMLN GUERRILLAS KIDNAPPED THE MAYOR.",
            {("FMLN GUERRILLAS", "person", "perpetrator"), ("FMLN", "organization", "perpetrator")},
        ),
    ],
)
def test_actors(text: str, expected: set[tuple[str, str, str]]) -> None:
    doc = document(text)
    assert {(a.name, a.entity, a.role) for a in actors.read(doc, doc.sentences)[0]} == expected


def test_who_loses_a_commander_did_not_kill_him() -> None:
    doc = document(
        "A Turkish drone strike killed a commander of the Syrian Democratic Forces near Qamishli on Tuesday."
    )
    names = {a.name for a in actors.read(doc, doc.sentences, "explosion/drone_strike")[0]}
    assert names == {"Turkish forces"}


def test_police_who_open_fire_are_doers() -> None:
    doc = document("Police opened fire on striking miners near Rustenburg; at least four were shot dead.")
    assert {a.name for a in actors.read(doc, doc.sentences)[0]} == {"Police"}


def test_the_law_is_the_doer_where_the_law_acts() -> None:
    doc = document("Police fired tear gas and rubber bullets at protesters on Wednesday.")
    (police,) = actors.read(doc, doc.sentences, "unrest/crowd_dispersal")[0]
    assert (police.name, police.role) == ("Police", "perpetrator")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two Katyusha rockets fell near the hotel.", {("rocket", "Katyusha", 2)}),
        ("A car bomb exploded outside the market.", {("car_bomb", None, 1)}),
        ("Gunmen armed with AK-47s stormed the bank.", {("firearm", "AK-47", None)}),
        ("Shahed drones struck the port overnight.", {("drone", "Shahed", None)}),
        ("The men opened fire on a tea shop.", {("firearm", None, None)}),
        ("The bomb squad searched the building.", set()),
    ],
)
def test_weapons(text: str, expected: set[tuple[str, str | None, int | None]]) -> None:
    doc = document(text)
    assert {(w.kind, w.name, w.count) for w in weapons.read(doc, doc.sentences)[0]} == expected


def test_seized_weapons_count_for_seizures_only() -> None:
    doc = document("Police recovered twelve rifles at the farm.")
    assert weapons.read(doc, doc.sentences, "violence_against_civilians/shooting")[0] == ()
    (rifles,) = weapons.read(doc, doc.sentences, "security_operation/weapons_seizure")[0]
    assert (rifles.kind, rifles.count) == ("firearm", 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gunmen attacked a military convoy on Friday.", {("military convoy", "object", "military")}),
        ("A bomb exploded outside the French embassy.", {("French embassy", "object", "embassy")}),
        (
            "Fighters stormed a village and killed four farmers.",
            {("village", "object", "civilians"), ("farmers", "person", "civilians")},
        ),
        ("Three policemen were killed.", {("policemen", "person", "police")}),
    ],
)
def test_targets(text: str, expected: set[tuple[str, str, str]]) -> None:
    doc = document(text)
    assert {(t.name, t.entity, t.kind) for t in targets.read(doc, doc.sentences)[0]} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army blamed M23 for the raid.", ("blames", "The army", "military", "actors", "M23")),
        (
            "The governor, Colonel Issa Tapsoba, blamed M23 for the raid.",
            ("blames", "The governor, Colonel Issa Tapsoba", "military", "actors", "M23"),
        ),
        ("The group denied involvement in the raid.", ("denies", "The group", "armed_group", "actors", None)),
        (
            "The Taliban claimed responsibility for the raid.",
            ("claims_responsibility", "Taliban", "armed_group", "actors", None),
        ),
    ],
)
def test_claims(text: str, expected: tuple[str | None, ...]) -> None:
    doc = document(text)
    (claim,) = claims.read(doc, doc.sentences)[0]
    assert (claim.kind, claim.by.name, claim.by.kind, claim.field, claim.against) == expected


def test_an_attributed_toll_is_asserted_on_its_day() -> None:
    doc = document("Nine people were killed, police said on Sunday.", published_at=datetime(2025, 3, 11, 8, tzinfo=UTC))
    read, evidence = casualties.read(doc, doc.sentences)
    (claim,) = claims.read(doc, doc.sentences, read, evidence)[0]
    assert (claim.kind, claim.by.name, claim.by.kind, claim.field, claim.value) == (
        "asserts",
        "police",
        "police",
        "casualties.killed",
        9,
    )
    assert claim.said_at == datetime(2025, 3, 9, tzinfo=UTC)


def test_organisations_are_known_by_alias_and_country() -> None:
    group = organisations.known("Tehreek-i-Taliban Pakistan")
    assert group is not None
    assert (group.name, group.kind, group.countries) == ("Tehreek-e-Taliban Pakistan", "rebel_group", ("PK",))
    assert organisations.known("the Shining Path") is not None
    assert organisations.known("Rotary Club") is None
