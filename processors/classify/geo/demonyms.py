"""Adjectives and peoples ("Iraqi", "Iraqis") as evidence for a country."""

from __future__ import annotations

from functools import cache

from processors.classify.geo.cues import DATA
from processors.classify.geo.sources import table


@cache
def demonyms() -> dict[str, str]:
    """Lower-cased demonym to GeoNames code of the country or division."""
    return {name.lower(): code for code, names in table(DATA / "demonyms.tsv") for name in names.split("|")}
