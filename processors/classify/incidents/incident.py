"""An incident of an article: the mentions that tell it, the sentences about it, and its type."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from processors.classify.detect.mention import Mention
from processors.classify.document import Sentence
from processors.classify.incidents.family import GENERAL, REFINED
from tocsin.contract.vocabulary import EventType

MOST_INCIDENTS = 12
"""Of one article: a longer list is a table, no story."""
_MOST_SENTENCES, _MOST_CHARACTERS = 50, 16_000
_MOST_VOTES = 50  # mentions of one incident that say of what kind it is
_REFINED_SHARE = 4  # so many times the votes of the exact type the plain one may have


@dataclass(slots=True)
class Incident:
    """`sentences` are those that tell it, the title among them, in reading order; `characters` their length.
    `elsewhere`: the gazetteer's ids of places where other incidents of the article were."""

    mentions: list[Mention]
    part: int
    sentences: list[Sentence] = field(default_factory=list)
    characters: int = 0
    primary: bool = False
    elsewhere: frozenset[int] = frozenset()

    @property
    def type(self) -> EventType:
        """The best-told type: each mention votes with its score; a general type counts little."""
        votes: Counter[EventType] = Counter()
        for mention in self.mentions[:_MOST_VOTES]:
            for rank, typed in enumerate(mention.typed[:3]):
                votes[typed.type] += _weight(mention, typed.type, typed.strength, rank)
        _refine(votes)
        return max(votes, key=lambda each: (votes[each], each))

    @property
    def score(self) -> int:
        return max(mention.score for mention in self.mentions)

    def has_room(self) -> bool:
        return len(self.sentences) < _MOST_SENTENCES and self.characters < _MOST_CHARACTERS


def _refine(votes: Counter[EventType]) -> None:
    """A plain type gives its votes to the more exact one that has a good share of them itself."""
    for general, exact in REFINED.items():
        best = max(exact & votes.keys(), key=lambda each: (votes[each], each), default=None)
        if best and votes[general] and _REFINED_SHARE * votes[best] >= votes[general]:
            votes[best] += votes.pop(general)


def _weight(mention: Mention, event_type: EventType, strength: int, rank: int) -> int:
    weight = 10 * (mention.score + strength) * (2 if mention.sentence.index <= 0 else 1)
    if event_type in GENERAL or strength < 2:
        weight //= 8
    if mention.reason:
        weight //= 4
    return weight // (1, 4, 8)[rank]
