"""Which types may be one event told twice."""

from __future__ import annotations

from tocsin.contract.vocabulary import EventType, level_one

_FAMILY = {
    "violence_against_civilians/abduction": "abduction",
    "violence_against_civilians/sexual_violence": "sexual",
    "violence_against_civilians/stabbing": "stabbing",
    "property/arson": "fire",
    "property/sabotage": "fire",
    "property/armed_robbery": "robbery",
    "explosion/drone_strike": "blast",
}
_OF_LEVEL = {
    "battle": "armed",
    "explosion": "blast",
    "violence_against_civilians": "armed",
    "unrest": "unrest",
    "property": "property",
    "security_operation": "operation",
    "other": "any",
}
_TOGETHER = (frozenset(("fire", "unrest")),)
"""Families of one course of events: what burns in a riot."""
GENERAL: frozenset[EventType] = frozenset(
    (
        "violence_against_civilians/attack_unspecified",
        "explosion/explosion_unspecified",
        "other/unknown",
        "security_operation/arrest",
        "security_operation/raid",
    )
)
"""Types that give way to a more telling one."""
ANSWERS: frozenset[EventType] = frozenset(("security_operation/raid", "battle/armed_clash"))
"""What those who were attacked do."""

REFINED: dict[EventType, frozenset[EventType]] = {
    "explosion/bombing": frozenset(
        ("explosion/vehicle_bombing", "explosion/suicide_bombing", "explosion/air_strike", "explosion/drone_strike")
    ),
    "violence_against_civilians/shooting": frozenset(("violence_against_civilians/assassination", "property/sabotage")),
}
"""Types that another sentence of the same incident may tell more exactly."""


def family(event_type: EventType) -> str:
    if event_type == "violence_against_civilians/attack_unspecified":
        return "any"
    return _FAMILY.get(event_type) or _OF_LEVEL[level_one(event_type)]


def compatible(one: EventType, other: EventType) -> bool:
    first, second = family(one), family(other)
    return first == second or "any" in (first, second) or {first, second} in _TOGETHER
