from __future__ import annotations

import pickle
import sqlite3
from pathlib import Path

import pytest

from processors.classify.geo import sources
from processors.classify.geo.gazetteer import Gazetteer, GazetteerError, default_path
from processors.classify.geo.names import key
from tocsin.errors import UserError


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Al-‘Arīsh", "al arish"),
        ("ST. LOUIS", "st louis"),
        ("Saint Louis", "st louis"),
        ("the Bronx", "bronx"),
        ("Sant Julià de Lòria", "sant julia de loria"),
        ("N.C.", "nc"),
        ("", ""),
    ],
)
def test_key_ignores_case_marks_and_diacritics(written: str, expected: str) -> None:
    assert key(written) == expected


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Kryvyi Rih", "city", "UA"),
        ("Sheikh Zuweid", "city", "EG"),
        ("Dera Ismail Khan", "city", "PK"),
        ("Rapides Parish", "admin2", "US"),
        ("U.S.", "country", "US"),
        ("Anbar", "admin1", "IQ"),
        ("Jadriyah", "neighbourhood", "IQ"),
        ("Babylon hotel", "landmark", "IQ"),
        ("Donbas", "region", "UA"),
    ],
)
def test_names_of_every_kind_are_found(gazetteer: Gazetteer, name: str, kind: str, country: str) -> None:
    found = {(c.place.kind.replace("village", "city"), c.place.country) for c in gazetteer.lookup(name)}
    assert (kind, country) in found


def test_an_overlay_place_knows_its_city_division_and_zone(gazetteer: Gazetteer) -> None:
    place = next(c.place for c in gazetteer.lookup("Jadiriya") if c.place.kind == "neighbourhood")
    assert place.within is not None
    assert gazetteer.by_id(place.within).name == "Baghdad"
    assert gazetteer.admin1_name(place) == "Baghdad"
    assert gazetteer.zone(place) == "Asia/Baghdad"


def test_a_country_of_several_zones_has_none(gazetteer: Gazetteer) -> None:
    country = gazetteer.by_code("US")
    assert country is not None
    assert gazetteer.zone(country) is None


def test_a_missing_or_foreign_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        Gazetteer.open(tmp_path / "none.sqlite")
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE meta (name, value)")
    with pytest.raises(GazetteerError, match="edition"):
        Gazetteer.open(other)


def test_one_built_of_other_sources_is_not_read(monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> None:
    Gazetteer.open(default_path())
    monkeypatch.setattr(sources, "digest", lambda: "other")
    with pytest.raises(GazetteerError, match="edition"):
        Gazetteer.open(default_path())


def test_a_place_where_none_can_be_built_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(GazetteerError, match=r"cannot be built \(.*; make room there, or name a file in TOCSIN_GAZETT"):
        Gazetteer.ready(tmp_path / "file" / "g.sqlite")


def test_an_error_crosses_a_process_border_with_its_words(tmp_path: Path) -> None:
    error = GazetteerError(tmp_path, "cannot be built", "make room there")
    told = pickle.loads(pickle.dumps(error))
    assert isinstance(told, UserError)
    assert str(told) == str(error)


def test_the_environment_names_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TOCSIN_GAZETTEER", str(tmp_path / "g.sqlite"))
    assert default_path() == tmp_path / "g.sqlite"
