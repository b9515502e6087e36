"""A linear model over named signs, read from a table of weights: `sign<TAB>weight`, `#` comments."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path


@cache
def weights(path: Path) -> dict[str, float]:
    lines = path.read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in pairs}


def probability(path: Path, signs: Iterable[str]) -> float:
    """Logistic function of the summed weights; a sign without a weight counts nothing."""
    table = weights(path)
    total = sum(table.get(sign, 0.0) for sign in signs)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
