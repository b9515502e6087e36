"""Incidents of one kind told in one breath, kept apart by the places and days that their own sentences name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from processors.classify.data.tables import words
from processors.classify.detect.mention import Mention
from processors.classify.document import Document, Sentence
from processors.classify.geo.place import Place, between_km
from processors.classify.geo.read import Places
from processors.classify.incidents.group import parts_of, share_sentences
from processors.classify.incidents.incident import Incident
from processors.classify.incidents.others import SECOND, counted
from processors.classify.when.resolve import own_days

_FINE = frozenset(("admin2", "city", "village", "neighbourhood", "landmark"))
_OPENING = 12  # characters: "In South Sudan, ", "Meanwhile in Sudan"
_QUARTERS_KM = 3.0  # between two quarters of one city
_NEWS_DAYS = 4  # what is older beside news is background
_BODY = 2  # sentences from here on may speak of something else than title and lead
_REACH = 2  # words behind a name: "at St. Louis Children's Hospital"
_CLAUSE = re.compile(r"[^,.;:]*")
_AFTERMATH = words("incidents", "aftermath")
_INSTITUTIONS = words("incidents", "institutions")

Names = Mapping[str, Place | None]


@dataclass(slots=True)
class _Thread:
    """Mentions of one place; `names` are those said for it, with what the gazetteer knows of them."""

    mentions: list[Mention] = field(default_factory=list)
    names: dict[str, Place | None] = field(default_factory=dict)

    def add(self, mention: Mention, names: Names) -> None:
        self.mentions.append(mention)
        self.names.update(names)

    def ids(self) -> frozenset[int]:
        return frozenset(place.id for place in self.names.values() if place)


def told_apart(
    incidents: Sequence[Incident], mentions: Sequence[Mention], document: Document, places: Places
) -> list[Incident]:
    """`incidents`, some of them in two where their sentences name places apart, and for each a day or toll of its
    own."""
    found: list[Incident] = []
    for incident in incidents:
        several = any(_tells(mention, document) for mention in incident.mentions[1:])
        threads = _threads(incident, document, places) if several else [_Thread(incident.mentions)]
        found.extend(_incident(incident, thread, threads) for thread in threads)
    if len(found) == len(incidents):
        return list(incidents)
    share_sentences(found, mentions, document, parts_of(document))
    return found


def _incident(incident: Incident, thread: _Thread, threads: Sequence[_Thread]) -> Incident:
    return replace(
        incident,
        mentions=thread.mentions,
        sentences=[],
        characters=0,
        primary=incident.primary and thread is threads[0],
        elsewhere=frozenset().union(*(other.ids() for other in threads if other is not thread)) - thread.ids(),
    )


def _tells(mention: Mention, document: Document) -> bool:
    """Whether the mention may begin a thread: told in full, behind what may repeat the lead."""
    at = mention.sentence.index
    full = mention.score >= SECOND and not mention.anaphoric and (at >= _BODY or (at > 0 and bool(document.items)))
    return full and (mention.strength > 1 or counted(mention))


def _threads(incident: Incident, document: Document, places: Places) -> list[_Thread]:
    threads = [_Thread()]
    current = threads[0]
    for mention in incident.mentions:
        names = _places_named(mention.sentence, places)
        known = next((thread for thread in threads if names and not _apart(names, thread.names)), None)
        if known:
            current = known
        elif _settled(names, document) and _tells(mention, document) and _turns(mention, current, document):
            current = _Thread()
            threads.append(current)
        current.add(mention, names)
    return threads


def _settled(names: Names, document: Document) -> bool:
    """Whether a name is one to go by: in a story one that the gazetteer knows."""
    return bool(names) and (bool(document.items) or any(names.values()))


def _turns(mention: Mention, told: _Thread, document: Document) -> bool:
    """Whether what the mention tells, at places apart, is another incident than the one told before it: of another
    day near it, or with a toll of its own."""
    here = own_days(document, [mention.sentence])
    there = own_days(document, [each.sentence for each in told.mentions])
    if here and here.precision != "day":
        return False
    if here and there and there.precision == "day" and here.first != there.first:
        return there.first - here.first <= timedelta(days=_NEWS_DAYS)
    return counted(mention) and any(counted(each) and not _numbers(each) & _numbers(mention) for each in told.mentions)


def _numbers(mention: Mention) -> set[str]:
    return {mention.signals.words[hit.first] for hit in mention.signals.of("number")}


def _places_named(sentence: Sentence, places: Places) -> dict[str, Place | None]:
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


def _apart(these: Names, those: Names) -> bool:
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
