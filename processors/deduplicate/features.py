"""Two reports compared: the named features that a match decision rests on, and prints."""

from __future__ import annotations

from collections.abc import Iterable
from math import asin, cos, exp, log, log1p, radians, sin, sqrt

from processors.deduplicate.fingerprint import similarity
from processors.deduplicate.rarity import Rarity
from processors.deduplicate.tables import type_compatibility
from processors.deduplicate.view import View
from tocsin.contract.fields import Toll

Features = dict[str, float]
_EARTH_KM = 6371.0088  # mean radius, IUGG
_SLACK_KM = 15.0  # two gazetteer points of one city may lie as far apart


def compare(a: View, b: View, rarity: Rarity) -> Features:
    """Features that are not 0, each 0 to 1 but for the logarithms; the same whichever comes first."""
    found: Features = {"type": type_compatibility()[a.type, b.type]}
    _compare_days(a, b, found)
    _compare_places(a, b, found)
    _compare_tolls(a, b, found)
    _compare_kinds(a, b, found)
    _compare_words(a, b, rarity, found)
    near_in_time = found.get("same_day", 0.0) + found.get("within", 0.0) * 0.5
    if near_in_time and "near" in found:
        found["place_and_day"] = found["near"] * near_in_time * found["type"]
    return {name: round(value, 4) for name, value in found.items() if value}


def _compare_days(a: View, b: View, found: Features) -> None:
    found["published_gap"] = log1p(abs(a.published - b.published))
    if a.days and b.days:
        gap = max(a.days[0] - b.days[1], b.days[0] - a.days[1], 0)
        exact = a.days[2] and b.days[2]
        if gap == 0:
            found["same_day" if exact else "within"] = 1.0
        elif gap == 1:
            found["day_apart"] = 1.0
        else:
            found["days_apart"] = log(gap)
    else:
        found["when_unknown"] = 1.0
    # an article cannot tell what had not happened yet (a day's grace for time zones)
    if (a.days and a.days[0] > b.published + 1) or (b.days and b.days[0] > a.published + 1):
        found["told_before_it_happened"] = 1.0


def _compare_places(a: View, b: View, found: Features) -> None:
    if a.country and b.country and a.country != b.country:
        found["other_country"] = 1.0
    elif a.admin1 and b.admin1 and a.admin1 != b.admin1:
        found["other_admin1"] = 1.0
    if a.places & b.places:
        found["same_place_name"] = 1.0
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        found["where_unknown"] = 1.0
        return
    apart = max(0.0, distance_km(a.latitude, a.longitude, b.latitude, b.longitude) - _SLACK_KM)
    reach = a.radius_km + b.radius_km + 5.0
    found["near"] = exp(-apart / reach) / (1.0 + max(a.radius_km, b.radius_km) / 50.0)
    found["far"] = min(1.0, log1p(apart / reach) / 4.0)


def _compare_tolls(a: View, b: View, found: Features) -> None:
    for name, one, two in (
        ("killed", a.killed, b.killed),
        ("injured", a.injured, b.injured),
        ("abducted", a.abducted, b.abducted),
    ):
        if one is None or two is None:
            continue
        low, high = _range(one), _range(two)
        if low is None or high is None:
            continue
        gap = max(low[0] - high[1], high[0] - low[1], 0)
        if gap == 0:
            found[f"{name}_agree"] = min(1.0, 0.3 + log1p(max(low[0], high[0])) / 4.0)
        else:
            smaller = max(min(low[1], high[1]), 0)
            found[f"{name}_differ"] = min(1.0, log((smaller + gap + 2) / (smaller + 2)))


def _range(toll: Toll) -> tuple[int, int] | None:
    low = toll.min if toll.min is not None else toll.best
    high = toll.max if toll.max is not None else toll.best
    if low is None and high is None:
        return None
    if toll.best is not None:
        return toll.best, toll.best
    low = low if low is not None else 0
    return low, max(low, high if high is not None else low * 4)


def _compare_kinds(a: View, b: View, found: Features) -> None:
    if a.weapons and b.weapons:
        found["weapons_agree" if a.weapons & b.weapons else "weapons_differ"] = 1.0
    if a.targets and b.targets:
        found["targets_agree" if a.targets & b.targets else "targets_differ"] = 1.0


def _compare_words(a: View, b: View, rarity: Rarity, found: Features) -> None:
    found["terms"], found["rare_terms"] = _overlap(a.terms, b.terms, rarity)
    found["title"], _ = _overlap(sorted(a.title), sorted(b.title), rarity)
    if a.names and b.names:
        found["names"], _ = _overlap(sorted(a.names), sorted(b.names), rarity)
    else:
        found["names_unknown"] = 1.0
    copy = similarity(a.fingerprint, b.fingerprint)
    found["copy"] = copy if copy > 0.2 else 0.0


def _overlap(one: Iterable[str], two: Iterable[str], rarity: Rarity) -> tuple[float, float]:
    """Cosine of the idf vectors, and how much rare matter is shared at all (1 at about four rare words)."""
    weights_one = {t: rarity.idf(t) for t in one}
    weights_two = {t: rarity.idf(t) for t in two}
    shared = [w for t, w in weights_one.items() if t in weights_two]
    if not shared:
        return 0.0, 0.0
    dot = sum(w * w for w in shared)
    size = sqrt(sum(w * w for w in weights_one.values()) * sum(w * w for w in weights_two.values()))
    rare = sum(w - 3.0 for w in shared if w > 3.0)
    return min(1.0, dot / size), min(1.0, rare / 15.0)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) of two points in degrees."""
    phi1, phi2, dphi, dlon = radians(lat1), radians(lat2), radians(lat2 - lat1), radians(lon2 - lon1)
    h = sin(dphi / 2) ** 2 + cos(phi1) * cos(phi2) * sin(dlon / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, h)))
