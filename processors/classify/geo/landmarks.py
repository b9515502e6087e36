"""What an incident was near, and where a projectile came from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from processors.classify.document import Sentence
from processors.classify.geo.cues import cues
from processors.classify.geo.place import Place, between_km
from processors.classify.geo.read import Places
from tocsin.contract.fields import LaunchSite, Near

_NEAR_KM = 30.0
_STOP = (
    r"(?=[,.;:\"”()]|\s(?:and|but|after|before|when|while|at|late|early|to|toward|towards|into|which|who|that|by|with"
    r"|injuring|killing|wounding|on \w+day\b)\b|$)"
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)


@cache
def _launched() -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase) for phrase in cues().launched)
    return re.compile(rf"\b(?:{phrases})\s+(?P<site>.{{3,90}}?){_STOP}", re.IGNORECASE)


def launch_site(sentences: Sequence[Sentence]) -> tuple[LaunchSite | None, tuple[Sentence, int, int] | None]:
    """The launch site said, and its sentence and offsets."""
    for sentence in sentences:
        match = _launched().search(sentence.text)
        if match:
            site = match.group("site").strip()
            span = sentence.start + match.start("site"), sentence.start + match.start("site") + len(site)
            return LaunchSite(name=_ARTICLE.sub("", site), text=match.group()), (sentence, *span)
    return None, None


def near_places(sentences: Sequence[Sentence], places: Places, place: Place) -> tuple[Near, ...]:
    """Landmarks and neighbourhoods that the incident's sentences name around `place`, nearest first."""
    found: dict[int, Near] = {}
    for sentence in sentences:
        for mention in places.of(sentence):
            other = mention.place
            if other is None or other.id == place.id or other.kind not in ("landmark", "neighbourhood"):
                continue
            away = between_km(place, other)
            if away <= _NEAR_KM:
                found[other.id] = Near(name=other.name, kind=other.detail or other.kind, distance_km=round(away, 1))
    return tuple(sorted(found.values(), key=lambda near: (near.distance_km or 0.0, near.name)))
