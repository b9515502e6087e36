"""`tocsin export` from either store: the same document, and only what was asked for."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import postgres_lab
import pytest
from invented import NOON, incident
from typer.testing import CliRunner

from sinks.postgres_store import PostgresStore
from sinks.sqlite_store import SqliteStore
from tocsin.cli.main import build
from tocsin.contract import fields as f
from tocsin.contract.envelope import incident_message
from tocsin.contract.incident import Incident
from tocsin.log.port import Delivered, Partition

pytestmark = pytest.mark.integration
APRIL = datetime(2026, 4, 2, tzinfo=UTC)
STORY = (
    incident(1),
    incident(1, revision=2, killed=5),
    replace(incident(2), type="explosion/bombing", when=f.When(start=APRIL, end=APRIL + timedelta(days=1))),
    replace(incident(3), where=f.Where(country="IQ", latitude=33.3, longitude=44.4, radius_km=20.0)),
    replace(incident(4), status="merged", merged_into="i1"),
)


def fill(sink: SqliteStore | PostgresStore, *story: Incident) -> None:
    for number, told in enumerate(story):
        message = incident_message(told, NOON + timedelta(hours=told.revision))
        sink.add(Delivered(message, Partition(message.topic), number, 0))
    sink.flush()
    sink.close()


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options that choose the store."""
    monkeypatch.chdir(tmp_path)
    if request.param == "postgres":
        dsn = postgres_lab.database_of(tmp_path)
        fill(PostgresStore(dsn), *STORY)
        monkeypatch.setenv("TOCSIN_POSTGRES__DSN", dsn)
        return []
    (tmp_path / "run").mkdir()
    fill(SqliteStore(tmp_path / "run" / "incidents.sqlite"), *STORY)
    return ["--data", "run"]


def export(*options: str) -> str:
    done = CliRunner().invoke(build(), ["export", *options], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


def ids(store: list[str], *options: str) -> list[str]:
    return [feature["id"] for feature in json.loads(export("--format", "geojson", *store, *options))["features"]]


def test_filters(store: list[str]) -> None:
    assert ids(store) == ["i1", "i2", "i3"]
    assert ids(store, "--country", "iq") == ["i3"]
    assert ids(store, "--type", "explosion") == ["i2"]
    assert ids(store, "--box", "44,33,45,34") == ["i3"]
    assert ids(store, "--since", "2026-04-01") == ["i2"]
    assert ids(store, "--until", "2026-04-01") == ["i1", "i3"]


def test_the_csv_is_read_by_duckdb(store: list[str], tmp_path: Path) -> None:
    export("--format", "csv", "--out", str(tmp_path / "incidents.csv"), *store)
    query = f"SELECT event_id_cnty, fatalities, country FROM read_csv('{tmp_path / 'incidents.csv'}') ORDER BY ALL"
    assert duckdb.sql(query).fetchall() == [("i1", 5, "Nigeria"), ("i2", 4, "Nigeria"), ("i3", 4, "Iraq")]


def test_cap_tells_of_every_revision_and_of_what_was_merged(store: list[str], tmp_path: Path) -> None:
    out = tmp_path / "cap"
    export("--format", "cap", "--out", str(out), "--sender", "desk.example", *store)
    assert sorted(p.name for p in out.iterdir()) == [
        f"tocsin-{name}.xml" for name in ("i1-1", "i1-2", "i2-1", "i3-1", "i4-1")
    ]
    update = (out / "tocsin-i1-2.xml").read_text()
    assert "<references>desk.example,tocsin-i1-1,2026-03-01T13:00:00-00:00</references>" in update
    assert "<sent>2026-03-01T14:00:00-00:00</sent>" in update
