"""The towns that a sentence says something was in, and whether two sentences' towns are apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from processors.classify.data.tables import words
from processors.classify.document import Sentence
from processors.classify.geo.place import Place, between_km
from processors.classify.geo.read import Places

_FINE = frozenset(("admin2", "city", "village", "neighbourhood", "landmark"))
_OPENING = 12  # characters: "In South Sudan, ", "Meanwhile in Sudan"
_QUARTERS_KM = 3.0  # between two quarters of one city
_REACH = 2  # words behind a name: "at St. Louis Children's Hospital"
_CLAUSE = re.compile(r"[^,.;:]*")
_AFTERMATH = words("incidents", "aftermath")
_INSTITUTIONS = words("incidents", "institutions")

Names = Mapping[str, Place | None]
"""Names of towns as written, with what the gazetteer knows of them."""


def towns_of(sentence: Sentence, places: Places) -> Names:
    """The towns, or finer, that the sentence says something was in, at or near, or the country that it opens with; of
    title and lead any that they name; not those of its aftermath, nor the dateline."""
    found = {}
    for mention in places.of(sentence):
        place, at = mention.place, mention.start - sentence.start
        named = mention.locative or (place is not None and sentence.index <= 0)
        wide = place is not None and place.kind not in _FINE and not (place.country and at <= _OPENING)
        if mention.role != "place" or not named or wide or at == sentence.index == 0:
            continue
        before, behind = sentence.text[:at], _CLAUSE.match(sentence.text, mention.end - sentence.start)
        of = behind[0].split()[:_REACH] if behind else []
        if not (_AFTERMATH & _words(before.split()) or _INSTITUTIONS & _words(of)):
            found[mention.text] = place
    # a headline of two towns is of two incidents, or of one and what somebody far off says of it
    return found if sentence.index >= 0 or len(found) == 1 else {}


def _words(found: Sequence[str]) -> set[str]:
    return {word.strip(".,;:'\"").lower() for word in found}


def apart(these: Names, those: Names) -> bool:
    """Whether no name of the one may be the same place as one of the other; a city says less than its quarter."""
    these, those = _finest(these), _finest(those)
    return bool(those) and all(_differ(a, these[a], b, those[b]) for a in these for b in those)


def _finest(names: Names) -> Names:
    around = {place.within for place in names.values() if place}
    return {name: place for name, place in names.items() if place is None or place.id not in around}


def _differ(name: str, place: Place | None, other_name: str, other: Place | None) -> bool:
    if name == other_name:
        return False
    if place is None or other is None:
        return True
    if not {place.kind, other.kind} <= _FINE:
        return place.country != other.country
    if place.id == other.id or place.within == other.id or other.within == place.id:
        return False
    wide = max((each.radius_km for each in (place, other) if each.within is None), default=0.0)
    return between_km(place, other) > max(_QUARTERS_KM, wide)
