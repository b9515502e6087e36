"""Current mentions to incidents: a new one only where the text turns to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from processors.classify.data.tables import table
from processors.classify.detect.mention import Mention
from processors.classify.detect.phrases import Phrases
from processors.classify.document import Document, Sentence
from processors.classify.incidents.family import compatible
from processors.classify.incidents.incident import MOST_INCIDENTS, Incident
from processors.classify.incidents.others import SECOND, counted, elsewhere, of_another_day, recalls_another
from processors.classify.incidents.standing import TELLS, counted_often, is_dated, recounts, stands
from processors.classify.text.boilerplate import plain

_SECOND_IN_CAPITALS = 4  # wires string several short items together
_SHORT = 5  # sentences


@cache
def _starts(kind: str) -> tuple[str, ...]:
    return tuple(table("incidents")[kind])


@cache
def _anywhere() -> Phrases:
    data = table("incidents")
    return Phrases({"more": data["more"], "sums": data["sums"]})


def _labels(mention: Mention) -> set[str]:
    return {label for _, _, labels in _anywhere().find(mention.signals.words) for label in labels}


def _opening(sentence: Sentence) -> str:
    return plain(sentence.text[:60]).lstrip("\"'( ")


def parts_of(document: Document) -> dict[int, int]:
    """Sentence index -> number of the part it lies in; parts below zero are other news. An item of a digest is one."""
    part, left, parts = 0, False, {-1: 0}
    paragraph = -1
    for sentence in document.sentences:
        start = _opening(sentence)
        new_item = sentence.paragraph != paragraph and sentence.paragraph in document.items
        paragraph = sentence.paragraph
        if new_item:
            part, left = part + 1, False
        elif start.startswith(_starts("turns")):
            part, left = part + 1, start.startswith(_starts("leaves"))
        parts[sentence.index] = -part if left else part
    return parts


def is_short(document: Document) -> bool:
    """An item that is a title and its lead, by and large."""
    return len(document.sentences) <= _SHORT


def group(mentions: list[Mention], document: Document, *, thinly: bool = False) -> list[Incident]:
    """Incidents in order of telling; at most one is primary (none in a round-up). `thinly`: if none is told well
    enough, the one told best."""
    parts = parts_of(document)
    second = _SECOND_IN_CAPITALS if document.case == "upper" else SECOND
    incidents: list[Incident] = []
    for mention in mentions:
        if mention.reason is not None:
            continue
        part = parts[mention.sentence.index]
        if incidents and incidents[-1].part == part and recalls_another(mention, incidents[-1].mentions):
            continue
        mention = _completed(mention, incidents)
        home = _home(mention, incidents, parts, second, digest=bool(document.items))
        if home:
            home.mentions.append(mention)
        elif _may_open(mention):
            incidents.append(Incident([mention], part))
    recounted = recounts(mentions)
    short = is_short(document)
    digest = bool(document.items)
    standing = [
        incident
        for incident in incidents
        if stands(incident, short=short) or (recounted and counted_often(incident)) or (digest and is_dated(incident))
    ]
    if thinly and incidents and not standing:
        standing = [max(incidents, key=lambda incident: (incident.score, len(incident.mentions)))]
    told = standing if document.items else [incident for incident in standing if not _summary(incident)]
    round_up = len(told) >= 2 and (len(told) < len(standing) or bool(document.items))
    if len(told) == 1:
        told[0].mentions = [mention for incident in standing for mention in incident.mentions]
    incidents = (told or standing)[:MOST_INCIDENTS]
    if incidents:
        _primary(incidents).primary = not round_up
        share_sentences(incidents, mentions, document, parts)
    return incidents


def likeliest(mentions: Sequence[Mention], document: Document) -> list[Incident]:
    """The current mention that tells most, as the only incident; empty if there is none."""
    current = [mention for mention in mentions if mention.reason is None and mention.strength > 0]
    if not current:
        return []
    best = max(current, key=lambda mention: (mention.score, -mention.sentence.index))
    parts = parts_of(document)
    incident = Incident([best], parts[best.sentence.index], primary=True)
    share_sentences([incident], mentions, document, parts)
    return [incident]


def _completed(mention: Mention, incidents: list[Incident]) -> Mention:
    """ "Three more were fired at Karrada": of the same kind as what was told last."""
    if not incidents or not _one_more(mention) or compatible(mention.type, incidents[-1].type):
        return mention
    kept = replace(mention.typed[0], type=incidents[-1].type)
    return replace(mention, typed=(kept, *mention.typed))


def _one_more(mention: Mention) -> bool:
    words = mention.signals.words
    return mention.strength > 1 and any(
        word == "more" and words[at + 1] in ("were", "was") for at, word in enumerate(words[:-1])
    )


def _summary(incident: Incident) -> bool:
    """Only sums up several others."""
    return all("sums" in _labels(mention) or mention.toll or mention.anaphoric for mention in incident.mentions)


def _may_open(mention: Mention) -> bool:
    return not mention.anaphoric and mention.strength > 0


def _home(
    mention: Mention, incidents: list[Incident], parts: dict[int, int], second: int, *, digest: bool
) -> Incident | None:
    """The incident this mention belongs to, None if to a new one (or none). An item of a digest tells its own."""
    part = parts[mention.sentence.index]
    if not incidents or (part < 0 and mention.strength == 0):
        return None
    here = [incident for incident in incidents if incident.part == part][-MOST_INCIDENTS:]
    fitting = next((incident for incident in reversed(here) if compatible(mention.type, incident.type)), None)
    if fitting and mention.toll and _behind_an_operation(mention, fitting):
        return None
    more = _opens_further(mention)
    if fitting and _summary(fitting) and _may_tell(mention) and _may_open(mention) and "sums" not in _labels(mention):
        return None
    if fitting and not more and not elsewhere(mention, fitting.mentions):
        return fitting
    weak = mention.score < second or mention.toll or mention.anaphoric
    if here and weak and not more:
        return fitting or here[-1]
    if not here and weak and not digest and not _may_tell(mention):
        return next((i for i in reversed(incidents) if compatible(mention.type, i.type)), incidents[-1])
    return None


def _behind_an_operation(mention: Mention, incident: Incident) -> bool:
    """A toll of another weekday is not that of an operation: "on Monday two people were wounded", behind a raid."""
    return incident.type.startswith("security_operation/") and of_another_day(mention, incident.mentions)


def _opens_further(mention: Mention) -> bool:
    if "more" in _labels(mention) or (_one_more(mention) and _opening(mention.sentence).startswith(_starts("further"))):
        return True
    told = mention.score >= SECOND and mention.sentence.index > 0 and (counted(mention) or mention.strength > 2)
    return told and _opening(mention.sentence).startswith(_starts("further")) and not mention.toll


def _may_tell(mention: Mention) -> bool:
    return mention.score >= TELLS and not mention.toll and not mention.anaphoric


def _primary(incidents: list[Incident]) -> Incident:
    """What title and lead tell; else the one told most."""
    return max(
        incidents,
        key=lambda i: (any(m.sentence.index <= 0 for m in i.mentions), len(i.mentions), -i.mentions[0].sentence.index),
    )


def share_sentences(
    incidents: list[Incident], mentions: Sequence[Mention], document: Document, parts: dict[int, int]
) -> None:
    """Each sentence goes to the incident told last before it in its part; before any, to the primary one, in a
    digest to the first of its item, whose label stands there. Adds them to
    `incidents`; `parts` as of `parts_of`."""
    owner = {mention.sentence.index: incident for incident in incidents for mention in incident.mentions}
    rejected = {mention.sentence.index for mention in mentions} - set(owner)
    first = next((incident for incident in incidents if incident.primary), None)
    opens = {incident.part: incident for incident in reversed(incidents)} if document.items else {}
    last, part = first, 0
    for sentence in document.all_sentences():
        here = parts[sentence.index]
        if here != part:
            part = here
            last = first if first and here == first.part else opens.get(here)
        last = owner.get(sentence.index, last)
        if last and sentence.index not in rejected and last.has_room():
            last.sentences.append(sentence)
            last.characters += len(sentence.text)
