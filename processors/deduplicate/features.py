"""Two reports compared: the named features that a match decision rests on, and prints."""

from __future__ import annotations

from functools import lru_cache
from math import asin, cos, exp, fsum, log, log1p, radians, sin, sqrt

from processors.deduplicate.fingerprint import similarity
from processors.deduplicate.rarity import Idf
from processors.deduplicate.tables import type_compatibility
from processors.deduplicate.view import Span, View

Features = dict[str, float]
_EARTH_KM = 6371.0088  # mean radius, IUGG
_RARE = 8.0  # about the idf of a word never seen
_NAMELIKE = 5.5  # idf of a phrase that one or two incidents in memory have: most often a victim's name
_NEIGHBOURHOOD_KM = 6.0
_SLACK_KM = 15.0  # two gazetteer points of one city may lie as far apart


_DESPITE = (
    ("days_apart", "rare_despite_days"),
    ("day_apart", "rare_despite_day"),
    ("far", "rare_despite_far"),
    ("other_admin1", "rare_despite_admin1"),
    ("killed_differ", "rare_despite_killed"),
    ("ages_differ", "rare_despite_ages"),
)


class Probe:
    """A report made ready to be compared with many."""

    __slots__ = ("idf", "names", "place_words", "places", "quiet", "terms", "title", "title_rarity", "view")

    def __init__(self, view: View, idf: Idf) -> None:
        self.view = view
        self.idf = idf
        self.terms = frozenset(view.terms)
        self.title = frozenset(view.title)
        self.names = frozenset(view.names)
        self.places = frozenset(view.places)
        self.place_words = place_words(view.places)
        self.quiet = _rarest(view.places, idf)
        self.title_rarity = fsum([idf[word] for word in view.title])


def features(a: Probe, b: View) -> Features:
    """Features, each 0 to 1 but for the logarithms, some of them 0; the same whichever comes first."""
    view = a.view
    found: Features = {"type": type_compatibility()[view.type, b.type]}
    _compare_days(view, b, found)
    _compare_places(a, b, found)
    if view.killed and b.killed:
        _compare_toll("killed", view.killed, b.killed, found)
    if view.injured and b.injured:
        _compare_toll("injured", view.injured, b.injured, found)
    if view.abducted and b.abducted:
        _compare_toll("abducted", view.abducted, b.abducted, found)
    if view.weapons and b.weapons:
        found["weapons_differ" if view.weapons.isdisjoint(b.weapons) else "weapons_agree"] = 1.0
    if view.targets and b.targets:
        found["targets_differ" if view.targets.isdisjoint(b.targets) else "targets_agree"] = 1.0
    _compare_words(a, b, found)
    _compare_sources(view, b, found)
    near_in_time = 1.0 if "same_day" in found else 0.5 if "within" in found else 0.0
    if near_in_time and "near" in found:
        # what else happens there: a shooting a day in Chicago, one a year in a village
        quiet = max(a.quiet, _rarest(b.places, a.idf))
        found["place_and_day"] = found["near"] * near_in_time * found["type"] * quiet
    _combine(found)
    return found


def _combine(found: Features) -> None:
    """What a shared rare word is worth where something else speaks against it: a name outweighs a date misread."""
    rare = found.get("any_rare")
    if not rare:
        return
    for against, name in _DESPITE:
        if against in found:
            found[name] = rare * found[against]


def _compare_days(a: View, b: View, found: Features) -> None:
    found["published_gap"] = log1p(abs(a.published - b.published))
    if a.days and b.days:
        gap = max(a.days[0] - b.days[1], b.days[0] - a.days[1], 0)
        if gap == 0:
            found["same_day" if a.days[2] and b.days[2] else "within"] = 1.0
        elif gap == 1:
            found["day_apart"] = 1.0
        else:
            found["days_apart"] = min(1.0, log(gap) / 3.0)
    else:
        found["when_unknown"] = 1.0
    if a.hours and b.hours:
        apart = max(a.hours[0] - b.hours[1], b.hours[0] - a.hours[1])
        if apart > 0:
            found["hours_apart"] = min(1.0, apart / 12.0)
    # an article cannot tell what had not happened yet (a day's grace for time zones)
    if (a.days and a.days[0] > b.published + 1) or (b.days and b.days[0] > a.published + 1):
        found["told_before_it_happened"] = 1.0


