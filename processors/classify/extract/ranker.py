"""The weights over candidate tolls, and the probability they give each.

`data/toll_weights.json` is made by `evaluation/train/tolls.py`, which says on which data and with which figures.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources


@cache
def weights() -> dict[str, dict[str, float]]:
    """Model name (killed, injured) to sign to weight; empty if the artefact is absent."""
    file = resources.files("processors.classify.extract").joinpath("data/toll_weights.json")
    return dict(json.loads(file.read_text("utf-8"))["weights"]) if file.is_file() else {}


def best(model: Mapping[str, float], rows: Sequence[Mapping[str, float]]) -> tuple[int, float]:
    """Index and probability of the likeliest row (the first of equals). `rows` must not be empty."""
    scores = [sum(model.get(name, 0.0) * sign for name, sign in sorted(row.items())) for row in rows]
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores)
    return scores.index(top), 1.0 / total
