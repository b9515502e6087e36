"""The stage's data files, read once."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from tocsin.contract.vocabulary import EVENT_TYPES, EventType, level_one


def read(name: str) -> dict[str, Any]:
    """`data/NAME` as parsed TOML. Raises FileNotFoundError, tomllib.TOMLDecodeError for a broken installation."""
    return tomllib.loads(text(name))


def text(name: str) -> str:
    """`data/NAME`. Raises FileNotFoundError for a broken installation."""
    return resources.files("processors.deduplicate").joinpath("data", name).read_text("utf-8")


@cache
def type_groups() -> dict[EventType, tuple[int, ...]]:
    """The groups that a type is compared in."""
    groups: dict[str, list[str]] = read("type_compatibility.toml")["groups"]
    return {t: tuple(i for i, ones in enumerate(groups.values()) if level_one(t) in ones) for t in EVENT_TYPES}


@cache
def type_compatibility() -> dict[tuple[EventType, EventType], float]:
    """0 to 1 for every ordered pair of types; the narrowest line of the table wins."""
    raw = read("type_compatibility.toml")
    pairs = {frozenset(key.split(" + ")): float(value) for key, value in raw["pairs"].items()}
    return {(a, b): _compatibility(a, b, pairs, raw) for a in EVENT_TYPES for b in EVENT_TYPES}


def _compatibility(a: EventType, b: EventType, pairs: dict[frozenset[str], float], raw: dict[str, Any]) -> float:
    one, two = level_one(a), level_one(b)
    if a == b:
        return 1.0
    for key in ({a, b}, {a, two}, {one, b}, {one, two}):
        if frozenset(key) in pairs and len(key) == 2:
            return pairs[frozenset(key)]
    if one == two:
        return float(raw["within"][one])
    return float(raw["across"])
