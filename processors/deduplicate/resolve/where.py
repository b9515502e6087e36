"""The place: the one that most voices' places agree with, and of those that agree the most precise, then the most
named, then the earliest. What other accounts add (what it is near, where it was launched from) is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from processors.deduplicate.features import distance_km
from processors.deduplicate.ledger import Entry, voices
from processors.deduplicate.resolve.chosen import Chosen
from processors.deduplicate.words import fold
from tocsin.contract.fields import Near, Where

_PRECISION = ("landmark", "neighbourhood", "city", "admin2", "admin1", "country", "unknown")
_SLACK_KM = 15.0
_MOST_NEAR = 8


def resolve_where(entries: Sequence[Entry]) -> Chosen[Where]:
    placed = voices(entries, lambda e: e.report.where.precision != "unknown")
    if not placed:
        first = entries[0]
        return Chosen(first.report.where, first, "where")
    centre = _elected(placed)
    agreeing = [e for e in entries if e.report.where.precision != "unknown"]
    agreeing = [e for e in agreeing if agree(centre, e.report.where)]
    agreeing = [e for e in agreeing if e.report.primary] or agreeing
    names = [_name(e) for e in agreeing]
    witness = max(agreeing, key=lambda e: (_fineness(e), names.count(_name(e)), -e.seq))
    return Chosen(_completed(witness.report.where, agreeing), witness, "where")


def _elected(placed: Sequence[Entry]) -> Where:
    """The place that most agree with; of equals the more precise, then the earlier."""
    if len(placed) == 1:
        return placed[0].report.where
    said: dict[tuple[object, ...], Where] = {}
    voices_of: dict[tuple[object, ...], int] = {}
    for entry in placed:
        where = entry.report.where
        key = (where.latitude, where.longitude, where.radius_km, where.country, where.precision)
        said.setdefault(key, where)
        voices_of[key] = voices_of.get(key, 0) + 1

    def support(key: tuple[object, ...]) -> tuple[int, int]:
        agreeing = sum(count for other, count in voices_of.items() if agree(said[key], said[other]))
        return agreeing, -_PRECISION.index(said[key].precision)

    return said[max(said, key=support)]


def agree(a: Where, b: Where) -> bool:
    """Whether one may lie in the other."""
    if a.country and b.country and a.country != b.country:
        return False
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return bool(a.country and a.country == b.country)
    reach = (a.radius_km or 0.0) + (b.radius_km or 0.0) + _SLACK_KM
    return distance_km(a.latitude, a.longitude, b.latitude, b.longitude) <= reach


def _fineness(entry: Entry) -> int:
    return -_PRECISION.index(entry.report.where.precision)


def _name(entry: Entry) -> str:
    return fold(entry.report.where.name or "")


def _completed(where: Where, agreeing: Sequence[Entry]) -> Where:
    near: dict[str, Near] = {fold(n.name): n for n in where.near}
    for entry in agreeing:
        for other in entry.report.where.near:
            near.setdefault(fold(other.name), other)
    launched = where.launched_from or next((e.report.where.launched_from for e in agreeing if _launch(e)), None)
    known = tuple(near.values())[:_MOST_NEAR]
    if known == where.near and launched == where.launched_from:
        return where
    return replace(where, near=known, launched_from=launched)


def _launch(entry: Entry) -> bool:
    return entry.report.where.launched_from is not None
