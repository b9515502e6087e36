"""The vocabulary in `data/`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


def _text(name: str) -> str:
    return resources.files("processors.classify.extract").joinpath(f"data/{name}").read_text("utf-8")


@cache
def toml(name: str) -> dict[str, Any]:
    """The parsed `data/<name>.toml`."""
    return tomllib.loads(_text(f"{name}.toml"))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The fields of `data/<name>.tsv`; comment and empty lines left out."""
    lines = (line for line in _text(f"{name}.tsv").splitlines() if line.strip() and not line.startswith("#"))
    return tuple(tuple(field.strip() for field in line.split("\t")) for line in lines)


@cache
def phrases(name: str, table: str) -> dict[str, str]:
    """Phrase to its kind, from a TOML table `kind = ["phrase", ...]`."""
    return {phrase: kind for kind, listed in toml(name)[table].items() for phrase in listed}


@cache
def terms(name: str, key: str) -> frozenset[str]:
    """A TOML list as a set."""
    return frozenset(toml(name)[key])


@cache
def given_names() -> frozenset[str]:
    """Lower case."""
    lines = (line for line in _text("given_names.txt").splitlines() if not line.startswith("#"))
    return frozenset(name for line in lines for name in line.split())


@cache
def number_words() -> dict[str, int]:
    """ "twenty" to 20."""
    return {word: int(number) for word, number in toml("numbers")["words"].items()}


@dataclass(frozen=True, slots=True)
class Noun:
    """A head noun. `kind` is a target kind, `actor` an actor kind ("" if it names no actor)."""

    singular: str
    plural: bool
    kind: str
    actor: str = ""


@cache
def person_nouns() -> dict[str, Noun]:
    """Singular and plural forms of `people.tsv`."""
    table: dict[str, Noun] = {}
    for singular, plural, kind, actor in rows("people"):
        if plural != "-":
            table[plural] = Noun(singular, True, kind, actor)
        if singular != "-":
            table.setdefault(singular, Noun(singular, False, kind, actor))
    return table


@cache
def object_nouns() -> dict[str, Noun]:
    """Singular and plural forms of `objects.tsv`, phrases of up to three words among them."""
    table: dict[str, Noun] = {}
    for singular, plural, kind in rows("objects"):
        table[singular] = Noun(singular, False, kind)
        if plural != "-":
            table[plural] = Noun(singular, True, kind)
    return table
