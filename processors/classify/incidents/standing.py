"""Whether what was gathered of an incident is enough to report it."""

from __future__ import annotations

from collections.abc import Sequence

from processors.classify.detect.mention import Mention
from processors.classify.incidents.incident import Incident
from processors.classify.incidents.others import counted

TELLS = 4
"""A mention of this score may stand for an incident of its own."""
_PASSING = 3  # score of a mention that tells it beside another
_LEAD, _KINDS_TOGETHER = 1, 2
_NO_MORE = (None, "not_an_incident")


def stands(incident: Incident, *, short: bool) -> bool:
    """Told concretely once, or twice in passing; by title or lead once in passing. A feature tells what happened in
    bits, and one of them is enough; an item that is `short` has said all it has to say of it."""
    told = [mention.score for mention in incident.mentions if mention.strength >= 2]
    passing = [mention.score for mention in incident.mentions if mention.strength == 1]
    best = max(told, default=0)
    if _together(incident) or _in_passing(incident):
        return True
    headed = incident.mentions[0].sentence.index <= 0 and not short
    in_bits = best >= TELLS - 1 and (not short or len(told) >= 2)
    return best >= TELLS or in_bits or max(passing, default=0) >= (TELLS - 1 if headed else TELLS)


def _in_passing(incident: Incident) -> bool:
    """A feature counts the dead in one sentence and the wounded in another; a follow-up names the deed in title and
    lead."""
    counts = [m for m in incident.mentions if m.strength > 0 and m.score >= _PASSING]
    heads = [m for m in incident.mentions if m.strength > 1 and m.sentence.index <= 0]
    beside = [m for m in incident.mentions if m.score >= _PASSING]
    return len(counts) > 1 or len(heads) > 1 or (len(counts) > 0 and len(beside) > 1)


def is_dated(incident: Incident) -> bool:
    """ "The 5 June assault on a convoy": an item of a digest reminds of what a day had."""
    return any(mention.strength > 0 and "time" in mention.support for mention in incident.mentions)


def recounts(mentions: Sequence[Mention]) -> bool:
    """Whether title or lead is about the toll of something known: "Death toll corrected to four"."""
    return any("toll" in m.signals.words and m.sentence.index <= 0 and m.reason in _NO_MORE for m in mentions)


def counted_often(incident: Incident) -> bool:
    return sum(counted(mention) for mention in incident.mentions) > 1


def _together(incident: Incident) -> bool:
    """Told by several sentences together, the first of them in title or lead."""
    own = [mention for mention in incident.mentions if mention.strength > 0]
    support = frozenset().union(*(mention.support for mention in own))
    return len(own) > 1 and own[0].sentence.index <= _LEAD and len(support) >= _KINDS_TOGETHER
