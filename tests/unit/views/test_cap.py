"""CAP messages keep the standard (tests/fixtures/cap/cap-1.2.xsd) and refer to what they replace."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented import NOON, incident
from lxml import etree

from sinks.views.cap import NAMESPACE, Revised, stream
from tocsin.contract import fields as f
from tocsin.contract.vocabulary import EVENT_TYPES

XSD = etree.XMLSchema(file=str(Path(__file__).parents[2] / "fixtures" / "cap" / "cap-1.2.xsd"))
SENDER = "desk@north-post.example"


def parsed(*revisions: Revised) -> list[etree._Element]:
    found = [etree.fromstring(message.xml) for message in stream(revisions, SENDER)]
    for message in found:
        XSD.assertValid(message)
    return found


def text(message: etree._Element, name: str) -> str | None:
    found: str | None = message.findtext(f".//{{{NAMESPACE}}}{name}")
    return found


def revised(number: int, revision: int, **changes: object) -> Revised:
    told = replace(incident(number, revision=revision), **changes)  # type: ignore[arg-type]
    return Revised(told, NOON + timedelta(hours=revision))


def test_alert_update_cancel_each_refer_to_all_before() -> None:
    messages = parsed(revised(1, 1), revised(1, 2), revised(1, 3, status="merged", merged_into="i9"), revised(2, 1))
    assert [text(m, "msgType") for m in messages] == ["Alert", "Update", "Cancel", "Alert"]
    first = f"{SENDER},tocsin-i1-1,2026-03-01T13:00:00-00:00"
    second = f"{SENDER},tocsin-i1-2,2026-03-01T14:00:00-00:00"
    assert [text(m, "references") for m in messages] == [None, first, f"{first} {second}", None]


@pytest.mark.parametrize("status", ["merged", "retracted"])
def test_what_is_no_incident_of_its_own_any_more_is_cancelled(status: str) -> None:
    assert text(parsed(revised(1, 1), revised(1, 2, status=status))[1], "msgType") == "Cancel"


def test_the_area_is_the_circle_and_none_for_an_unknown_place() -> None:
    known, unknown = parsed(revised(1, 1), revised(2, 1, where=f.Where()))
    assert text(known, "circle") == "12.60000,6.60000 5.0"
    assert text(unknown, "areaDesc") is None


def test_a_schema_that_refuses_wrong_messages() -> None:
    (good,) = stream([revised(1, 1)], SENDER)
    for right, wrong in ((b"Past", b"Gestern"), (b"-00:00", b"Z"), (b"<scope>Public</scope>", b"")):
        assert not XSD.validate(etree.fromstring(good.xml.replace(right, wrong)))


@given(
    st.text(), st.text(), st.sampled_from(EVENT_TYPES), st.integers(0, 4),
    st.floats(-90, 90), st.floats(-180, 180), st.floats(0, 20_000), st.text(),
)  # fmt: skip
def test_whatever_an_incident_holds_the_message_is_valid(
    headline: str, place: str, kind: str, severity: int, lat: float, lon: float, radius: float, reason: str
) -> None:
    where = f.Where(name=place, latitude=lat, longitude=lon, radius_km=radius, country="NG")
    base = incident(1)
    change = replace(base.change, reason=reason)
    parsed(revised(1, 1, headline=headline, type=kind, severity=severity, where=where, change=change))
