"""The place where an incident hit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from processors.classify.document import Document, Sentence
from processors.classify.geo.cues import cues
from processors.classify.geo.gazetteer import Gazetteer
from processors.classify.geo.landmarks import launch_site, near_places
from processors.classify.geo.mention import Mention
from processors.classify.geo.place import Place, between_km
from processors.classify.geo.read import Places, read_places
from processors.classify.geo.words import words
from tocsin.contract.fields import Evidence, Where

_FINENESS = {
    "landmark": 5,
    "neighbourhood": 4,
    "village": 3,
    "city": 3,
    "admin2": 2,
    "admin1": 1,
    "region": 1,
    "country": 0,
}
_SAME_AREA_KM = 60.0
UNNAMED = "no place is named for it"


@dataclass(frozen=True, slots=True)
class Located:
    """`evidence` is keyed `where`, `where.launched_from`; `timezone` is the IANA name at the place."""

    where: Where
    evidence: dict[str, Evidence]
    timezone: str | None


def locate(
    document: Document, sentences: Sequence[Sentence], gazetteer: Gazetteer, places: Places | None = None
) -> Located:
    """Where the incident that `sentences` tell of hit. Give `places` when an article has several incidents."""
    places = places or read_places(document, gazetteer)
    launched, launched_span = launch_site(sentences)
    chosen = _from_sentences(sentences, places, launched_span) or _fallback(document, places)
    evidence: dict[str, Evidence] = {}
    if launched and launched_span:
        evidence["where.launched_from"] = launched_span[0].evidence(launched_span[1], launched_span[2])
    if chosen is None or chosen[0].place is None:
        return Located(Where(launched_from=launched, reason=UNNAMED), evidence, None)
    mention, sentence = chosen
    if sentence is not None:
        evidence["where"] = sentence.evidence(mention.start, mention.end)
    place = mention.place
    assert place is not None
    near = near_places(sentences, places, place)
    where = _where(place, mention, near, gazetteer)
    return Located(
        Where(**{**_as_dict(where), "launched_from": launched}),
        evidence,
        gazetteer.zone(place),
    )


def _as_dict(where: Where) -> dict[str, object]:
    return {name: getattr(where, name) for name in Where.__slots__}


Chosen = tuple[Mention, Sentence | None]


def _from_sentences(
    sentences: Sequence[Sentence], places: Places, launched: tuple[Sentence, int, int] | None
) -> Chosen | None:
    """The best-supported place of the incident's sentences, then the finest one that lies in it."""
    scored: list[tuple[float, Mention, Sentence]] = []
    for order, sentence in enumerate(sentences):
        for mention in places.of(sentence):
            if (
                mention.place is None
                or mention.role not in ("place", "organisation")
                or mention.place.kind == "continent"
            ):
                continue
            if launched and sentence.index == launched[0].index and launched[1] <= mention.start < launched[2]:
                continue
            scored.append((_support(mention, sentence, order), mention, sentence))
    if not scored:
        return None
    best = max(scored, key=lambda item: (item[0], -item[1].start))
    return _finest(best, scored)


def _support(mention: Mention, sentence: Sentence, order: int) -> float:
    """How likely the mention is the incident's place."""
    assert mention.place is not None
    score = 2.0 * mention.locative + (1.0 if mention.parent else 0.0) - 0.25 * min(order, 8)
    score += 0.8 * _FINENESS.get(mention.place.kind, 0)
    if mention.role == "organisation":
        score -= 2.5
    if mention.is_parent:
        score -= 2.0
    return score + _context(mention, sentence)


def _context(mention: Mention, sentence: Sentence) -> float:
    """Event words before the name speak for it, words of another setting against it."""
    text = sentence.text.lower()
    at = max(0, mention.start - sentence.start)
    before = text[max(0, at - 60) : at]
    score = 0.0
    if any(word.lower in cues().event for word in words(before)):
        score += 1.5
    if any(phrase in before for phrase in cues().elsewhere):
        score -= 3.0
    return score


def _finest(best: tuple[float, Mention, Sentence], scored: list[tuple[float, Mention, Sentence]]) -> Chosen:
    """A finer place near the best-supported one says the same more precisely."""
    anchor = best[1].place
    assert anchor is not None
    chosen = best
    for item in scored:
        place, now = item[1].place, chosen[1].place
        assert place is not None and now is not None
        finer = _FINENESS.get(place.kind, 0) > _FINENESS.get(now.kind, 0)
        if finer and item[0] > best[0] - 3.0 and _within(place, anchor):
            chosen = item
    return chosen[1], chosen[2]


def _within(place: Place, anchor: Place) -> bool:
    if anchor.kind == "country":
        return place.country == anchor.country
    if anchor.kind == "admin1":
        return place.country == anchor.country and (place.admin1 == anchor.admin1 or not place.admin1)
    return between_km(place, anchor) <= max(_SAME_AREA_KM, anchor.radius_km)


def _fallback(document: Document, places: Places) -> Chosen | None:
    """Where the incident's own sentences name no place: the title, the dateline, the first sentences."""
    if document.title:
        found = _from_sentences([document.title], places, None)
        if found:
            return found
    if places.dateline and places.dateline.place:
        return places.dateline, None
    return _from_sentences(document.sentences[:4], places, None)


def _where(place: Place, mention: Mention, near: tuple[object, ...], gazetteer: Gazetteer) -> Where:
    city = gazetteer.by_id(place.within) if place.within else None
    if place.kind in ("city", "village"):
        city = place
    return Where(
        name=place.name,
        city=city.name if city else None,
        country=place.country or None,
        admin1=gazetteer.admin1_name(place),
        geonames_id=place.geonames_id or (city.geonames_id if city else None),
        latitude=place.latitude,
        longitude=place.longitude,
        radius_km=place.radius_km,
        precision=place.precision,
        near=near,  # type: ignore[arg-type]
        text=mention.text,
    )
