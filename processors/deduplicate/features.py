"""Two reports compared: the named features that a match decision rests on, and prints."""

from __future__ import annotations

from math import asin, cos, exp, fsum, log, log1p, radians, sin, sqrt

from processors.deduplicate.fingerprint import similarity
from processors.deduplicate.rarity import Rarity
from processors.deduplicate.tables import type_compatibility
from processors.deduplicate.view import View
from tocsin.contract.fields import Toll

Features = dict[str, float]
_EARTH_KM = 6371.0088  # mean radius, IUGG
_RARE = 8.0  # about the idf of a word never seen
_NEIGHBOURHOOD_KM = 6.0
_SLACK_KM = 15.0  # two gazetteer points of one city may lie as far apart


def compare(a: View, b: View, rarity: Rarity) -> Features:
    """Features, each 0 to 1 but for the logarithms, some of them 0; the same whichever comes first."""
    found: Features = {"type": type_compatibility()[a.type, b.type]}
    _compare_days(a, b, found)
    _compare_places(a, b, rarity, found)
    _compare_tolls(a, b, found)
    _compare_kinds(a, b, found)
    _compare_words(a, b, rarity, found)
    near_in_time = found.get("same_day", 0.0) + found.get("within", 0.0) * 0.5
    if near_in_time and "near" in found:
        # what else happens there: a shooting a day in Chicago, one a year in a village
        quiet = max(_rarest(a.places, rarity), _rarest(b.places, rarity))
        found["place_and_day"] = found["near"] * near_in_time * found["type"] * quiet
    return found


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
            found["days_apart"] = min(1.0, log(gap) / 3.0)
    else:
        found["when_unknown"] = 1.0
    if a.hours and b.hours:
        apart = max(a.hours[0] - b.hours[1], b.hours[0] - a.hours[1], 0)
        found["hours_apart"] = min(1.0, apart / 12.0)
    # an article cannot tell what had not happened yet (a day's grace for time zones)
    if (a.days and a.days[0] > b.published + 1) or (b.days and b.days[0] > a.published + 1):
        found["told_before_it_happened"] = 1.0


def _compare_places(a: View, b: View, rarity: Rarity, found: Features) -> None:
    if a.country and b.country and a.country != b.country:
        found["other_country"] = 1.0
    elif a.admin1 and b.admin1 and a.admin1 != b.admin1:
        found["other_admin1"] = 1.0
    found["same_place_name"] = _rarest(a.places & b.places, rarity)
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        found["where_unknown"] = 1.0
        return
    distance = distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
    if max(a.radius_km, b.radius_km) <= _NEIGHBOURHOOD_KM and distance > a.radius_km + b.radius_km:
        found["other_neighbourhood"] = 1.0
    apart = max(0.0, distance - _SLACK_KM)
    reach = a.radius_km + b.radius_km + 5.0
    found["near"] = exp(-apart / reach) / (1.0 + max(a.radius_km, b.radius_km) / 50.0)
    found["far"] = min(1.0, log1p(apart / reach) / 4.0)


def _rarest(names: frozenset[str], rarity: Rarity) -> float:
    """0 for no name, 1 for one never seen before."""
    return min(1.0, max((rarity.idf(name) for name in names), default=0.0) / _RARE)


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
    # sums over sets are exact (fsum): the order of a set of strings differs from process to process
    shared = set(a.terms).intersection(b.terms)
    if shared:
        idf = {term: rarity.idf(term) for term in shared}
        mass = fsum(w * w for w in idf.values()) / _RARE
        sizes = len(a.terms), len(b.terms)
        found["terms"] = min(1.0, mass / _RARE / sqrt(sizes[0] * sizes[1]))
        found["terms_of_shorter"] = min(1.0, mass / _RARE / max(8, min(sizes)))
        rare = fsum(w - 3.0 for w in idf.values() if w > 3.0)
        found["rare_terms"] = min(1.0, rare / 40.0)
        found["any_rare"] = min(1.0, rare / 10.0)
        found["phrases"] = min(1.0, fsum(w for term, w in idf.items() if " " in term) / 24.0)
    _compare_ages(a, b, found)
    found["title"] = _likeness(a.title, b.title, rarity)
    found["title_told"] = max(_told(a.title, b, rarity), _told(b.title, a, rarity))
    if a.names and b.names:
        found["names"] = _likeness(a.names, b.names, rarity)
    else:
        found["names_unknown"] = 1.0
    if a.publisher and a.publisher == b.publisher and a.article != b.article:
        found["same_publisher"] = 1.0
    copy = similarity(a.fingerprint, b.fingerprint)
    found["copy"] = copy if copy > 0.2 else 0.0


def _told(title: frozenset[str], view: View, rarity: Rarity) -> float:
    """How much of a title, by rarity, the other report's words tell."""
    known = title.intersection(view.terms)
    if not known:
        return 0.0
    told = fsum(rarity.idf(t) for t in known)
    return told / (told + fsum(rarity.idf(t) for t in title - known))


def _compare_ages(a: View, b: View, found: Features) -> None:
    """People of the same ages, or of none the same."""
    if a.ages and b.ages:
        both = a.ages & b.ages
        found["ages_agree"] = min(1.0, len(both) / 2.0)
        found["ages_differ"] = 0.0 if both else 1.0


def _likeness(one: frozenset[str], two: frozenset[str], rarity: Rarity) -> float:
    """What is shared, by rarity, as a share of the geometric mean of the sizes."""
    shared = one & two
    if not shared:
        return 0.0
    return min(1.0, fsum(rarity.idf(t) for t in shared) / (_RARE * sqrt(len(one) * len(two))))


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) of two points in degrees."""
    phi1, phi2, dphi, dlon = radians(lat1), radians(lat2), radians(lat2 - lat1), radians(lon2 - lon1)
    h = sin(dphi / 2) ** 2 + cos(phi1) * cos(phi2) * sin(dlon / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, h)))
