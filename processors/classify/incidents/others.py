"""Whether a mention speaks of another incident than the one told before it, by its day and its place."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from processors.classify.detect.mention import Mention
from processors.classify.incidents.places import BEFORE_PLACE, place_words
from processors.classify.realis.age import WEEKDAYS

SECOND = 5
"""From this score on a sentence tells enough to stand for a further incident without a word like "another"."""
_BODY = 2  # sentences from here on may speak of something else than title and lead
_FRONT = 3  # words in which a sentence that turns to another day says so


def elsewhere(mention: Mention, told: Sequence[Mention]) -> bool:
    """Told in full, of another place: with a toll of its own, or of another day."""
    if mention.score < SECOND or mention.sentence.index < _BODY:
        return False
    if counted(mention) and any(counted(m) for m in told):
        return _apart(place_words(mention), _places(told))
    if _names_another_day(mention, told):
        return _apart(place_words(mention, loosely=True), _places(told, loosely=True))
    return False


def _places(told: Sequence[Mention], *, loosely: bool = False) -> frozenset[str]:
    return frozenset().union(*(place_words(mention, loosely=loosely) for mention in told))


def _apart(here: frozenset[str], there: frozenset[str]) -> bool:
    return bool(here and there) and not here & there


def _names_another_day(mention: Mention, told: Sequence[Mention]) -> bool:
    """Begins with another weekday than any that was named for the incident: "On Tuesday two rockets landed in"."""
    days = set(mention.signals.words[:_FRONT]) & WEEKDAYS
    return bool(days) and _are_others(days, told)


def recalls_another(mention: Mention, told: Sequence[Mention]) -> bool:
    """ "It had carried out Sunday's attack", behind news of Monday's: of neither is it news. But "In Saltivskyi, where
    Sunday's bomb fell, a search has ended" is, of another place."""
    words = mention.signals.words
    days = {day for day, mark in itertools.pairwise(words) if day in WEEKDAYS and mark in ("'s", "’s")}
    tells = counted(mention) or mention.sentence.index <= 0
    if not days or tells or not _are_others(days, told):
        return False
    if mention.signals.words[0] not in BEFORE_PLACE:
        return True
    body = [other for other in told if other.sentence.index >= 0]  # a headline may name both
    return not _apart(place_words(mention, loosely=True), _places(body, loosely=True))


def of_another_day(mention: Mention, told: Sequence[Mention]) -> bool:
    """Names a weekday that no sentence before did."""
    days = set(mention.signals.words) & WEEKDAYS
    return bool(days) and not any(days & set(other.signals.words) for other in told)


def _are_others(days: set[str], told: Sequence[Mention]) -> bool:
    """Whether other weekdays were named for the incident, and none of these."""
    known = {word for mention in told for word in mention.signals.words if word in WEEKDAYS}
    return bool(known) and not days & known


def counted(mention: Mention) -> bool:
    return bool(mention.signals.concepts & {"kill", "wound", "die", "abduct"}) and "number" in mention.signals.concepts
