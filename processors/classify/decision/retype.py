"""Incidents made to tell the types that the trained decision found, and no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from processors.classify.data.tables import table
from processors.classify.detect.mention import Mention
from processors.classify.detect.types import Typed
from processors.classify.incidents.incident import Incident
from tocsin.contract.crosswalk import crosswalk
from tocsin.contract.vocabulary import EventType

PUBLISHED_AS_REJECTION = frozenset(("background", "planned", "threat"))
"""Reasons of mentions that tell an incident, though not today's."""


def muc(event_type: EventType) -> str | None:
    """The type of MUC-3/4, None for those it does not know (protests, arrests)."""
    return crosswalk(event_type).muc


def retyped(incidents: Sequence[Incident], mentions: Sequence[Mention], wanted: Sequence[str]) -> list[Incident]:
    """`wanted`: MUC types, the likeliest first. An incident of another MUC type becomes one of them; one is added,
    from the sentence that tells it best, for each that neither an incident nor a rejected mention tells."""
    if not wanted:
        return list(incidents)
    for incident in incidents:
        own = muc(incident.type)
        if own is not None and own not in wanted:
            kind = _likeliest(incident.mentions, wanted)
            incident.mentions = [_told_as(mention, kind) for mention in incident.mentions]
    told = {muc(incident.type) for incident in incidents}
    told |= {muc(mention.type) for mention in mentions if mention.reason in PUBLISHED_AS_REJECTION}
    return [*incidents, *(_added(mentions, kind) for kind in wanted if kind not in told)]


def _likeliest(mentions: Sequence[Mention], wanted: Sequence[str]) -> str:
    """The wanted type that the mentions' own words say most often; else the first."""
    said = [muc(typed.type) for mention in mentions for typed in mention.typed]
    return max(wanted, key=lambda kind: (said.count(kind), -wanted.index(kind)))


def _told_as(mention: Mention, kind: str) -> Mention:
    """Its types of the MUC type `kind` alone, or the general one of the kind."""
    fitting = tuple(typed for typed in mention.typed if muc(typed.type) == kind)
    return replace(mention, typed=fitting or (Typed(table("wire_types")[kind], 1, mention.typed[0].hits),))


def _added(mentions: Sequence[Mention], kind: str) -> Incident:
    """`mentions` is not empty. A mention whose own words say the type, one of today's, the one told best."""
    best = max(
        mentions,
        key=lambda m: (
            any(muc(typed.type) == kind for typed in m.typed),
            m.reason is None,
            m.score,
            -m.sentence.index,
        ),
    )
    return Incident([_told_as(best, kind)], 0, [best.sentence])
