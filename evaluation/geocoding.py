"""Toponym resolution with gold spans: share within 161 km (100 miles, the field's measure), mean and median error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mean, median

from evaluation.figures import share

WITHIN_KM = 161.0
UNRESOLVED_KM = 20_039.0
"""An unresolved toponym counts as the farthest point on earth (Gritta et al., 2019)."""


@dataclass(frozen=True, slots=True)
class GeoScore:
    toponyms: int
    within: float
    mean_km: float
    median_km: float


def score(errors_km: Sequence[float | None]) -> GeoScore:
    """`errors_km`: the distance to gold of each toponym, None if unresolved."""
    errors = [UNRESOLVED_KM if e is None else e for e in errors_km]
    if not errors:
        return GeoScore(0, 0.0, 0.0, 0.0)
    return GeoScore(len(errors), share(sum(e <= WITHIN_KM for e in errors), len(errors)), mean(errors), median(errors))
