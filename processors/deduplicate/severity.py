"""Severity 0 to 4, by the table in data/severity.toml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from processors.deduplicate import tables
from tocsin.contract.fields import Casualties, Target, Toll
from tocsin.contract.vocabulary import EventType, level_one


def severity(event_type: EventType, casualties: Casualties, targets: Sequence[Target]) -> int:
    """The most that type, toll and target each call for, never above 4."""
    table = _table()
    types: dict[str, int] = table["type"]
    least = types.get(event_type, types.get(level_one(event_type), 0))
    tolls = [_of_toll(table["toll"][kind], getattr(casualties, kind)) for kind in table["toll"]]
    reached = max(least, *tolls)
    if any(t.kind in table["raised_targets"] for t in targets):
        reached = max(reached, int(table["raised_to"]))
    return min(reached, 4)


def _of_toll(steps: list[int], toll: Toll | None) -> int:
    """`steps`: the least toll of severity 1, 2, 3, 4; 0 for a step that this toll never reaches."""
    if toll is None:
        return 0
    count = toll.best if toll.best is not None else toll.min
    if not count:
        return 0
    return max([place for place, least in enumerate(steps, 1) if least and count >= least], default=0)


@cache
def _table() -> dict[str, Any]:
    return tables.read("severity.toml")
