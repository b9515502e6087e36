"""Whether a wire in capitals reports an incident: a linear model over the rules' findings and the mentions' words.

Texts in capitals show neither names nor titles, and the wires we know are full of speeches and communiques in which
every attack word occurs. Weights: `processors/classify/data/wire.tsv`, made by `evaluation/train/wire.py`, whose
header says on what they were learned and how well they do.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from importlib import resources

from processors.classify.decision.features import rule_features, word_features
from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.incidents.group import Incident, likeliest
from tocsin.contract.crosswalk import crosswalk

BIAS, THRESHOLD = "bias", "threshold"
_TOLD, _BEYOND = 5, 7
"""Scores of the rules that stand against the model: they cost 0.001 F1 on MUC-4 and keep modern wires."""


@cache
def _weights() -> dict[str, float]:
    text = resources.files("processors.classify.data").joinpath("wire.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in lines}


def probability(mentions: Sequence[Mention], incidents: Sequence[Incident], document: Document) -> float:
    """That the article reports an incident, 0 to 1."""
    weights = _weights()
    features = {**word_features(mentions), **rule_features(mentions, incidents, len(document.sentences))}
    total = weights[BIAS] + sum(weights.get(name, 0.0) * features[name] for name in sorted(features))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def tells(mentions: Sequence[Mention], incidents: Sequence[Incident], document: Document) -> bool:
    """Whether the article tells of an incident at all, present or past. Always true for a text not in capitals:
    there the rules decide alone."""
    if document.case != "upper" or not mentions:
        return True
    return probability(mentions, incidents, document) >= _weights()[THRESHOLD]


def decided(incidents: list[Incident], mentions: Sequence[Mention], document: Document, told: bool) -> list[Incident]:
    """The incidents as they are, but for a text in capitals: where the model says that there is none (`told`, from
    `tells`), only those told beyond doubt; where it says that there is one and the rules saw none, the likeliest."""
    if document.case != "upper":
        return incidents
    if not told:
        return [incident for incident in incidents if _beyond_doubt(incident)]
    return incidents or likeliest(mentions, document)


def _beyond_doubt(incident: Incident) -> bool:
    """Told in full, or of a type that the training data do not know."""
    foreign = incident.type == "battle/seizure_of_territory" or crosswalk(incident.type).muc is None
    return incident.score >= (_TOLD if foreign else _BEYOND)
