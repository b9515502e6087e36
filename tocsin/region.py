"""The region of a country, for counting: few values, and steady enough that silence means something. Pure."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def _by_country() -> dict[str, str]:
    regions = tomllib.loads((files("tocsin") / "data" / "regions.toml").read_text("utf-8"))
    return {country: region for region, countries in regions.items() for country in countries.split()}


def regions() -> tuple[str, ...]:
    """All that `region_of` may give."""
    return (*dict.fromkeys(_by_country().values()), "other", "unknown")


def region_of(country: str | None) -> str:
    """`country` is ISO 3166-1 alpha-2; None is `unknown`, a code without a region `other`."""
    return "unknown" if country is None else _by_country().get(country, "other")
