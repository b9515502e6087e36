"""The word lists of `data/cues.toml` and the name lists beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Cues:
    """As described in `data/cues.toml`."""

    locative: frozenset[str]
    strong_locative: frozenset[str]
    fillers: frozenset[str]
    class_nouns: dict[str, str]
    suffixes: dict[str, str]
    long_suffixes: dict[str, str]
    titles: frozenset[str]
    said: frozenset[str]
    government_verbs: frozenset[str]
    seats: frozenset[str]
    part_of_a_name: frozenset[str]
    party: frozenset[str]
    organisation: frozenset[str]
    street: frozenset[str]
    name_openers: frozenset[str]
    launched: tuple[str, ...]
    elsewhere: tuple[str, ...]
    event: frozenset[str]
    calendar: frozenset[str]
    particles: frozenset[str]
    features: frozenset[str]
    beside: frozenset[str]
    beside_phrases: tuple[str, ...]
    telling_words: frozenset[str]
    edges: tuple[str, ...]
    common_words: frozenset[str]
    first_names: frozenset[str]
    surnames: frozenset[str]


@cache
def cues() -> Cues:
    raw = tomllib.loads((DATA / "cues.toml").read_text("utf-8"))
    for name in ("common_words", "first_names", "surnames"):
        raw[name] = _lines(DATA / f"{name}.txt")
    return msgspec.convert(raw, Cues)


def _lines(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
