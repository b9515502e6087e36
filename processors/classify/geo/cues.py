"""The word lists of `data/cues.toml` and the name lists beside it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Cues:
    """As described in `data/cues.toml`."""

    locative: frozenset[str]
    strong_locative: frozenset[str]
    fillers: frozenset[str]
    class_nouns: dict[str, str]
    suffixes: dict[str, str]
    titles: frozenset[str]
    said: frozenset[str]
    government_verbs: frozenset[str]
    party: frozenset[str]
    organisation: frozenset[str]
    street: frozenset[str]
    name_openers: frozenset[str]
    launched: tuple[str, ...]
    elsewhere: tuple[str, ...]
    event: frozenset[str]
    calendar: frozenset[str]
    particles: frozenset[str]
    common_words: frozenset[str]
    first_names: frozenset[str]
    surnames: frozenset[str]


@cache
def cues() -> Cues:
    raw = tomllib.loads((DATA / "cues.toml").read_text("utf-8"))
    lists = {
        name: value
        if isinstance(value, dict)
        else tuple(value)
        if name in ("launched", "elsewhere")
        else frozenset(value)
        for name, value in raw.items()
    }
    for name in ("common_words", "first_names", "surnames"):
        lists[name] = _lines(DATA / f"{name}.txt")
    return Cues(**lists)


def _lines(path: Path) -> frozenset[str]:
    lines = path.read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
