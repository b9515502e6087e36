"""One reason for each mention that is not the article's news."""

from __future__ import annotations

from collections import Counter

from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.realis.age import age_of
from processors.classify.realis.cues import cues_before, sentence_cues
from processors.classify.realis.domain import Domain, read_domain
from tocsin.contract.vocabulary import RejectionReason

_CONCRETE = 5
"""From this score a sentence tells an event whatever its surroundings: a number, a time, a place and a verb."""


def judge(mentions: list[Mention], document: Document) -> list[Mention]:
    """The mentions with `reason` and `age` set."""
    cues = [sentence_cues(mention.signals) for mention in mentions]
    domain = read_domain(mentions, cues)
    return [_judged(m, c, domain, document) for m, c in zip(mentions, cues, strict=True)]


def _judged(mention: Mention, cues: Counter[str], domain: Domain, document: Document) -> Mention:
    age = age_of(mention.signals, document.published_at)
    before = cues_before(mention.signals, mention.first_word)
    reason = domain.reason(mention, cues) or _unreal(mention, cues, before) or _past(mention, cues, age)
    if reason in ("negated", "hypothetical") and cues["habitual"] and age < 2:
        reason = "habitual"
    return mention.rejected(reason, age)


def _unreal(mention: Mention, cues: Counter[str], before: dict[str, int]) -> RejectionReason | None:
    """Denied, negated, threatened, planned, possible."""
    if cues["denied_event"] and not mention.toll:
        return "denied_event"
    if before.get("negated", 9) <= 2 and not mention.toll:
        return "negated"
    told = mention.score >= _CONCRETE
    if "threat" in before and (not told or "hypothetical" in before):
        return "threat"
    if "planned" in before and not told:
        return "planned"
    if before.get("hypothetical", 9) <= (1 if told else 7):
        return "hypothetical"
    return None


def _past(mention: Mention, cues: Counter[str], age: int) -> RejectionReason | None:
    if age == 2:
        return "background"
    dated = mention.score >= _CONCRETE and age == 0
    if cues["habitual"] and not (dated and _counted(mention)):
        return "habitual"
    if cues["background"] and not dated:
        return "background"
    return None


def _counted(mention: Mention) -> bool:
    return bool(mention.signals.concepts & {"kill", "wound", "abduct"}) and "number" in mention.signals.concepts
