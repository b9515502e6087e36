"""A revision stays under 256 KB, whatever the ledger holds: what is left out is in the totals and in the store."""

from __future__ import annotations

from dataclasses import replace

from tocsin.contract.codec import encode
from tocsin.contract.incident import Incident, ReportRef

_BUDGET = 150_000
"""Bytes of a state without its change; the change tells some fields twice more."""


def fitted(incident: Incident) -> Incident:
    """Itself if it fits, else with fewer features, references, claims and pieces of evidence, in that order."""
    if len(incident.reports) + len(incident.claims) < 20 or len(encode(incident)) <= _BUDGET:
        return incident
    incident = replace(incident, reports=tuple(replace(r, features={}) for r in incident.reports))
    keep = 64
    while len(encode(incident)) > _BUDGET and keep >= 1:
        incident = replace(
            incident,
            reports=_ends(incident.reports, keep),
            claims=incident.claims[: max(1, keep // 2)],
            evidence=dict(list(incident.evidence.items())[:keep]),
        )
        keep //= 2
    return incident


def _ends(values: tuple[ReportRef, ...], keep: int) -> tuple[ReportRef, ...]:
    half = max(1, keep // 2)
    return values if len(values) <= 2 * half else (*values[:half], *values[-half:])