def _compare_places(probe: Probe, b: View, found: Features) -> None:
    a = probe.view
    if a.country and b.country and a.country != b.country:
        found["other_country"] = 1.0
    elif a.admin1 and b.admin1 and a.admin1 != b.admin1:
        found["other_admin1"] = 1.0
    shared = probe.places.intersection(b.places)
    if shared:
        found["same_place_name"] = _rarest(shared, probe.idf)
    if a.villages and b.villages:
        villages = set(a.villages).intersection(b.villages)
        if villages:
            found["same_village"] = _rarest(frozenset(villages), probe.idf)
        else:
            found["other_village"] = 1.0
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        found["where_unknown"] = 1.0
        return
    distance = distance_km(a.latitude, a.longitude, b.latitude, b.longitude)
    wider = max(a.radius_km, b.radius_km)
    reach = a.radius_km + b.radius_km
    if wider <= _NEIGHBOURHOOD_KM and distance > reach:
        found["other_neighbourhood"] = 1.0
    apart = max(0.0, distance - _SLACK_KM) / (reach + 5.0)
    found["near"] = exp(-apart) / (1.0 + wider / 50.0)
    if apart:
        found["far"] = min(1.0, log1p(apart) / 4.0)
        if not shared and probe.terms.isdisjoint(b.places) and probe.places.isdisjoint(b.terms):
            # neither names the other's place: two places, rather than one misread
            found["far_untold"] = found["far"]
            found["elsewhere_untold"] = 1.0
            if "other_country" in found:
                found["other_country_untold"] = 1.0


def _rarest(names: tuple[str, ...] | frozenset[str], idf: Idf) -> float:
    """0 for no name, 1 for one never seen before."""
    if not names:
        return 0.0
    return min(1.0, max([idf[name] for name in names]) / _RARE)


def _compare_toll(name: str, one: Span, two: Span, found: Features) -> None:
    gap = max(one[0] - two[1], two[0] - one[1])
    if gap <= 0:
        exact = one == two
        found[f"{name}_agree" if exact else f"{name}_within"] = min(1.0, 0.3 + log1p(max(one[0], two[0])) / 4.0)
    else:
        smaller = max(min(one[1], two[1]), 0)
        found[f"{name}_differ"] = min(1.0, log((smaller + gap + 2) / (smaller + 2)))


def _compare_words(a: Probe, b: View, found: Features) -> None:
    # sums over sets are exact (fsum): the order of a set of strings differs from process to process
    view, idf = a.view, a.idf
    shared = a.terms.intersection(b.terms)
    if shared:
        rarities = [idf[term] for term in shared]
        mass = fsum([w * w for w in rarities]) / (_RARE * _RARE)
        sizes = len(view.terms), len(b.terms)
        found["terms"] = min(1.0, mass / sqrt(sizes[0] * sizes[1]))
        found["terms_of_shorter"] = min(1.0, mass / max(8, min(sizes)))
        # of places that agree the name is counted already: every strike on a city shares it
        agreed = "near" in found and "far" not in found
        own = shared - a.place_words - place_words(b.places) if agreed else shared
        rare = fsum([w - 3.0 for term in own if (w := idf[term]) > 3.0])
        if rare:
            found["rare_terms"] = min(1.0, rare / 40.0)
            found["any_rare"] = min(1.0, rare / 10.0)
        phrases = [idf[term] for term in own if " " in term]
        if phrases:
            found["phrases"] = min(1.0, fsum(phrases) / 24.0)
            if max(phrases) > _NAMELIKE:
                found["rare_phrase"] = 1.0
    if view.ages and b.ages:
        both = len(view.ages & b.ages)
        found["ages_agree" if both else "ages_differ"] = min(1.0, both / 2.0) if both else 1.0
    _compare_titles(a, b, found)
    if a.names and b.names:
        names = a.names.intersection(b.names)
        if names:
            found["names"] = _likeness(names, len(a.names), len(b.names), idf)
    else:
        found["names_unknown"] = 1.0


def _compare_titles(a: Probe, b: View, found: Features) -> None:
    """Their likeness, and how much of the one's title, by rarity, the other's words tell."""
    idf, told = a.idf, 0.0
    titles = a.title.intersection(b.title)
    if titles:
        found["title"] = _likeness(titles, len(a.title), len(b.title), idf)
    if own_told := a.title.intersection(b.terms):
        told = fsum([idf[word] for word in own_told]) / a.title_rarity
    if its_told := a.terms.intersection(b.title):
        told = max(told, fsum([idf[word] for word in its_told]) / fsum([idf[word] for word in b.title]))
    if told:
        found["title_told"] = told


@lru_cache(maxsize=16384)
def place_words(places: tuple[str, ...]) -> frozenset[str]:
    """The names and the words that they are made of."""
    return frozenset(places).union(*(name.split() for name in places))


def _likeness(shared: frozenset[str], one: int, two: int, idf: Idf) -> float:
    """What is shared, by rarity, as a share of the geometric mean of the sizes."""
    return min(1.0, fsum([idf[t] for t in shared]) / (_RARE * sqrt(one * two)))


def _compare_sources(a: View, b: View, found: Features) -> None:
    if a.publisher and a.publisher == b.publisher and a.article != b.article:
        found["same_publisher"] = 1.0
    copy = similarity(a.fingerprint, b.fingerprint)
    if copy > 0.2:
        found["copy"] = copy


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine) of two points in degrees."""
    if lat1 == lat2 and lon1 == lon2:
        return 0.0
    phi1, phi2, dphi, dlon = radians(lat1), radians(lat2), radians(lat2 - lat1), radians(lon2 - lon1)
    h = sin(dphi / 2) ** 2 + cos(phi1) * cos(phi2) * sin(dlon / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, h)))
