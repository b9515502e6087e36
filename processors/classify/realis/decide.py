"""One reason for each mention that is not the article's news."""

from __future__ import annotations

import re
from dataclasses import replace

from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.realis.age import age_of
from processors.classify.realis.cues import Cues, cues_after, cues_before, sentence_cues
from processors.classify.realis.domain import Domain, read_domain
from processors.classify.realis.weigh import weighed
from tocsin.contract.vocabulary import RejectionReason

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_CONCRETE = 5
"""From this score a sentence tells an event whatever its surroundings: a number, a time, a place and a verb."""
_TOLD, _OPENS = 4, 2
"""And from this one it may open an item of a digest, in its first sentences (a label may be one)."""
_SPREADS: tuple[RejectionReason, ...] = ("background", "denied_event", "exercise", "fiction", "planned")
_MODAL_REACH, _MODAL_REACH_TOLD = 7, 1
_NEGATION_REACH = 2
_NEXT = 1


def judge(mentions: list[Mention], document: Document) -> list[Mention]:
    """The mentions with `reason` and `age` set. Texts in capitals are left to the rules: the model knows none."""
    if not mentions:
        return []
    by_rule, cues = ruled(mentions, document)
    if document.case == "upper":
        return by_rule
    judged = weighed(by_rule, cues, document)
    return _by_item(judged, document) if document.items else judged


def _by_item(mentions: list[Mention], document: Document) -> list[Mention]:
    """In a digest what opens an item in full is news if the rules, which then see that item alone, do not object: the
    sport page says nothing of the war."""
    opened: set[int] = set()
    for _, sentences in document.by_item():
        item = replace(document, title=None, sentences=sentences, items={})  # as if it stood alone
        opening = {sentence.index for sentence in sentences[:_OPENS]}
        own = [m for m in mentions if m.sentence.index in {sentence.index for sentence in sentences}]
        told = [m for m in (ruled(own, item)[0] if own else []) if m.reason is None and m.score >= _TOLD]
        opened |= {m.sentence.index for m in told[:1] if m.sentence.index in opening}
    return [m.rejected(None, m.age) if m.sentence.index in opened else m for m in mentions]


def ruled(mentions: list[Mention], document: Document) -> tuple[list[Mention], dict[int, Cues]]:
    """The mentions as the rules alone judge them, and the cues of every sentence by its index."""
    sentences = document.all_sentences()
    own = {mention.sentence.index: mention.signals.words for mention in mentions}
    cues = {s.index: sentence_cues(own.get(s.index) or _WORD.findall(s.text.lower())) for s in sentences}
    domain = read_domain(mentions, cues, sentences)
    return _spread([_judged(m, cues[m.sentence.index], domain, document) for m in mentions]), cues


def _judged(mention: Mention, cues: Cues, domain: Domain, document: Document) -> Mention:
    age = age_of(mention.signals, document.published_at, mention.first_word)
    before = cues_before(mention.signals.words, mention.first_word)
    after = cues_after(mention.signals.words, mention.first_word)
    reason = domain.of_sentence(mention, cues) or _unreal(mention, cues, before, after) or _past(mention, cues, age)
    if reason in ("negated", "hypothetical") and cues.count("habitual") and age < 2:
        reason = "habitual"
    reason = reason or domain.of_article(mention, cues)
    return mention.rejected(reason, age)


def _unreal(mention: Mention, cues: Cues, before: dict[str, int], after: set[str]) -> RejectionReason | None:
    """Denied, negated, threatened, planned, possible."""
    if not mention.toll and (cues.count("denied_event") or "denied_event" in before or "denied_event" in after):
        return "denied_event"
    if "planned" in after:
        return "planned"
    if before.get("negated", 99) <= _NEGATION_REACH and not mention.toll:
        return "negated"
    told = mention.score >= _CONCRETE
    if "threat" in before and (not told or "hypothetical" in before or before["threat"] <= _MODAL_REACH):
        return "threat"
    if "planned" in before and (not told or before["planned"] <= _NEXT):
        return "planned"
    if before.get("hypothetical", 99) <= (_MODAL_REACH_TOLD if told else _MODAL_REACH):
        return "hypothetical"
    return None


def _past(mention: Mention, cues: Cues, age: int) -> RejectionReason | None:
    if age == 2 or cues.count("old"):
        return "background"
    dated = mention.score >= _CONCRETE and age == 0
    if cues.count("habitual") and not (dated and _counted(mention)):
        return "habitual"
    if cues.count("background") and not dated:
        return "background"
    return None


def _counted(mention: Mention) -> bool:
    return bool(mention.signals.concepts & {"kill", "wound", "die", "abduct"}) and "number" in mention.signals.concepts


def _spread(mentions: list[Mention]) -> list[Mention]:
    """Beside news of today, what is weeks old is background. Where title and lead tell only of something old, denied,
    planned or played, so do the sentences after them, but for one that tells its own news in full."""
    if any(m.reason is None and m.age == 0 and m.score >= _CONCRETE and "time" in m.support for m in mentions):
        mentions = [
            m.rejected("background", m.age) if m.reason is None and m.age == 1 and m.sentence.index > 1 else m
            for m in mentions
        ]
    head = [mention for mention in mentions if mention.sentence.index <= 0 and mention.strength >= 1]
    reasons = {mention.reason for mention in head}
    if len(reasons) != 1 or (reason := reasons.pop()) not in _SPREADS:
        return mentions
    fresh = any(m.reason is None and m.score > _CONCRETE and "time" in m.support for m in mentions)
    if fresh:
        return mentions
    return [mention.rejected(reason, mention.age) if mention.reason is None else mention for mention in mentions]
