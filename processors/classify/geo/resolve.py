"""Chooses the sense of each place name: which Paris.

One sense per discourse: mentions of one name in one text are decided together. Signs are weighed as in
`data/weights.toml`; places support each other, so the choice is repeated until it stands (three rounds at most).
"""

from __future__ import annotations

import math
import tomllib
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from processors.classify.geo.cues import DATA, cues
from processors.classify.geo.home import Home
from processors.classify.geo.mention import Mention
from processors.classify.geo.names import key
from processors.classify.geo.place import Candidate, Place, between_km

_ROUNDS = 3
_HOME_KM = 15.0
_MOST_NAMES = 100  # names of one text that support each other: more is a list, not a story
_FAR_DEGREES = 8.0
_MOST = 80  # candidates of one name that are weighed, most people first


@cache
def weights() -> dict[str, Any]:
    return tomllib.loads((DATA / "weights.toml").read_text("utf-8"))


@dataclass(slots=True)
class _Name:
    """All mentions of one name in one text."""

    mentions: list[Mention]
    candidates: list[Candidate]
    base: list[float]
    best: int = 0


def resolve(mentions: list[Mention], home: Home) -> None:
    """Sets `place` and `score` of every mention."""
    names = _group(mentions)
    for name in names:
        name.base = [_base(candidate, name, home) for candidate in name.candidates]
        name.best = _argmax(name.base)
    for _ in range(_ROUNDS):
        if not _settle(names):
            break
    for name in names:
        for mention in name.mentions:
            mention.place = name.candidates[name.best].place
            mention.score = name.base[name.best]
    _drop_unsupported(names, home)


def _drop_unsupported(names: list[_Name], home: Home) -> None:
    """`Sur` or `Hamra` is a district only in a text (or an outlet) of its country: elsewhere it is something else."""
    countries = {home.country}
    for name in names:
        place = name.mentions[0].place
        if place and place.kind not in ("neighbourhood", "landmark"):
            countries.add(place.country)
    for name in names:
        for mention in name.mentions:
            if mention.place and mention.place.country not in countries:
                mention.place = None


def _share_hints(mentions: list[Mention]) -> None:
    """Where the text says `Sagaing region` once, a bare `Sagaing` is the region too."""
    hints = {}
    for mention in mentions:
        head, _, last = key(mention.text).rpartition(" ")
        if head and last in cues().suffixes and cues().suffixes[last] == "admin1":
            hints[head] = cues().suffixes[last]
    for mention in mentions:
        if mention.hint is None and not mention.parent and key(mention.text) in hints:
            mention.hint = hints[key(mention.text)]


