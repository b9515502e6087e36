"""The field shapes that reports and incidents share.

Every value here is immutable. `None` means unknown, and `reason` says why where a reader would ask.
Times are UTC and aware; `When.date` is local at the place.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as Date
from datetime import datetime
from typing import Literal

from tocsin.contract import vocabulary as v


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence as published. `index` counts from 0 in the article's text; -1 is its title."""

    index: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a value was read: characters `start:end` of the article's text (of its title for index -1)."""

    sentence: Sentence
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When it happened: `start <= t < end` in UTC, as precisely as was said.

    `text` is the phrase, `anchor` what a relative phrase was resolved against
    (`published_at`, or an absolute date in the text), `reason` why something is unknown.
    """

    date: Date | None = None
    part_of_day: v.PartOfDay = "unknown"
    timezone: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    precision: v.TimePrecision = "unknown"
    text: str | None = None
    anchor: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A named thing the place is said to be near. `distance_km` is between the two points, if both are known."""

    name: str
    kind: str
    distance_km: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchSite:
    """Where a projectile was fired from, as far as was said."""

    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where it hit: a WGS 84 point (degrees) and the radius in km within which it lies.

    `country` is ISO 3166-1 alpha-2, `admin1` a name, `geonames_id` the id of `name` or of the city around it.
    """

    name: str | None = None
    city: str | None = None
    country: str | None = None
    admin1: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    precision: v.PlacePrecision = "unknown"
    near: tuple[Near, ...] = ()
    launched_from: LaunchSite | None = None
    text: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acted or is said to have acted. Unnamed people ("gunmen") are `person`."""

    name: str
    entity: v.ActorEntity
    kind: v.ActorKind
    role: v.ActorRole
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Somebody or something that was hit or aimed at."""

    name: str
    entity: v.TargetEntity
    kind: v.TargetKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapon:
    """What was used. `name` is a make or model ("Katyusha"), `count` how many."""

    kind: v.WeaponKind
    text: str
    name: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """How many people. "No casualties" is 0/0/0; "dozens" is min 24, best null; silence is no Toll at all.

    Where all three are known, `min <= best <= max`. `of_which_perpetrators` counts within `best`.
    """

    min: int | None = None
    best: int | None = None
    max: int | None = None
    of_which_perpetrators: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """Killed counts everyone, attackers too. A None toll means the article is silent."""

    killed: Toll | None = None
    injured: Toll | None = None
    abducted: Toll | None = None
    arrested: Toll | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who said it."""

    name: str | None
    kind: v.SpeakerKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One thing somebody said of an incident: which field, what value, in which words.

    `field` is a dotted path in the report (`casualties.killed`, `where`, `actors`) or None for the whole event.
    `against` is who is blamed. `report` is the id of the report that carries it.
    """

    id: str
    kind: v.ClaimKind
    by: Speaker
    report: str
    sentence: Sentence
    start: int
    end: int
    field: str | None = None
    against: str | None = None
    value: int | str | None = None
    said_at: datetime | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """The event's code in other schemes, from the committed table; None where a scheme has no counterpart."""

    acled: str | None = None
    plover: str | None = None
    cameo: str | None = None
    muc: str | None = None


TollKind = Literal["killed", "injured", "abducted", "arrested"]
TOLL_KINDS: tuple[TollKind, ...] = ("killed", "injured", "abducted", "arrested")
