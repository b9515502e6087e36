"""How likely a date is the incident's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from processors.classify import linear

DATA = Path(__file__).parent / "data" / "date_weights.tsv"
LEAST = 0.3
"""A date less likely than this is not the incident's."""


def probability(signs: Iterable[str]) -> float:
    return linear.probability(DATA, signs)
