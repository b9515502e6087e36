"""A revision in few words: what a stream's reader needs to show it. Pure.

`change.fields` keeps what a person reads at a glance: headline, type, severity, status, confirmation, place, time and
tolls, each before and after; of the longer fields only how many there were.
"""

from __future__ import annotations

from typing import Any

from tocsin.contract.fields import TOLL_KINDS
from tocsin.serve.port import POINT_COLUMNS, Json, Stored

_SHORT = ("headline", "type", "severity", "status", "confirmation", "merged_into", "sources")
_COUNTED = ("actors", "targets", "weapons", "claims", "possibly_same", "supersedes")


def point(body: Json) -> list[object]:
    """The columns `POINT_COLUMNS` of a revision's body."""
    when, where, tolls, sources = body["when"], body["where"], body["casualties"], body["sources"]
    flat = {
        **{name: body[name] for name in POINT_COLUMNS if name in body},
        **{name: where[name] for name in ("country", "admin1", "city", "latitude", "longitude", "radius_km")},
        "place": where["name"],
        "place_precision": where["precision"],
        **{name: when[name] for name in ("date", "part_of_day")},
        "when_start": when["start"],
        "when_end": when["end"],
        "time_precision": when["precision"],
        **{f"{kind}_{bound}": (tolls[kind] or {}).get(bound) for kind in ("killed", "injured")
           for bound in ("min", "best", "max")},
        **{name: sources[name] for name in ("articles", "publishers", "independent_origins")},
    }  # fmt: skip
    return [flat[name] for name in POINT_COLUMNS]


def brief(stored: Stored) -> Json:
    """`{seq, caused_at, point, change: {kind, account, reason, fields}}`."""
    change = stored.body["change"]
    return {
        "seq": stored.seq,
        "caused_at": stored.caused_at,
        "point": point(stored.body),
        "speaker": _speaker(stored.body, change),
        "change": {**change, "fields": _fields(change["fields"])},
    }


def _speaker(body: Json, change: Json) -> str | None:
    """Who says the toll that this revision changed, if a claim in force gives its value."""
    tolls = change["fields"].get("casualties")
    if not tolls or not isinstance(tolls["after"], dict):
        return None
    before = tolls["before"] if isinstance(tolls["before"], dict) else {}
    for kind in TOLL_KINDS:
        value = _best(tolls["after"], kind)
        if value is not None and value != _best(before, kind):
            for standing in body["claims"]:
                claim = standing["claim"]
                if claim["field"] == f"casualties.{kind}" and claim["value"] == value and claim["by"]["name"]:
                    return str(claim["by"]["name"])
    return None


def _best(casualties: Any, kind: str) -> object:
    toll = casualties.get(kind)
    return toll.get("best") if isinstance(toll, dict) else None


def _fields(fields: Json) -> Json:
    told: Json = {name: fields[name] for name in _SHORT if name in fields}
    for name in _COUNTED:
        if name in fields:
            told[name] = {side: len(fields[name][side] or ()) for side in ("before", "after")}
    if "casualties" in fields:
        sides = {side: fields["casualties"][side] or {} for side in ("before", "after")}
        for kind in TOLL_KINDS:
            tolls = {side: sides[side].get(kind) for side in sides}
            if _range(tolls["before"]) != _range(tolls["after"]):
                told[kind] = {side: _range(tolls[side]) for side in tolls}
    if "where" in fields:
        told["where"] = {side: _place(fields["where"][side]) for side in ("before", "after")}
    if "when" in fields:
        told["when"] = {side: (fields["when"][side] or {}).get("date") for side in ("before", "after")}
    return told


def _range(toll: Any) -> Json | None:
    return {bound: toll.get(bound) for bound in ("min", "best", "max")} if isinstance(toll, dict) else None


def _place(where: Any) -> str | None:
    if not isinstance(where, dict):
        return None
    names = dict.fromkeys(part for part in (where.get("name"), where.get("city"), where.get("country")) if part)
    return ", ".join(names) or None
