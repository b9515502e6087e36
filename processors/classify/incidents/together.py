"""Two sides of one event in one article: the shots fired at a protest, the hostages of a prison riot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.geo.place import distance_km
from processors.classify.incidents.family import ANSWERS, compatible
from processors.classify.incidents.group import parts_of, share_sentences
from processors.classify.incidents.incident import Incident
from tocsin.contract.fields import Toll, Where
from tocsin.contract.report import Report

_SAME_KM = 5.0


def told_together(
    incidents: Sequence[Incident], reports: Sequence[Report], mentions: Sequence[Mention], document: Document
) -> list[Incident] | None:
    """The incidents with those put together that are one event by their reports; None if there are none such."""
    if len(incidents) < 2 or document.items or document.case == "upper":  # a wire in capitals has its kinds decided
        return None
    told = list(zip(incidents, reports, strict=True))
    joined: dict[int, Incident] = {}
    for at, report in enumerate(reports):
        home = next((i for i in joined if _one_event(reports[i], report) or _answers(told[i], told[at])), None)
        if home is None:
            joined[at] = replace(incidents[at], sentences=[], characters=0)
        else:
            joined[home] = _joined(joined[home], incidents[at])
    if len(joined) == len(incidents):
        return None
    found = list(joined.values())
    if len(found) == 1:
        found[0].primary = True
    share_sentences(found, mentions, document, parts_of(document))
    return found


def _joined(one: Incident, other: Incident) -> Incident:
    return replace(
        one,
        mentions=sorted([*one.mentions, *other.mentions], key=lambda mention: mention.sentence.index),
        primary=one.primary or other.primary,
        elsewhere=_elsewhere(one.elsewhere, other.elsewhere),
    )


def _elsewhere(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
    """What is elsewhere for both, since the other's place is its own now; an incident that was parted from none knows
    nothing of it."""
    return one & other if one and other else one | other


def _one_event(one: Report, other: Report) -> bool:
    """Of kinds that would have been told apart as such, on one day at one place, and no toll of the one speaks against
    the other."""
    if compatible(one.type, other.type) or one.when.date is None or one.when.date != other.when.date:
        return False
    tolls = ((one.casualties.killed, other.casualties.killed), (one.casualties.injured, other.casualties.injured))
    return _at_one_place(one.where, other.where) and all(_agree(*pair) for pair in tolls)


def _answers(first: tuple[Incident, Report], then: tuple[Incident, Report]) -> bool:
    """What the attacked did, on that day and nowhere else that is said: "Eleven terrorists were neutralised"."""
    one, other = first[1], then[1]
    if first[0].part != then[0].part or other.type not in ANSWERS or one.type in ANSWERS:
        return False
    return one.when.date is not None and one.when.date == other.when.date and _at_one_place(one.where, other.where)


def _at_one_place(one: Where, other: Where) -> bool:
    if one.latitude is None or other.latitude is None or one.longitude is None or other.longitude is None:
        return one.country == other.country or None in (one.country, other.country)
    apart = distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
    return apart <= _SAME_KM


def _agree(one: Toll | None, other: Toll | None) -> bool:
    return one is None or other is None or (one.min, one.best, one.max) == (other.min, other.best, other.max)
