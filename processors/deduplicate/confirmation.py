"""How well confirmed an incident is, by this rule, the first that holds:

1. `disputed`: somebody denies the event, or denies or contradicts its toll, with another figure in force.
2. `official`: an official, the military, the police or a hospital asserts it (blaming or claiming is not asserting).
3. `corroborated`: two or more independent origins.
4. `single_origin`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.contract.fields import Casualties, Toll
from tocsin.contract.incident import StandingClaim
from tocsin.contract.vocabulary import Confirmation

_OFFICIAL = frozenset({"official", "military", "police", "medical"})
_EVENT_FIELDS = frozenset({None, "", "type"})


def confirmation(claims: Sequence[StandingClaim], casualties: Casualties, independent_origins: int) -> Confirmation:
    if any(_disputes(standing, casualties) for standing in claims):
        return "disputed"
    if any(c.claim.kind == "asserts" and c.claim.by.kind in _OFFICIAL for c in claims):
        return "official"
    return "corroborated" if independent_origins >= 2 else "single_origin"


def _disputes(standing: StandingClaim, casualties: Casualties) -> bool:
    claim = standing.claim
    if claim.kind != "denies":
        return False
    if claim.field in _EVENT_FIELDS:
        return claim.against is None
    head, _, kind = (claim.field or "").partition(".")
    if head != "casualties":
        return False
    toll: Toll | None = getattr(casualties, kind, None)
    return toll is not None and (claim.value is None or claim.value != toll.best)
