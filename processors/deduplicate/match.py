"""The decision: a logistic score over the features, and how a report scores against an incident of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from processors.deduplicate import tables
from processors.deduplicate.features import Features, Probe, features
from processors.deduplicate.rarity import Idf
from processors.deduplicate.view import View


@dataclass(frozen=True, slots=True)
class Weights:
    """`join`: a report enters an incident; `reopen`: a closed one; `merge`: two incidents are one; `maybe`: worth an
    edge; `split`: parts of a merge leave each other below it; `keep`: an edit stays; `again`: a second report of one
    article enters too. All 0 to 1."""

    bias: float
    weights: dict[str, float]
    join: float
    reopen: float
    merge: float
    maybe: float
    split: float
    keep: float
    again: float


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0 to 1; `features` are those of the pair that spoke loudest; `least` is the score of the least alike."""

    score: float
    features: Features
    least: float = 1.0

    def told(self) -> Features:
        """As published."""
        return {name: round(value, 4) for name, value in self.features.items() if value}


@cache
def weights() -> Weights:
    raw = tables.read("weights.toml")
    return Weights(raw["bias"], raw["weights"], **tables.read("thresholds.toml"))


def logit(found: Features, model: Weights) -> float:
    get = model.weights.get
    return model.bias + sum([get(name, 0.0) * value for name, value in found.items()])


def probes(views: Sequence[View], idf: Idf) -> list[Probe]:
    return [Probe(view, idf) for view in views]


def match(one: Sequence[Probe], two: Sequence[View], *, mixed: bool = False) -> Match:
    """Two groups of reports: between their best pair and the mean of all, so that no single likeness decides.

    Of a group that a person put together (`mixed`) the best pair alone counts.
    """
    model = weights()
    best, least, total, loudest = -1e9, 1e9, 0.0, Features()
    for a in one:
        for b in two:
            found = features(a, b)
            value = logit(found, model)
            total += value
            least = min(least, value)
            if value > best:
                best, loudest = value, found
    mean = total / (len(one) * len(two))
    return Match(round(chance(best if mixed else (best + mean) / 2), 4), loudest, chance(least))


def chance(value: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, value))))
