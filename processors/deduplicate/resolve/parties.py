"""Actors, targets and weapons: all that anybody named, those with most voices first, each once.

One party is known by its folded name (a weapon by its kind); of two accounts of one the fuller stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from processors.deduplicate.ledger import Entry
from processors.deduplicate.resolve.chosen import Chosen
from processors.deduplicate.words import fold
from tocsin.contract.fields import Actor, Target, Weapon

Party = TypeVar("Party", Actor, Target, Weapon)
_MOST = 20
_ARTICLES = ("the ", "a ", "an ")


def resolve_actors(entries: Sequence[Entry]) -> list[Chosen[Actor]]:
    return _resolve(entries, "actors", lambda e: e.report.actors, lambda a: (_plain(a.name), a.role), _actor_fullness)


def resolve_targets(entries: Sequence[Entry]) -> list[Chosen[Target]]:
    return _resolve(entries, "targets", lambda e: e.report.targets, lambda t: (_plain(t.name),), _target_fullness)


def resolve_weapons(entries: Sequence[Entry]) -> list[Chosen[Weapon]]:
    return _resolve(entries, "weapons", lambda e: e.report.weapons, lambda w: (w.kind,), _weapon_fullness)


def _resolve(
    entries: Sequence[Entry],
    field: str,
    parties: Callable[[Entry], tuple[Party, ...]],
    key: Callable[[Party], tuple[str, ...]],
    fullness: Callable[[Party], int],
) -> list[Chosen[Party]]:
    speaking = [e for e in entries if parties(e) and e.report.primary] or [e for e in entries if parties(e)]
    if not speaking:
        return []
    best: dict[tuple[str, ...], Chosen[Party]] = {}
    origins: dict[tuple[str, ...], set[str]] = {}
    for entry in speaking:
        for index, party in enumerate(parties(entry)):
            known = key(party)
            origins.setdefault(known, set()).add(entry.origin)
            if known not in best or fullness(party) > fullness(best[known].value):
                best[known] = Chosen(party, entry, f"{field}.{index}")
    order = {known: place for place, known in enumerate(origins)}
    ranked = sorted(best, key=lambda known: (-len(origins[known]), order[known]))
    return [best[known] for known in ranked[:_MOST]]


@lru_cache(maxsize=8192)
def _plain(name: str) -> str:
    folded = fold(name)
    for article in _ARTICLES:
        folded = folded.removeprefix(article)
    return folded


def _actor_fullness(actor: Actor) -> int:
    return actor.kind not in ("other", "unidentified")


def _target_fullness(target: Target) -> int:
    return target.kind != "other"


def _weapon_fullness(weapon: Weapon) -> int:
    return 2 * (weapon.name is not None) + (weapon.count is not None)
