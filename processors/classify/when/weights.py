"""The trained weight of each sign (`data/date_weights.tsv`)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data" / "date_weights.tsv"
LEAST = 0.35
"""A date less likely than this is not the incident's: where the wrong share of the dates filled stays in bounds."""


@cache
def _weights() -> dict[str, float]:
    lines = _DATA.read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {name: float(weight) for name, weight in pairs}


def probability(signs: Iterable[str]) -> float:
    """That a date with these signs is the incident's."""
    total = sum(_weights().get(sign, 0.0) for sign in signs)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