def _group(mentions: list[Mention]) -> list[_Name]:
    _share_hints(mentions)
    grouped: dict[tuple[str, bool], list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.candidates:
            parent = mention.parent.text if mention.parent else ""
            grouped[key(mention.text), bool(mention.is_parent and not parent)].append(mention)
    names = []
    for group in grouped.values():
        candidates = sorted(group[0].candidates, key=lambda c: (-_people(c.place), c.place.id))[:_MOST]
        names.append(_Name(group, candidates, []))
    return names


def _people(place: Place) -> float:
    """log10 of how many people the name would be used by."""
    fixed = weights()["effective_population"].get(place.kind)
    if fixed is not None:
        return float(fixed)
    people = math.log10(max(place.population, 0) + 100)
    return people - 1.0 if place.kind == "admin2" else people


def _base(candidate: Candidate, name: _Name, home: Home) -> float:
    """What the candidate is worth without the other places of the text."""
    w, place = weights(), candidate.place
    score = w["population"] * _people(place) + w["main_name"] * candidate.main
    score += w["kind_prior"].get(place.kind, 0.0)
    if place.kind == "admin1" and _names_city(place, name):
        score -= w["city_over_division"]
    score += w["capital"] * place.capital
    if place.kind != "country" and not _is_home(place, home) and _names_country(name):
        score += w["beside_country"]
    score += _hint_score(place, name)
    score += _parent_score(place, name)
    return float(score + _home_score(place, home))


def _is_home(place: Place, home: Home) -> bool:
    return home.place is not None and between_km(place, home.place) < _HOME_KM


def _names_country(name: _Name) -> bool:
    return any(other.main and other.place.kind == "country" for other in name.candidates)


def _names_city(division: Place, name: _Name) -> bool:
    """Whether the name is also that of a city in the division that is a good part of it."""
    return any(
        other.place.kind == "city"
        and (other.place.country, other.place.admin1) == (division.country, division.admin1)
        and other.place.population > 0.1 * division.population
        for other in name.candidates
    )


def _hint_score(place: Place, name: _Name) -> float:
    w = weights()
    hints = {mention.hint for mention in name.mentions if mention.hint}
    if not hints:
        return float(w["is_parent_region"]) * (name.mentions[0].is_parent and place.kind in ("country", "admin1"))
    if place.kind in hints or (place.kind in ("village", "city") and "city" in hints):
        return float(w["kind_hint"])
    return float(w["kind_mismatch"])


def _parent_score(place: Place, name: _Name) -> float:
    w = weights()
    parents = [mention.parent for mention in name.mentions if mention.parent]
    if not parents:
        return 0.0
    inside = any(_inside(place, candidate.place) for parent in parents for candidate in parent.candidates)
    return float(w["parent"] if inside else w["parent_mismatch"])


def _inside(place: Place, region: Place) -> bool:
    if place.id == region.id or place.country != region.country:
        return False
    if region.kind == "country":
        return True
    if region.kind == "admin1":
        return place.admin1 == region.admin1
    return between_km(place, region) <= region.radius_km + 5 and place.population <= max(region.population, 1)


def _home_score(place: Place, home: Home) -> float:
    w, score = weights(), 0.0
    if home.country and place.country == home.country:
        score += w["home_country"]
    if home.place and place.kind != "country":
        if place.country == home.place.country and place.admin1 == home.place.admin1:
            score += w["home_admin1"]
        score += w["home_near"] * math.exp(-between_km(place, home.place) / w["home_scale"])
    return score


def _settle(names: list[_Name]) -> bool:
    """One round of mutual support; whether any choice changed."""
    names = names[:_MOST_NAMES]
    chosen = [(name, name.candidates[name.best].place) for name in names]
    countries = {place.country for _, place in chosen if place.kind == "country"}
    divisions = {(place.country, place.admin1) for _, place in chosen if place.kind == "admin1"}
    changed = False
    for name in names:
        others = [place for other, place in chosen if other is not name]
        points = [place for place in others if place.kind not in ("country", "continent", "admin1")]
        scores = [
            base + _support(candidate.place, others, points, countries, divisions)
            for base, candidate in zip(name.base, name.candidates, strict=True)
        ]
        best = _argmax(scores)
        changed, name.best = changed or best != name.best, best
    return changed


def _support(
    place: Place, others: list[Place], points: list[Place], countries: set[str], divisions: set[tuple[str, str]]
) -> float:
    w, score = weights(), 0.0
    if place.kind not in ("country", "continent"):
        score += w["country_named"] * (place.country in countries)
        if place.kind != "admin1":
            score += w["admin1_named"] * ((place.country, place.admin1) in divisions)
    if others:
        score += w["same_country"] * sum(other.country == place.country for other in others) / len(others)
    if points and place.kind not in ("country", "continent"):
        near = [_nearness(place, other) for other in points if other.id != place.id]
        score += w["near"] * (sum(near) / len(near) if near else 0.0)
    return float(score)


def _nearness(place: Place, other: Place) -> float:
    """exp(-distance / near_scale); 0 without reckoning it where the latitudes alone are far apart."""
    if abs(place.latitude - other.latitude) > _FAR_DEGREES:
        return 0.0
    return math.exp(-between_km(place, other) / weights()["near_scale"])


def _argmax(scores: list[float]) -> int:
    return max(range(len(scores)), key=scores.__getitem__)
