"""Signs of whether a place named in the text is where the incident happened.

Signs are names; `data/place_weights.tsv` weighs them (learned by `evaluation/train/places.py`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from processors.classify.document import Sentence
from processors.classify.geo.cues import cues
from processors.classify.geo.mention import Mention
from processors.classify.geo.place import Place, between_km
from processors.classify.geo.read import Places

_SAME_KM = 12.0
_LOCAL_KM = 160.0
_NEAR_KM = 40.0
_MOST_PLACES = 60
_LEAD = 1  # index of the last sentence of the lead
# Signs that weigh differently in news from abroad: there the dateline is where the reporter sits.
_ABROAD = (
    *("always", "dateline", "order=", "at=", "locative", "count=", "neighbours=", "kind=", "people=", "role="),
    *("own_name", "most_named", "places=", "event_", "elsewhere", "word_before=", "has_parent", "other_country"),
    *("same_country", "hint", "beside"),
)
_BEFORE, _AFTER = 70, 40  # characters of context


@dataclass(frozen=True, slots=True)
class Site:
    """A mention as a possible place of the incident; `sentence` None for the dateline, `order` None outside
    the incident's sentences."""

    mention: Mention
    place: Place
    sentence: Sentence | None
    order: int | None


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{re.escape(phrase)}\b" for phrase in cues().elsewhere))


@cache
def _event() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(cues().event)))})\b")


def signs(sites: Sequence[Site], places: Places) -> list[list[str]]:
    """For each site the names of the signs that hold."""
    counts = Counter(site.place.id for site in sites)
    local = _is_local(sites, places)
    leading = counts.most_common(1)[0][1] if counts else 0
    neighbours = _neighbours(sites, counts)
    found = []
    abroad = not local[1] or is_foreign(places)
    if abroad:
        local = (local[0], False)
    own = {site.place.country for site in sites if site.order is not None and site.sentence is not None}
    for site in sites:
        names = ["always", *_of_mention(site), *_of_setting(site, local, places), *_around(site)]
        names += _of_country(site, own)
        count = counts[site.place.id]
        names.append(f"count={min(count, 5)}")
        names += ["most_named"] * (count == leading)
        names.append(f"neighbours={min(neighbours[site.place.id], 4)}")
        names.append(f"places={min(len(counts), 6)}")
        found.append(names + [f"abroad:{name}" for name in names if name.startswith(_ABROAD)] if abroad else names)
    return found


def is_foreign(places: Places) -> bool:
    """Whether headline and lead name only countries that are not the outlet's: then its home tells nothing."""
    home = places.home.country
    lead = {
        mention.place.country
        for index, mentions in places.by_sentence.items()
        if index <= _LEAD
        for mention in mentions
        if mention.place and mention.place.country
    }
    return bool(home and lead) and home not in lead


def _of_country(site: Site, own: set[str]) -> Iterator[str]:
    """`own`: the countries that the incident's sentences name."""
    if site.sentence is None or site.order is None:
        if own and site.place.country not in own:
            yield "other_country"
        elif own:
            yield "same_country"


def _neighbours(sites: Sequence[Site], counts: Counter[int]) -> dict[int, int]:
    """For each place, how often others near it are named; of the most named places, so that long lists stay cheap."""
    places = {site.place.id: site.place for site in sites}
    common = [places[number] for number, _ in counts.most_common(_MOST_PLACES)]
    return {
        number: sum(counts[other.id] for other in common if other.id != number and between_km(place, other) < _NEAR_KM)
        for number, place in places.items()
    }


def _of_mention(site: Site) -> Iterator[str]:
    mention, place = site.mention, site.place
    yield f"kind={place.kind}"
    yield f"role={mention.role}"
    if place.kind == "city":
        yield f"people={int(math.log10(place.population + 1))}"
    for name, holds in (
        ("locative", mention.locative),
        ("has_parent", mention.parent is not None),
        ("is_parent", mention.is_parent),
        ("hint", mention.hint is not None),
        ("beside", mention.beside),
        ("own_name", mention.text.lower() == place.name.lower()),
    ):
        if holds:
            yield name


def _of_setting(site: Site, local: tuple[bool, bool], places: Places) -> Iterator[str]:
    """`local`: whether any site lies near the dateline, near the outlet; else these tell nothing of the place."""
    yield "order=" + ("outside" if site.order is None else str(min(site.order, 5)))
    if site.sentence is None:
        yield "dateline"
    else:
        index = site.sentence.index
        yield "at=" + ("title" if index < 0 else str(index) if index < 3 else "early" if index < 7 else "late")
    if local[0] and places.dateline and places.dateline.place:
        yield "dateline_near" if between_km(site.place, places.dateline.place) < _SAME_KM else "dateline_far"
    home = places.home.place
    if home is None or home.kind != "city" or not local[1]:
        yield "home=none"
        return
    away = between_km(site.place, home)
    yield "home=" + ("here" if away < 12 else "near" if away < 60 else "area" if away < 160 else "far")


def _is_local(sites: Sequence[Site], places: Places) -> tuple[bool, bool]:
    own = [site.place for site in sites if site.order is not None and site.place.kind != "country"]
    dateline, home = places.dateline.place if places.dateline else None, places.home.place
    return (
        dateline is not None and any(between_km(place, dateline) < _SAME_KM for place in own),
        home is not None and any(between_km(place, home) < _LOCAL_KM for place in own),
    )


def _around(site: Site) -> Iterator[str]:
    if site.sentence is None:
        return
    text, base = site.sentence.text, site.sentence.start
    before = text[max(0, site.mention.start - base - _BEFORE) : max(0, site.mention.start - base)].lower()
    after = text[max(0, site.mention.end - base) :][:_AFTER].lower()
    event, other = _last(_event(), before), _last(_elsewhere(), before)
    if event:
        yield "event_before" if len(before) - event.end() < 25 else "event_far_before"
    if other:
        yield "elsewhere_before"
        if not event or other.end() > event.end():
            yield "elsewhere_nearest"
    if _event().search(after):
        yield "event_after"
    if _event().search(text.lower()):
        yield "event_in_sentence"
    if re.search(r"\b\d{1,2},? (?:year-old )?of $", before):
        yield "home_of_person"
    last, first = re.findall(r"[a-z]+", before)[-1:], re.findall(r"[a-z]+", after)[:1]
    yield "word_before=" + (last[0] if last and last[0] in cues().telling_words else "other" if last else "none")
    yield "word_after=" + (first[0] if first and first[0] in cues().telling_words else "other" if first else "none")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(text):
        found = match
    return found
