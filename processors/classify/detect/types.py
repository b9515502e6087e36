"""From concepts to event types, by the rules of types.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from processors.classify.data.tables import table
from processors.classify.detect.signals import Hit, Signals
from tocsin.contract.vocabulary import EVENT_TYPES, EventType

_MOST = 6  # hits of one concept looked at in one sentence


@dataclass(frozen=True, slots=True)
class Rule:
    type: EventType
    all: tuple[frozenset[str], ...]
    none: frozenset[str]
    near: int | None
    order: bool
    strength: int


@dataclass(frozen=True, slots=True)
class Typed:
    """A rule that held, and the hits it held by."""

    type: EventType
    strength: int
    hits: tuple[Hit, ...]


@cache
def rules() -> tuple[Rule, ...]:
    """Raises ValueError for a type outside the closed list."""
    out = []
    for raw in table("types")["rule"]:
        if raw["type"] not in EVENT_TYPES:
            raise ValueError(f"types.toml: {raw['type']!r} is no event type")
        parts = tuple(frozenset(part.split("|")) for part in raw["all"])
        none = frozenset(raw.get("none", ()))
        out.append(Rule(raw["type"], parts, none, raw.get("near"), raw.get("order", False), raw["strength"]))
    return tuple(out)


def types_of(signals: Signals) -> list[Typed]:
    """Every type that holds, first rule first, each type once."""
    found: dict[EventType, Typed] = {}
    for rule in rules():
        if rule.type in found or not all(part & signals.concepts for part in rule.all):
            continue
        if rule.none & signals.concepts:
            continue
        hits = _hold(rule, signals)
        if hits:
            found[rule.type] = Typed(rule.type, rule.strength, hits)
    return list(found.values())


def _hold(rule: Rule, signals: Signals) -> tuple[Hit, ...] | None:
    choices = [[hit for hit in signals.hits if hit.concept in part][:_MOST] for part in rule.all]
    if len(choices) == 1:
        return (choices[0][0],)
    for hits in product(*choices):
        if _near(rule, hits):
            return hits
    return None


def _near(rule: Rule, hits: tuple[Hit, ...]) -> bool:
    first = hits[0]
    if rule.order and any(later.first < earlier.last for earlier, later in pairwise(hits)):
        return False
    if rule.near is None:
        return True
    return all(max(hit.first - first.last, first.first - hit.last) <= rule.near for hit in hits[1:])
