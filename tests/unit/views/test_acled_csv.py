"""A table that spreadsheets, pandas and people read alike."""

import csv
import io
import tomllib
from dataclasses import replace
from importlib import resources

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import incident

from sinks.views.acled_csv import COLUMNS, row, safe, stream
from tocsin.contract import fields as f
from tocsin.contract.crosswalk import table
from tocsin.contract.incident import Incident


def read(*incidents: Incident) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(stream(incidents)).decode())))


def test_the_columns_are_acleds_first() -> None:
    (line,) = read(incident(1))
    assert list(line) == list(COLUMNS) == list(row(incident(1)))
    told = ("event_date", "event_type", "sub_event_type", "country", "iso", "location", "fatalities", "geo_precision")
    assert [line[name] for name in told] == [
        "2026-02-28", "Violence against civilians", "Attack", "Nigeria", "566", "Kaura", "4", "1"
    ]  # fmt: skip


def test_no_incidents_are_a_header() -> None:
    assert b"".join(stream([])).decode() == ",".join(COLUMNS) + "\r\n"


def test_unknown_is_empty_and_never_nought() -> None:
    silent = replace(incident(1), casualties=f.Casualties(), where=f.Where(), when=f.When())
    (line,) = read(silent)
    assert {line[c] for c in ("fatalities", "latitude", "geo_precision", "event_date", "time_precision")} == {""}
    nobody = replace(incident(1), casualties=f.Casualties(killed=f.Toll(min=0, best=0, max=0)))
    assert read(nobody)[0]["fatalities"] == "0"


def test_pandas_reads_numbers_as_numbers() -> None:
    south = replace(incident(1), where=f.Where(latitude=-1.5, longitude=-70.25))
    frame = pandas.read_csv(io.BytesIO(b"".join(stream([south, incident(2)]))))
    assert list(frame["latitude"]) == [-1.5, 12.6]
    assert frame["fatalities"].sum() == 8


@pytest.mark.parametrize(
    "evil",
    ["=1+1", "+cmd|'/C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1+1", "|x", "%x", "\x00=1", "=\n1"],
)
def test_no_cell_is_a_formula(evil: str) -> None:
    (line,) = read(replace(incident(1), headline=evil, where=f.Where(name=evil, admin1=evil)))
    assert all(line[name].startswith("'") for name in ("notes", "location", "admin1"))


@given(st.text())
def test_any_text_is_one_harmless_cell(text: str) -> None:
    (line,) = read(replace(incident(1), headline=text))
    assert line["notes"] == safe(text).encode("utf-8", "replace").decode()
    assert line["revision"] == "1"
    assert not line["notes"].lstrip().startswith(tuple("=+-@\t\r"))


def test_every_acled_code_of_the_crosswalk_has_its_levels() -> None:
    levels = tomllib.loads(resources.files("sinks").joinpath("data/acled.toml").read_text("utf-8"))
    assert {codes.acled for codes in table().values() if codes.acled} == set(levels) - {"version"}
