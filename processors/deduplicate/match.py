"""The decision: a logistic score over the features, and how a report scores against an incident of several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from operator import mul

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
    weights: defaultdict[str, float]
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
    return Weights(raw["bias"], defaultdict(float, raw["weights"]), **tables.read("thresholds.toml"))


def logit(found: Features, model: Weights) -> float:
    added: float = sum(map(mul, map(model.weights.__getitem__, found), found.values()))
    return model.bias + added


class Comparison:
    """Reports compared while one account is in hand: each made ready once, each pair's log-odds reckoned once."""

    def __init__(self, idf: Idf) -> None:
        self._idf = idf
        self._probes: dict[str, Probe] = {}
        self._logits: dict[tuple[str, str], float] = {}

    def match(self, one: Sequence[View], two: Sequence[View], *, mixed: bool = False) -> Match:
        """Two groups of reports: between their best pair and the mean of all, so that no single likeness decides.

        Of a group that a person put together (`mixed`) the best pair alone counts.
        """
        model, best, loudest, values = weights(), -1e9, Features(), list[float]()
        for a in one:
            probe = self._probe(a)
            for b in two:
                found = features(probe, b)
                value = self._logits[a.report, b.report] = logit(found, model)
                values.append(value)
                if value > best:
                    best, loudest = value, found
        return Match(_score(values, mixed), loudest, chance(min(values)))

    def score(self, one: Sequence[View], two: Sequence[View]) -> float:
        """That of `match`, where nobody asks for the features."""
        return _score([self.logit(a, b) for a in one for b in two], mixed=False)

    def logit(self, a: View, b: View) -> float:
        """The same whichever comes first."""
        known = self._logits.get((a.report, b.report))
        if known is None:
            known = self._logits.get((b.report, a.report))
        if known is None:
            known = self._logits[a.report, b.report] = logit(features(self._probe(a), b), weights())
        return known

    def _probe(self, view: View) -> Probe:
        made = self._probes.get(view.report)
        if made is None or made.view is not view:
            made = self._probes[view.report] = Probe(view, self._idf)
        return made


def _score(logits: list[float], mixed: bool) -> float:
    best = max(logits)
    return round(chance(best if mixed else (best + sum(logits) / len(logits)) / 2), 4)


def chance(value: float) -> float:
    return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, value))))
