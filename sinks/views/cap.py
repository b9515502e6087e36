"""CAP 1.2 (OASIS, Common Alerting Protocol): a message a revision.

msgType    Alert for the first revision, Cancel for one merged away or retracted, Update for all others
references all earlier messages about the incident, as CAP asks of Update and Cancel
certainty  Observed if official or corroborated, Likely from a single origin, Possible if disputed
urgency    Past: Tocsin tells what has happened
area       the circle it lies in, never a bare point; none for an unknown place

The sender is whoever runs Tocsin. `status` is Actual unless told otherwise: a feed for drills says Exercise or Test.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from lxml import etree

from tocsin.contract.fields import TOLL_KINDS
from tocsin.contract.incident import Incident
from tocsin.contract.vocabulary import Confirmation
from tocsin.view import words

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
Status = Literal["Actual", "Exercise", "System", "Test", "Draft"]
_CERTAINTY: dict[Confirmation, str] = {
    "official": "Observed",
    "corroborated": "Observed",
    "single_origin": "Likely",
    "disputed": "Possible",
    "unknown": "Unknown",
}
_SEVERITY = ("Minor", "Minor", "Moderate", "Severe", "Extreme")
_HEADLINE = 160  # CAP: some displays show no more
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Revised:
    """A revision and when its cause was fetched (the message's `sent`)."""

    incident: Incident
    caused_at: datetime


@dataclass(frozen=True, slots=True)
class CapMessage:
    identifier: str
    xml: bytes


def stream(revisions: Iterable[Revised], sender: str, status: Status = "Actual") -> Iterator[CapMessage]:
    """A message for each revision. The revisions of an incident follow each other, 1, 2, ...

    `sender` is an address or domain without spaces, commas, `<` or `&`.
    """
    earlier: list[Revised] = []
    for revised in revisions:
        if earlier and earlier[0].incident.id != revised.incident.id:
            earlier = []
        yield CapMessage(identifier(revised), message(revised, earlier, sender, status))
        earlier.append(revised)


def identifier(revised: Revised) -> str:
    return f"tocsin-{revised.incident.id}-{revised.incident.revision}"


def message(revised: Revised, earlier: Iterable[Revised], sender: str, status: Status = "Actual") -> bytes:
    """One `alert` document."""
    incident = revised.incident
    references = " ".join(f"{sender},{identifier(e)},{_time(e.caused_at)}" for e in earlier)
    alert = etree.Element(_name("alert"), nsmap={None: NAMESPACE})
    _add(alert, "identifier", identifier(revised))
    _add(alert, "sender", sender)
    _add(alert, "sent", _time(revised.caused_at))
    _add(alert, "status", status)
    _add(alert, "msgType", _kind(incident, first=not references))
    _add(alert, "scope", "Public")
    _add(alert, "note", incident.change.reason)
    _add(alert, "references", references)
    _add(alert, "incidents", incident.id)
    _info(alert, incident, sender)
    document: bytes = etree.tostring(alert, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return document


def _kind(incident: Incident, *, first: bool) -> str:
    if first:
        return "Alert"
    return "Cancel" if incident.status in ("merged", "retracted") else "Update"


def _info(alert: etree._Element, incident: Incident, sender: str) -> None:
    info = etree.SubElement(alert, _name("info"))
    _add(info, "language", "en")
    _add(info, "category", "Security")
    _add(info, "event", incident.type.replace("_", " ").replace("/", ": "))
    _add(info, "urgency", "Past")
    _add(info, "severity", _SEVERITY[incident.severity])
    _add(info, "certainty", _CERTAINTY[incident.confirmation])
    _pair(info, "eventCode", "tocsin:type", incident.type)
    if incident.when.start:
        _add(info, "onset", _time(incident.when.start))
    _add(info, "senderName", sender)
    _add(info, "headline", incident.headline[:_HEADLINE])
    _add(info, "description", _description(incident))
    _add(info, "web", next((r.url for r in incident.reports if r.url and r.url.startswith(("http:", "https:"))), None))
    _parameters(info, incident)
    _area(info, incident)


def _description(incident: Incident) -> str:
    told = [incident.headline, words.tolls(incident.casualties), words.day(incident), words.place(incident.where)]
    return ". ".join([*filter(None, told), words.sources(incident)]) + "."


def _parameters(info: etree._Element, incident: Incident) -> None:
    values: dict[str, object] = {
        "revision": incident.revision,
        "status": incident.status,
        "confirmation": incident.confirmation,
        "merged_into": incident.merged_into,
        "articles": incident.sources.articles,
        "independent_origins": incident.sources.independent_origins,
    }
    for kind in TOLL_KINDS:
        toll = getattr(incident.casualties, kind)
        if toll is not None:
            values |= {f"{kind}_{bound}": getattr(toll, bound) for bound in ("min", "best", "max")}
    for name, value in values.items():
        if value is not None:
            _pair(info, "parameter", f"tocsin:{name}", str(value))


def _area(info: etree._Element, incident: Incident) -> None:
    where = incident.where
    if where.latitude is None and where.country is None:
        return
    area = etree.SubElement(info, _name("area"))
    _add(area, "areaDesc", words.place(where))
    if where.latitude is not None and where.longitude is not None:
        _add(area, "circle", f"{where.latitude:.5f},{where.longitude:.5f} {where.radius_km or 0:.1f}")
    if where.country:
        _pair(area, "geocode", "ISO 3166-1", where.country)
    if where.geonames_id:
        _pair(area, "geocode", "GeoNames", str(where.geonames_id))


def _pair(parent: etree._Element, name: str, key: str, value: str) -> None:
    pair = etree.SubElement(parent, _name(name))
    _add(pair, "valueName", key)
    _add(pair, "value", value)


def _add(parent: etree._Element, name: str, text: str | None) -> None:
    """An element; nothing for no text. What XML cannot hold becomes U+FFFD."""
    if text:
        etree.SubElement(parent, _name(name)).text = _NOT_XML.sub("\ufffd", text)


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _time(moment: datetime) -> str:
    """CAP, 3.3.2: to the second, UTC as `-00:00`, never `Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")
