"""Which of the places that an article names is the incident's: the likeliest town by learned weights, then the finest
place in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from processors.classify import linear
from processors.classify.geo.place import Place, between_km
from processors.classify.geo.read import Places
from processors.classify.geo.signs import Site, signs

WEIGHTS = Path(__file__).parent / "data" / "place_weights.tsv"
FINENESS = {
    "landmark": 5, "neighbourhood": 4, "village": 3, "city": 3, "admin2": 2, "admin1": 1, "region": 1, "country": 0,
}  # fmt: skip
# How likely a town must be to be the incident's place. Chosen for a wrong share under 0.10 of the places filled, in
# folds by incident (evaluation/train/places.py).
LEAST_WITHIN = 0.5  # named in the incident's own sentences
LEAST_PLAIN = 0.25  # with a preposition of place before it
LEAST_PLAIN_ABROAD = 0.2  # the same for an outlet without a known town
LEAST_FINER = 0.1  # named in them, and within the town that was chosen
LEAST_PLAIN_FINER = 0.05  # the same with a preposition of place before it
LEAST_OUTSIDE = 0.6  # named elsewhere in the article
_CITY = FINENESS["city"]
_SAME_AREA_KM = 40.0
_DISTRICT_KM = 25.0
_MEASURED_KM = 150.0


def choose(sites: Sequence[Site], places: Places) -> Site | None:
    """The likeliest town, then the finest place in it; else a division or country of the incident's sentences."""
    told = signs(sites, places)
    rated = list(zip((linear.probability(WEIGHTS, found) for found in told), sites, strict=True))
    towns = [(rate, site) for rate, site in rated if FINENESS[site.place.kind] >= _CITY]
    own = [(rate, site) for rate, site in towns if site.order is not None]
    within = [(rate, site) for rate, site in own if rate >= LEAST_WITHIN]
    district = _own_district(rated)
    outside = [(rate, site) for rate, site in towns if rate >= LEAST_OUTSIDE and _may_lie_in(site.place, district)]
    least = LEAST_PLAIN if places.home.place else LEAST_PLAIN_ABROAD
    for group in (within, [(rate, site) for rate, site in own if rate >= least and _is_plain(site)], outside):
        if group:
            best = max(group, key=lambda item: (item[0], -_position(item[1])))[1]
            best = _struck_instead(best, own, sites, told) or _measured_from(best, own, sites, places) or best
            return _finest(
                best, [site for rate, site in own if rate >= (LEAST_PLAIN_FINER if _is_plain(site) else LEAST_FINER)]
            )
    return _coarse(sites)


def _struck_instead(
    best: Site, own: Sequence[tuple[float, Site]], sites: Sequence[Site], told: Sequence[list[str]]
) -> Site | None:
    """`Berlin to send buses after an attack in Kharkiv`: a town that only acts gives way to the one struck."""
    same = [site for site in sites if site.place.id == best.place.id]
    if best.sentence is None or any(site.sentence is None or _is_plain(site) for site in same):
        return None
    event = {id(site) for site, found in zip(sites, told, strict=True) if "event_before" in found}
    struck = [(rate, site) for rate, site in own if rate >= LEAST_PLAIN and id(site) in event and site.mention.locative]
    return max(struck, key=lambda item: (item[0], -_position(item[1])))[1] if struck else None


def _measured_from(best: Site, own: Sequence[tuple[float, Site]], sites: Sequence[Site], places: Places) -> Site | None:
    """`in Az-Zawiya, 45 km west of the capital`: a town that only tells where another lies, and where the report was
    written, gives way to that one."""
    dateline = places.dateline.place if places.dateline else None
    same = [site for site in sites if site.place.id == best.place.id and site.sentence is not None]
    if dateline is not None and dateline.id == best.place.id:
        same = [site for site in same if site.sentence and site.mention.start > site.sentence.start]
    if not same or not all(site.mention.beside for site in same):
        return None
    plain = [
        (rate, site)
        for rate, site in own
        if rate >= LEAST_PLAIN_FINER and site.mention.locative and not site.mention.beside and _is_plain(site)
        if between_km(site.place, best.place) <= _MEASURED_KM
    ]
    return max(plain, key=lambda item: (item[0], -_position(item[1])))[1] if plain else None


def _own_district(rated: Sequence[tuple[float, Site]]) -> Place | None:
    """`at Kombun, in the Mangu area`: the likeliest district that the incident's own sentences place it in."""
    own = [
        (rate, site)
        for rate, site in rated
        if site.order is not None and site.place.kind == "admin2" and site.mention.locative and rate >= LEAST_PLAIN
    ]
    return max(own, key=lambda item: item[0])[1].place if own else None


def _may_lie_in(town: Place, district: Place | None) -> bool:
    """Near enough to its middle, where no borders are known."""
    return district is None or between_km(town, district) <= max(_DISTRICT_KM, district.radius_km)


def _is_plain(site: Site) -> bool:
    """`in Arbinda`, in the incident's own sentences: enough where the trained signs are in doubt."""
    mention = site.mention
    return mention.role == "place" and (mention.locative or mention.hint == "city" or mention.parent is not None)


def _position(site: Site) -> int:
    return site.mention.start + (1 if site.sentence is None or site.sentence.index >= 0 else 0)


def _finest(best: Site, sites: Sequence[Site]) -> Site:
    """A finer place of the incident's sentences near the likeliest one says the same more precisely."""
    chosen = best
    for site in sites:
        finer = FINENESS[site.place.kind] > FINENESS[chosen.place.kind] and not site.mention.beside
        if finer and between_km(site.place, best.place) <= max(_SAME_AREA_KM, best.place.radius_km):
            chosen = site
    return chosen


def _coarse(sites: Sequence[Site]) -> Site | None:
    """The finest division or country: of the incident's sentences, else of the title, dateline and lead."""
    own = [site for site in sites if site.order is not None and FINENESS[site.place.kind] < _CITY]
    lead = [site for site in sites if _is_lead(site) and FINENESS[site.place.kind] < _CITY]
    for group in (own, lead):
        placed = [site for site in group if site.mention.locative or site.mention.hint] or (
            group if group is own else []
        )
        if placed:
            return max(placed, key=lambda site: (FINENESS[site.place.kind], site.mention.locative, -_position(site)))
    return None


def _is_lead(site: Site) -> bool:
    return site.sentence is None or site.sentence.index < 3
