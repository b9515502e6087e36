"""The decision: a logistic score over the features, and how a report scores against an incident of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from processors.deduplicate import tables
from processors.deduplicate.features import Features, compare
from processors.deduplicate.rarity import Rarity
from processors.deduplicate.view import View


@dataclass(frozen=True, slots=True)
class Weights:
    """`join`: a report enters an incident; `merge`: two incidents are one; `maybe`: worth an edge;
    `split`: parts of a merge leave each other below it; `keep`: an edit stays; `again`: a second report of one article
    enters too. All 0 to 1."""

    bias: float
    weights: dict[str, float]
    join: float
    merge: float
    maybe: float
    split: float
    keep: float
    again: float


@dataclass(frozen=True, slots=True)
class Match:
    """`score` 0 to 1; `features` are those of the pair that spoke loudest."""

    score: float
    features: Features


@cache
def weights() -> Weights:
    raw = tables.read("weights.toml")
    return Weights(raw["bias"], raw["weights"], **tables.read("thresholds.toml"))


def logit(features: Features, model: Weights) -> float:
    return model.bias + sum(model.weights.get(name, 0.0) * value for name, value in features.items())


def match(one: Sequence[View], two: Sequence[View], rarity: Rarity, *, mixed: bool = False) -> Match:
    """Two groups of reports: between their best pair and the mean of all, so that no single likeness decides.

    Of a group that a person put together (`mixed`) the best pair alone counts.
    """
    model = weights()
    pairs = [(logit(f, model), f) for f in (compare(a, b, rarity) for a in one for b in two)]
    best, features = max(pairs, key=lambda pair: pair[0])
    mean = sum(value for value, _ in pairs) / len(pairs)
    told = {name: round(value, 4) for name, value in features.items() if value}
    return Match(round(_chance(best if mixed else (best + mean) / 2), 4), told)


def _chance(value: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, value))))
