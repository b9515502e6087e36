"""The trained realis decision: which reason, or none, fits a mention best, seeing the rules' findings and the words.

Weights: `processors/classify/data/realis_weights.tsv`, made by `evaluation/train/realis.py`, whose header says on
what they were learned and how well they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

CURRENT, BIAS = "current", "bias"


@dataclass(frozen=True, slots=True)
class RealisModel:
    """`weights`: a row a feature, a column a class; the first row is the bias."""

    classes: tuple[str, ...]
    rows: Mapping[str, int]
    weights: Any

    def totals(self, features: Mapping[str, float]) -> Any:
        """Summed weights of the named features, a number a class."""
        known = [(self.rows[name], value) for name, value in features.items() if name in self.rows]
        if not known:
            return np.zeros(len(self.classes))
        at, values = zip(*known, strict=True)
        return np.asarray(values) @ self.weights[list(at)]

    def probabilities(self, totals: Any) -> dict[str, float]:
        """Of `totals` with the bias added."""
        totals = totals + self.weights[0]
        odds = np.exp(totals - totals.max())
        return dict(zip(self.classes, (odds / odds.sum()).tolist(), strict=True))


def parse(text: str) -> RealisModel:
    """The table: a header row `feature` and the classes, then a row a feature. Raises ValueError."""
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    weights = np.array([[float(value) for value in line[1:]] for line in lines[1:]])
    return RealisModel(tuple(lines[0][1:]), {line[0]: at for at, line in enumerate(lines[1:])}, weights)


@cache
def loaded() -> RealisModel:
    return parse(resources.files("processors.classify.data").joinpath("realis_weights.tsv").read_text("utf-8"))
