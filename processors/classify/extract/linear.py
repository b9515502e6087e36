"""Linear models from `data/`: sign to weight, and the probability a candidate gets.

The files are made by the scripts in `evaluation/train/`; each says in `about` by which, on what, with what figures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources


@cache
def weights(name: str) -> dict[str, dict[str, float]]:
    """Model name to its weights, from `data/<name>.json`; empty if the artefact is absent."""
    file = resources.files("processors.classify.extract").joinpath(f"data/{name}.json")
    return dict(json.loads(file.read_text("utf-8"))["weights"]) if file.is_file() else {}


def best(model: Mapping[str, float], rows: Sequence[Mapping[str, float]]) -> tuple[int, float]:
    """Index and softmax probability of the likeliest row (the first of equals). `rows` must not be empty."""
    scores = [sum(model.get(name, 0.0) * sign for name, sign in sorted(row.items())) for row in rows]
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores)
    return scores.index(top), 1.0 / total


def probability(model: Mapping[str, float], signs: Iterable[str]) -> float:
    """Logistic probability of a set of signs; the weight "" is the bias."""
    score = model.get("", 0.0) + math.fsum(model.get(sign, 0.0) for sign in signs)
    return 1.0 / (1.0 + math.exp(-max(min(score, 50.0), -50.0)))
