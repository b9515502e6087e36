"""How likely a date is the incident's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from processors.classify import linear

DATA = Path(__file__).parent / "data" / "date_weights.tsv"
LEAST = 0.3
"""A date less likely than this is not the incident's."""
LEAST_WITHIN = 0.12
"""The same for a date of the incident's own sentences."""
OWN_SHARE = 0.3
"""How likely, against the likeliest date of the article, a date of the incident's own sentences must be."""


def probability(signs: Iterable[str]) -> float:
    return linear.probability(DATA, signs)
