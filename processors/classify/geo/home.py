"""Where a publisher is at home: a table of outlets, else the names of cities in its domain or name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from processors.classify.geo.cues import DATA
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.place import Place
from processors.classify.geo.sources import table
from tocsin.contract.article import Publisher

_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu"})
_TLD_COUNTRY = {"uk": "GB"}


@dataclass(frozen=True, slots=True)
class Home:
    """`place` is a town or division, if known; `country` ISO 3166-1 alpha-2."""

    place: Place | None = None
    country: str | None = None


def home(publisher: Publisher | None, gazetteer: Gazetteer) -> Home:
    if publisher is None:
        return Home()
    return _home(publisher.domain or "", publisher.name or "", publisher.country or "", gazetteer)


@lru_cache(4096)
def _home(domain: str, name: str, country: str, gazetteer: Gazetteer) -> Home:
    listed = _listed(domain.lower())
    if listed:
        place = _find(listed[0], listed[1], gazetteer) if listed[0] else gazetteer.by_code(listed[1])
        return Home(None if place and place.kind == "country" else place, country or listed[1][:2])
    country = country or _country_of(domain)
    return Home(_named(domain, name, country, gazetteer), country or None)


@cache
def _outlets() -> dict[str, tuple[str, str]]:
    """Domain (or callsign) to city and GeoNames code of the division around it."""
    outlets = {}
    for place, domains in table(DATA / "outlets.tsv"):
        city, _, code = place.rpartition(", ")
        for domain in domains.split(" "):
            outlets[domain] = (city, code)
    return outlets


def _listed(domain: str) -> tuple[str, str] | None:
    """By the domain, a parent of it, a label (`www.wave3.com`) or a callsign (`wkyttv.com`)."""
    labels = domain.split(".")
    for i in range(len(labels) - 1):
        known = _outlets().get(".".join(labels[i:]))
        if known:
            return known
    for label in labels[:-1]:
        known = _outlets().get(label)
        if known:
            return known
        sign = re.match(r"[kw][a-z]{2,3}(?=tv|fm|am|news|\d|$)", label)
        if sign and sign.group() in _outlets():
            return _outlets()[sign.group()]
    return None


def _find(city: str, code: str, gazetteer: Gazetteer) -> Place | None:
    country, _, admin1 = code.partition(".")
    found = [
        candidate.place
        for candidate in gazetteer.lookup(city)
        if candidate.place.country == country
        and (not admin1 or candidate.place.admin1 == admin1)
        and candidate.place.kind == "city"
    ]
    return max(found, key=lambda place: place.population, default=None)


def _country_of(domain: str) -> str:
    last = domain.rpartition(".")[2].lower()
    return _TLD_COUNTRY.get(last, last.upper() if len(last) == 2 and last not in ("tv", "co", "io", "me", "ai") else "")


def _named(domain: str, name: str, country: str, gazetteer: Gazetteer) -> Place | None:
    """The largest city whose name the domain begins with or the publisher's name holds, 50,000 people at least."""
    guesses = []
    for label in [label for label in domain.lower().split(".")[:-1] if label not in _SECOND_LEVEL and label != "www"]:
        bare = re.sub(r"^(?:the|my|news|abc|nbc|cbs|fox)", "", label)
        guesses += [candidate[:cut] for candidate in (label, bare) for cut in range(len(candidate), 4, -1)]
        for candidate in (label, bare):
            guesses += [
                f"{candidate[:cut]} {candidate[cut:end]}"
                for cut in (2, 3, 4, 5, 6)
                for end in range(len(candidate), cut + 3, -1)
            ]
    words = name.split()
    guesses += [" ".join(words[i:j]) for i in range(len(words)) for j in range(len(words), i, -1)]
    for guess in guesses:
        best = max(
            (
                c.place
                for c in gazetteer.lookup(guess)
                if c.main and c.place.kind == "city" and (not country or c.place.country == country)
            ),
            key=lambda place: place.population,
            default=None,
        )
        if best and best.population >= 50_000:
            return best
    return None
