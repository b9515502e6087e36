"""What a newsroom publishes: outlets and items, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Format = Literal["rss2", "rss1", "atom", "jsonfeed"]
FORMATS: tuple[Format, ...] = ("rss2", "rss1", "atom", "jsonfeed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A publisher with one feed. `path` is the feed's path on the outlet's `domain`."""

    key: str
    title: str
    domain: str
    format: Format
    path: str
    country: str | None = None
    timezone: str | None = None
    language: str | None = None
    kind: str = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One article as its outlet publishes it. `link` is None for one known by its `id` alone.

    `published` is aware; a `date` where only the day is known, which feeds then give as `2014-01-27`.
    """

    id: str
    link: str | None
    title: str
    text: str
    summary: str = ""
    published: datetime | date | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Scheduled:
    """`item` appears in the feed of `outlet` (its key) `at_s` seconds after the start; one of known id is an edit."""

    at_s: float
    outlet: str
    item: Item


@dataclass(frozen=True, slots=True)
class Programme:
    """Everything a newsroom will publish, in order of `at_s`."""

    outlets: tuple[Outlet, ...]
    scheduled: tuple[Scheduled, ...]
