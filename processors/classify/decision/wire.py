"""Whether a wire in capitals tells of incidents, and of which types: a trained decision beside the rules.

Texts in capitals show neither names nor titles, and the wires we know are full of speeches and communiques in which
every attack word occurs. The models: `processors/classify/learned/events.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.decision.features import rule_features, word_features
from processors.classify.decision.retype import PUBLISHED_AS_REJECTION, muc, retyped
from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.incidents.group import likeliest
from processors.classify.incidents.incident import Incident
from processors.classify.learned.events import Reading, read_events

_TOLD, _BEYOND = 5, 7
"""Scores of the rules that stand against the model: they cost 0.001 F1 on MUC-4 and keep modern wires."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`told`: the article tells of an incident, present or past; `types`: which MUC types, the likeliest first;
    `reading`: what it rests on, None for the rules alone."""

    told: bool
    types: tuple[str, ...]
    reading: Reading | None = None

    def names(self, mention: Mention) -> bool:
        """Whether the type of a rejected mention is published with it."""
        return self.told and (not self.types or muc(mention.type) in (None, *self.types))


RULES_ALONE = Verdict(True, ())
"""For a text not in capitals."""


def verdict_on(mentions: Sequence[Mention], incidents: Sequence[Incident], document: Document) -> Verdict:
    """`document` must have all its tokens if it is in capitals."""
    if document.case != "upper" or not mentions:
        return RULES_ALONE
    rules = {**word_features(mentions), **rule_features(mentions, incidents, len(document.sentences))}
    reading = read_events(document, rules)
    return Verdict(reading.told, reading.types, reading)


def decided(
    incidents: list[Incident], mentions: Sequence[Mention], document: Document, verdict: Verdict
) -> list[Incident]:
    """The incidents as they are, but for a text in capitals: where the models say that there is none, only those told
    beyond doubt; where they say that there is one and the rules saw none, the likeliest; and of their types."""
    if document.case != "upper":
        return incidents
    if not verdict.told:
        return [incident for incident in incidents if _beyond_doubt(incident)]
    told = any(mention.reason in PUBLISHED_AS_REJECTION for mention in mentions)
    incidents = incidents or likeliest(mentions, document) or ([] if told else likeliest(_believed(mentions), document))
    return retyped(incidents, mentions, verdict.types)


def _believed(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions as if the rules had rejected none."""
    return [mention.rejected(None, mention.age) for mention in mentions]


def _beyond_doubt(incident: Incident) -> bool:
    """Told in full, or of a type that the training data do not know."""
    foreign = incident.type == "battle/seizure_of_territory" or muc(incident.type) is None
    return incident.score >= (_TOLD if foreign else _BEYOND)
