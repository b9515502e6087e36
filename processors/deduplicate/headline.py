"""One line made from the fields: "Two rockets hit Jadiriya, Baghdad; no casualties"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from processors.deduplicate import tables
from tocsin.contract.fields import Casualties, Toll, Weapon, Where
from tocsin.contract.vocabulary import EventType, level_one

_WORDS = (("killed", "killed"), ("injured", "injured"), ("abducted", "abducted"), ("arrested", "arrested"))


def headline(event_type: EventType, weapons: Sequence[Weapon], where: Where, casualties: Casualties) -> str:
    place = _place(where)
    hit = _what_hit(event_type, weapons)
    if hit:
        what = f"{hit} hit {place}" if place else f"{hit} hit an unknown place"
    else:
        word = _table()["types"][event_type]
        what = f"{word} in {place}" if place else f"{word}, place unknown"
    toll = _toll(casualties)
    return f"{what}; {toll}" if toll else what


def _what_hit(event_type: EventType, weapons: Sequence[Weapon]) -> str | None:
    """`Two rockets`, where a counted projectile says more than the type; None elsewhere."""
    if level_one(event_type) != "explosion":
        return None
    table = _table()
    counted = [w for w in weapons if w.kind in table["weapons"] and w.count]
    if not counted:
        return None
    weapon = counted[0]
    one, several = table["weapons"][weapon.kind]
    number = table["numbers"].get(str(weapon.count), str(weapon.count))
    return f"{number} {one if weapon.count == 1 else several}"


def _place(where: Where) -> str | None:
    """`Jadiriya, Baghdad`; the province or the country where that is all that is known."""
    parts = [where.name, where.city if where.city != where.name else None]
    known = [p for p in parts if p]
    if len(known) == 1 and where.admin1 and where.admin1 != known[0]:
        known.append(where.admin1)
    return ", ".join(known) or where.admin1 or where.country


def _toll(casualties: Casualties) -> str:
    said = [(word, toll) for kind, word in _WORDS if (toll := getattr(casualties, kind)) is not None]
    some = [f"{_count(toll)} {word}" for word, toll in said if (toll.best or 0) > 0 or (toll.min or 0) > 0]
    if some:
        return ", ".join(some)
    none = {word for word, toll in said if toll.best == 0}
    if {"killed", "injured"} <= none:
        return "no casualties"
    return f"nobody {next(w for _, w in _WORDS if w in none)}" if none else ""


def _count(toll: Toll) -> str:
    if toll.best is not None:
        return str(toll.best)
    return f"at least {toll.min}"


@cache
def _table() -> dict[str, Any]:
    return tables.read("headlines.toml")
