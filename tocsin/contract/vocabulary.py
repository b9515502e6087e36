"""The closed word lists of the contract. Each has `other` or `unknown` where the world may surprise us.

Words follow PLOVER and ACLED where those have one.
"""

from typing import Literal, get_args

EventType = Literal[
    "battle/armed_clash",
    "battle/seizure_of_territory",
    "explosion/rocket_or_missile_attack",
    "explosion/shelling",
    "explosion/air_strike",
    "explosion/drone_strike",
    "explosion/bombing",
    "explosion/suicide_bombing",
    "explosion/vehicle_bombing",
    "explosion/grenade_attack",
    "explosion/landmine",
    "explosion/explosion_unspecified",
    "violence_against_civilians/shooting",
    "violence_against_civilians/assassination",
    "violence_against_civilians/stabbing",
    "violence_against_civilians/massacre",
    "violence_against_civilians/abduction",
    "violence_against_civilians/sexual_violence",
    "violence_against_civilians/attack_unspecified",
    "unrest/peaceful_protest",
    "unrest/violent_protest",
    "unrest/riot",
    "unrest/crowd_dispersal",
    "property/arson",
    "property/sabotage",
    "property/vandalism",
    "property/armed_robbery",
    "security_operation/raid",
    "security_operation/arrest",
    "security_operation/weapons_seizure",
    "security_operation/foiled_attack",
    "other/unknown",
]
"""Tocsin's own two-level list: `level one/level two`."""

RejectionReason = Literal[
    "background",
    "habitual",
    "threat",
    "planned",
    "hypothetical",
    "negated",
    "denied_event",
    "exercise",
    "fiction",
    "sport",
    "metaphor",
    "accident",
    "not_an_incident",
    "after_close",
    "other",
]

TimePrecision = Literal["minute", "part_of_day", "day", "week", "month", "year", "unknown"]
PartOfDay = Literal["dawn", "morning", "noon", "afternoon", "evening", "night", "unknown"]
PlacePrecision = Literal["landmark", "neighbourhood", "city", "admin2", "admin1", "country", "unknown"]

ActorEntity = Literal["person", "organization"]
ActorKind = Literal[
    "state_forces",
    "police",
    "rebel_group",
    "militia",
    "criminal_group",
    "protesters",
    "civilians",
    "unidentified",
    "other",
]
ActorRole = Literal["perpetrator", "counterpart", "accused", "claimant", "other"]

TargetEntity = Literal["person", "object"]
TargetKind = Literal[
    "embassy",
    "military",
    "government",
    "civilians",
    "police",
    "infrastructure",
    "business",
    "religious",
    "media",
    "school",
    "hospital",
    "aid",
    "transport",
    "other",
]
WeaponKind = Literal[
    "rocket",
    "mortar",
    "missile",
    "drone",
    "ied",
    "car_bomb",
    "suicide_vest",
    "firearm",
    "knife",
    "grenade",
    "mine",
    "aircraft",
    "artillery",
    "arson",
    "other",
]

ClaimKind = Literal["asserts", "denies", "claims_responsibility", "blames", "other"]
SpeakerKind = Literal[
    "official", "military", "police", "medical", "armed_group", "witness", "media", "unnamed", "other"
]

ChangeKind = Literal[
    "opened",
    "updated",
    "corroborated",
    "merged",
    "split",
    "retracted",
    "reopened",
    "closed",
    "corrected",
    "other",
]
Status = Literal["open", "closed", "merged", "retracted", "unknown"]
Confirmation = Literal["single_origin", "corroborated", "official", "disputed", "unknown"]

TextSource = Literal["feed", "page", "archive", "unknown"]
ArticleFlag = Literal[
    "published_in_future",
    "no_published_date",
    "unparsable_date",
    "deleted",
    "truncated",
    "markup_removed",
    "other",
]
CorrectionAction = Literal["pin", "merge", "split", "retract", "other"]

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)


def level_one(event_type: EventType) -> str:
    """`explosion` of `explosion/shelling`."""
    return event_type.partition("/")[0]


def level_two(event_type: EventType) -> str:
    """`shelling` of `explosion/shelling`."""
    return event_type.partition("/")[2]
