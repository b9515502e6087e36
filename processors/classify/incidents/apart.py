"""Incidents of one kind told in one breath, kept apart by the places and days that their own sentences name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.geo.place import Place
from processors.classify.geo.read import Places
from processors.classify.incidents.group import parts_of, share_sentences
from processors.classify.incidents.incident import MOST_INCIDENTS, Incident
from processors.classify.incidents.others import SECOND, counted
from processors.classify.incidents.towns import Names, apart, towns_of
from processors.classify.when.own import OwnDays

_NEWS_DAYS = 4  # what is older beside news is background
_BODY = 2  # sentences from here on may speak of something else than title and lead
_MOST_STRANGE = 40  # mentions at places not told of before: more are a list, and would take long to tell apart


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
    days = OwnDays(document)
    found: list[Incident] = []
    for at, incident in enumerate(incidents):
        room = MOST_INCIDENTS - len(found) - (len(incidents) - at - 1)
        threads = _threads(incident, document, places, days)
        if len(threads) > room:
            threads = [_Thread(incident.mentions)]
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


def _threads(incident: Incident, document: Document, places: Places, days: OwnDays) -> list[_Thread]:
    """One for each place apart; a single one where the text is a list."""
    whole = [_Thread(incident.mentions)]
    if not any(_tells(mention, document) for mention in incident.mentions[1:]):
        return whole
    threads = [_Thread()]
    current, strange = threads[0], 0
    for mention in incident.mentions:
        names = towns_of(mention.sentence, places)
        known = next((thread for thread in threads if names and not apart(names, thread.names)), None)
        strange += bool(names and not known)
        if known:
            current = known
        elif _settled(names, document) and _tells(mention, document) and _turns(mention, current, days):
            current = _Thread()
            threads.append(current)
        if len(threads) > MOST_INCIDENTS or strange > _MOST_STRANGE:
            return whole
        current.add(mention, names)
    return threads


def _settled(names: Names, document: Document) -> bool:
    """Whether a name is one to go by: in a story one that the gazetteer knows."""
    return bool(names) and (bool(document.items) or any(names.values()))


def _turns(mention: Mention, told: _Thread, days: OwnDays) -> bool:
    """Whether what the mention tells, at places apart, is another incident than the one told before it: of another
    day near it, or with a toll of its own."""
    here = days.of([mention.sentence])
    there = days.of([each.sentence for each in told.mentions])
    if here and here.precision != "day":
        return False
    if here and there and there.precision == "day" and here.first != there.first:
        return there.first - here.first <= timedelta(days=_NEWS_DAYS)
    return counted(mention) and any(counted(each) and not _numbers(each) & _numbers(mention) for each in told.mentions)


def _numbers(mention: Mention) -> set[str]:
    return {mention.signals.words[hit.first] for hit in mention.signals.of("number")}
