"""A mention: one sentence that may tell an event, with what it would be and how concretely it is told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from processors.classify.data.tables import table
from processors.classify.detect.phrases import Phrases
from processors.classify.detect.signals import Hit, Signals, deeds, read_signals
from processors.classify.detect.types import Typed, types_of
from processors.classify.document import Document, Sentence
from tocsin.contract.vocabulary import EventType, RejectionReason

_TOLL = frozenset(("kill", "wound", "die"))
_PAST = re.compile(
    r"(?:ed|shot|blew|blown|fell|struck|hit|slain|set|burnt|fought|overran|stole|threw|thrown|took|taken)$"
)
_DAY = re.compile(r"^(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?$")
_MONTHS = frozenset(
    (
        "january",
        "february",
        "mar",
        "april",
        "may_month",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    )
)
"""As `signals.py` has them: march and may are other words, too."""
_CLOCK = re.compile(r"^(?:\d{1,2}:\d{2}|\d{1,2}(?:am|pm|h)|a\.m\.|p\.m\.|am|pm|gmt)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """`score` is the rule's strength and how many kinds of `support` there are: time, source, count, place, past verb.

    `anaphoric`: refers back ("the attack"); `toll`: tells only how many. `reason` is None for what happened;
    `age` is 0 for the article's news, 1 for weeks before it, 2 for older. `current`: the trained decision's probability
    that it is the news; 0 where it was not asked.
    """

    sentence: Sentence
    signals: Signals
    typed: tuple[Typed, ...]
    score: int
    anaphoric: bool
    toll: bool
    support: frozenset[str] = frozenset()
    reason: RejectionReason | None = None
    age: int = 0
    current: float = 0.0

    @property
    def type(self) -> EventType:
        return self.typed[0].type

    @property
    def strength(self) -> int:
        return self.typed[0].strength

    @property
    def first_word(self) -> int:
        """Index in `signals.words` of the first word the type was read from."""
        hits = self.typed[0].hits
        return min((hit.first for hit in hits if hit.concept in deeds()), default=hits[0].first)

    def span(self, event_type: EventType) -> tuple[int, int]:
        """Offsets in the article's text of the words that `event_type` was read from."""
        hits = next((typed.hits for typed in self.typed if typed.type == event_type), self.typed[0].hits)
        first, last = min(h.first for h in hits), max(h.last for h in hits)
        return self.signals.starts[first], self.signals.ends[last - 1]

    def rejected(self, reason: RejectionReason | None, age: int = 0) -> Mention:
        return replace(self, reason=reason, age=age)


@cache
def _support() -> Phrases:
    return Phrases(table("support"))


def find_mentions(document: Document) -> list[Mention]:
    """In the order of reading, the title first; at most one a sentence."""
    found = (_mention(sentence, document) for sentence in document.all_sentences())
    return [mention for mention in found if mention]


def _mention(sentence: Sentence, document: Document) -> Mention | None:
    if not sentence.tokens:
        return None
    signals = read_signals(sentence)
    typed = tuple(types_of(signals))
    if not typed:
        return None
    strength = typed[0].strength
    toll = strength == 1 and {hit.concept for hit in typed[0].hits} <= _TOLL
    support = _support_of(signals, document)
    full = strength > 0 and {"time", "count"} <= support  # "the raid on Wednesday left nine people dead"
    anaphoric = "anaphor" in signals.concepts and strength < 2 and not full
    return Mention(sentence, signals, typed, strength + len(support), anaphoric, toll, support)


def _support_of(signals: Signals, document: Document) -> frozenset[str]:
    """Any of time, source, count (of people), place, past (a verb at a trigger)."""
    labels = {label for _, _, labels in _support().find(signals.words) for label in labels}
    if any(_CLOCK.match(word) for word in signals.words) or _dated(signals.words):
        labels.add("time")
    if _counted(signals):
        labels.add("count")
    if _placed(signals, document):
        labels.add("place")
    if any(_past(signals, hit) for hit in signals.hits if hit.concept in deeds()):
        labels.add("past")
    return frozenset(labels)


def _dated(words: tuple[str, ...]) -> bool:
    """ "5 june", "june 5th", "on the 7th"."""
    for at, word in enumerate(words):
        if _DAY.match(word):
            beside = words[at - 1 : at] + words[at + 1 : at + 2] if at else words[1:2]
            if any(other in _MONTHS for other in beside) or (not word.isdigit() and words[max(at - 1, 0)] == "the"):
                return True
    return False


def _past(signals: Signals, hit: Hit) -> bool:
    return any(_PAST.search(word) for word in signals.words[hit.first : hit.last])


def _counted(signals: Signals) -> bool:
    """Somebody killed, hurt, taken: a person word or a number near the verb."""
    marks = signals.of("kill", "wound", "die", "abduct", "shoot", "stab")
    who = signals.of("number", "person", "official", "forces")
    return any(abs(a.first - b.first) <= 6 for a in marks for b in who)


def _placed(signals: Signals, document: Document) -> bool:
    """ "in Baghdad", "at the market", "near the border": a place phrase with a name, as far as case shows names."""
    words = signals.words
    text = document.case
    for at, word in enumerate(words[:-1]):
        if word in ("in", "at", "near", "outside", "on", "inside"):
            following = words[at + 1]
            if text != "mixed":
                return len(following) > 3
            if _capital(signals, at + 1) or (following == "the" and _capital(signals, at + 2)):
                return True
    return False


def _capital(signals: Signals, at: int) -> bool:
    return at < len(signals.words) and signals.words[at][:1].isalpha() and signals.capitals[at]
