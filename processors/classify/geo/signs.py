"""Signs of whether a place named in the text is where the incident happened.

Signs are names; `data/place_weights.tsv` weighs them (trained by `train_settings.py`).
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
    for site in sites:
        names = ["always", *_of_mention(site), *_of_setting(site, local, places), *_around(site)]
        count = counts[site.place.id]
        names.append(f"count={min(count, 5)}")
        names += ["most_named"] * (count == leading)
        names.append(f"neighbours={min(neighbours[site.place.id], 4)}")
        names.append(f"places={min(len(counts), 6)}")
        found.append(names)
    return found


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
