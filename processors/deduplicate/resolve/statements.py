"""Claims in force: every distinct thing said by the reports held, with its first witness and how many carry it.

A claim goes when the report that carries it goes (an edit, a deletion); a contradicted claim stays.
"""

from __future__ import annotations

from collections.abc import Sequence

from processors.deduplicate.ledger import Entry
from processors.deduplicate.words import fold
from tocsin.contract.fields import Claim
from tocsin.contract.incident import StandingClaim

MOST_CLAIMS = 60

_Key = tuple[str, str, str, str, str, str]


def resolve_claims(entries: Sequence[Entry]) -> tuple[tuple[StandingClaim, ...], int]:
    """The claims with most independent origins, at most `MOST_CLAIMS`, and how many there are."""
    first: dict[_Key, Claim] = {}
    reports: dict[_Key, set[str]] = {}
    origins: dict[_Key, set[str]] = {}
    for entry in entries:
        for claim in entry.report.claims:
            key = _key(claim)
            first.setdefault(key, claim)
            reports.setdefault(key, set()).add(entry.report.id)
            origins.setdefault(key, set()).add(entry.origin)
    order = {key: place for place, key in enumerate(first)}
    ranked = sorted(first, key=lambda key: (-len(origins[key]), order[key]))[:MOST_CLAIMS]
    standing = tuple(
        StandingClaim(claim=first[k], reports=len(reports[k]), independent_origins=len(origins[k])) for k in ranked
    )
    return standing, len(first)


def _key(claim: Claim) -> _Key:
    """Two tellings of one claim: who says what of which field. Without a value, the sentence is what was said."""
    said = fold(claim.sentence.text) if claim.value is None and claim.against is None else fold(str(claim.value or ""))
    by = fold(claim.by.name or "")
    return claim.kind, claim.field or "", claim.by.kind, by, fold(claim.against or ""), said
