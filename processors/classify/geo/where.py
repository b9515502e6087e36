"""The place where an incident hit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.document import Document, Sentence
from processors.classify.geo.choose import choose
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.landmarks import launch_site, near_places
from processors.classify.geo.mention import Mention
from processors.classify.geo.place import Place
from processors.classify.geo.read import Places, read_places
from processors.classify.geo.signs import Site
from processors.classify.geo.unlisted import may_be_place, towns_told, unlisted
from tocsin.contract.fields import Evidence, LaunchSite, Near, Where

_BESIDE_KM = 5.0  # how much wider "near X" is than X
_LEAD = 1  # the incident's sentences up to this one, the headline among them, say in which country it was
_DISTANCE = re.compile(r"(\d[\d,]*) ?(?:km|kms|kilomet\w+|miles)\b(?!.*[.;]| off )")
_FAR = 20.0  # kilometres or miles
_FIRST = 3  # sentences in which a town is said to be the place
UNNAMED = "no place is named for it"
UNLISTED = "unlisted"
"""`kind` of a name that no gazetteer here has: perhaps the place itself."""
DOUBTFUL = "the places in the text are of something else"


@dataclass(frozen=True, slots=True)
class Located:
    """`evidence` is keyed `where`, `where.launched_from`; `timezone` is the IANA name at the place."""

    where: Where
    evidence: dict[str, Evidence]
    timezone: str | None


def locate(
    document: Document,
    sentences: Sequence[Sentence],
    gazetteer: Gazetteer,
    places: Places | None = None,
    elsewhere: frozenset[int] = frozenset(),
) -> Located:
    """Where the incident that `sentences` tell of hit. Give `places` when an article has several incidents, and in
    `elsewhere` the ids of places where only others of them were."""
    places = (places or read_places(document, gazetteer)).around(sentences)
    launched, launched_span = launch_site(sentences)
    sites = [
        site
        for site in sites_of(document, sentences, places)
        if not _is_launch(site, launched_span) and site.place.id not in elsewhere
    ]
    evidence: dict[str, Evidence] = {}
    if launched_span:
        evidence["where.launched_from"] = launched_span[0].evidence(launched_span[1], launched_span[2])
    chosen = choose(within_lead(sites, places), places)
    if chosen and _only_dateline(chosen, sites, places) and _in_a_town(sentences[:_FIRST], places, gazetteer):
        chosen = choose(within_lead([s for s in sites if s.place.id != chosen.place.id], places), places)
    others = tuple(Near(name=name, kind=UNLISTED) for name in unlisted(sentences, document.case, gazetteer))
    if chosen is None:
        reason = DOUBTFUL if sites else UNNAMED
        return Located(Where(near=others, launched_from=launched, reason=reason), evidence, None)
    if chosen.sentence is not None:
        evidence["where"] = chosen.sentence.evidence(chosen.mention.start, chosen.mention.end)
    near = (*near_places(sentences, places, chosen.place), *others)
    return Located(_where(chosen, near, launched, gazetteer), evidence, gazetteer.zone(chosen.place))


def sites_of(document: Document, sentences: Sequence[Sentence], places: Places) -> list[Site]:
    """Every place the article names, those of the incident's sentences marked by their order."""
    orders = {sentence.index: order for order, sentence in enumerate(sentences)}
    found = []
    if places.dateline and places.dateline.place:
        found.append(Site(places.dateline, places.dateline.place, None, None))
    for sentence in document.all_sentences():
        for mention in places.of(sentence):
            place = mention.place
            if _is_far_off(mention, sentence):
                continue
            if document.items and sentence.index not in orders:
                continue  # of another item of the digest
            if place and mention.role in ("place", "organisation") and place.kind != "continent":
                found.append(Site(mention, place, sentence, orders.get(sentence.index)))
    return found


def _only_dateline(chosen: Site, sites: list[Site], places: Places) -> bool:
    """Whether the place is named where the report was written, and nowhere else."""
    if places.dateline is None or places.dateline.place is None or places.dateline.place.id != chosen.place.id:
        return False
    same = [site for site in sites if site.place.id == chosen.place.id]
    return all(site.sentence is None or site.mention.start == site.sentence.start for site in same)


def _in_a_town(sentences: Sequence[Sentence], places: Places, gazetteer: Gazetteer) -> bool:
    """Whether they name a town that the gazetteer has not, or has only elsewhere."""
    for sentence in sentences:
        known = {mention.start - sentence.start: mention.place for mention in places.of(sentence)}
        for at, name in towns_told(sentence):
            if known[at] is None if at in known else may_be_place(name, gazetteer):
                return True
    return False


def _is_far_off(mention: Mention, sentence: Sentence) -> bool:
    """ "80 kilometres north-west of Goma": the town is named to say where another place is."""
    if not mention.beside:
        return False
    before = sentence.text[max(0, mention.start - sentence.start - 60) : max(0, mention.start - sentence.start)]
    said = _DISTANCE.search(before)
    return said is not None and float(said[1].replace(",", "")) >= _FAR


def within_lead(sites: list[Site], places: Places) -> list[Site]:
    """Without what lies in a country that the incident's first sentences do not speak of, where they speak of one: a
    dateline, a reaction from abroad."""
    lead = {site.sentence.index for site in sites if site.sentence and site.order is not None and site.order <= _LEAD}
    named = {
        mention.place.country
        for index in lead
        for mention in places.by_sentence.get(index, ())
        if mention.place and mention.place.country
    }
    return [site for site in sites if site.place.country in named] if named else sites


def _is_launch(site: Site, launched: tuple[Sentence, int, int] | None) -> bool:
    if launched is None or site.sentence is None or site.sentence.index != launched[0].index:
        return False
    return launched[1] <= site.mention.start < launched[2]


def _where(site: Site, near: tuple[Near, ...], launched: LaunchSite | None, gazetteer: Gazetteer) -> Where:
    place = site.place
    city = _city(place, gazetteer)
    return Where(
        name=place.name,
        city=city.name if city else None,
        country=place.country or None,
        admin1=gazetteer.admin1_name(place),
        geonames_id=place.geonames_id or (city.geonames_id if city else None),
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=place.radius_km + (_BESIDE_KM if site.mention.beside else 0.0),
        precision=place.precision,
        near=near,
        launched_from=launched,
        text=site.mention.text,
    )


def _city(place: Place, gazetteer: Gazetteer) -> Place | None:
    if place.kind in ("city", "village"):
        return place
    return gazetteer.by_id(place.within) if place.within else None
