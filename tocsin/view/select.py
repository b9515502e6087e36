"""Which incidents a reader wants. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from tocsin.contract.incident import Incident
from tocsin.contract.vocabulary import EVENT_TYPES, EventType, level_one
from tocsin.errors import UserError


@dataclass(frozen=True, slots=True)
class Selection:
    """Empty sets select everything. `types` are first levels (`explosion`) or whole types."""

    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    severity: int = 0

    def wants(self, incident: Incident) -> bool:
        if self.countries and incident.where.country not in self.countries:
            return False
        if self.types and not self.types & {incident.type, level_one(incident.type)}:
            return False
        return incident.severity >= self.severity


def make_selection(countries: list[str], types: list[str], severity: int) -> Selection:
    """Raises `UserError` for a type or country code that cannot be one."""
    known = {*get_args(EventType), *(level_one(t) for t in EVENT_TYPES)}
    for name in types:
        if name not in known:
            firsts = ", ".join(sorted({level_one(t) for t in EVENT_TYPES}))
            raise UserError(f"--type: no type {name!r}", f"the first levels are {firsts}")
    for code in countries:
        if len(code) != 2 or not code.isalpha():
            raise UserError(f"--country: {code!r} is no ISO 3166 code of two letters", "write IQ, not Iraq")
    return Selection(frozenset(c.upper() for c in countries), frozenset(types), severity)
