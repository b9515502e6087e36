"""The crosswalk table, from `tocsin/data/crosswalk.toml`; total over our types."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from tocsin.contract.fields import Crosswalk
from tocsin.contract.vocabulary import EVENT_TYPES, EventType


@cache
def table() -> dict[EventType, Crosswalk]:
    """Type to codes. Raises KeyError if the committed file lacks a type."""
    raw = tomllib.loads(resources.files("tocsin").joinpath("data/crosswalk.toml").read_text("utf-8"))
    return {event_type: Crosswalk(**raw[event_type]) for event_type in EVENT_TYPES}


def crosswalk(event_type: EventType) -> Crosswalk:
    return table()[event_type]
