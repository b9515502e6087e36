"""The type: most voices, by their confidence. A vague word ("attack", "explosion") votes for the telling ones that it
goes with, and wins only alone. Ties: the earlier."""

from __future__ import annotations

from collections.abc import Sequence

from processors.deduplicate.ledger import Entry, voices
from processors.deduplicate.resolve.chosen import Chosen
from processors.deduplicate.tables import type_compatibility
from tocsin.contract.vocabulary import EventType

_VAGUE: frozenset[EventType] = frozenset(
    {"explosion/explosion_unspecified", "violence_against_civilians/attack_unspecified", "other/unknown"}
)


def resolve_type(entries: Sequence[Entry]) -> Chosen[EventType]:
    speaking = voices(entries, lambda e: e.report.type not in _VAGUE) or voices(entries, lambda _: True)
    votes: dict[EventType, float] = {}
    for entry in speaking:
        votes[entry.report.type] = votes.get(entry.report.type, 0.0) + _weight(entry)
    likeness = type_compatibility()
    support = {t: sum(v * likeness[t, other] for other, v in votes.items() if v <= votes[t]) for t in votes}
    winner = max(support, key=lambda t: round(support[t], 6))  # dicts keep the order of arrival: ties to the earlier
    witness = next(e for e in speaking if e.report.type == winner)
    return Chosen(winner, witness, "type")


def _weight(entry: Entry) -> float:
    return max(0.05, entry.report.confidence)
