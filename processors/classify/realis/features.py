"""What the trained realis decision looks at in one mention: the rules' findings, the words, the article around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from processors.classify.detect.mention import Mention
from processors.classify.realis.age import dated
from processors.classify.realis.cues import Cues
from processors.classify.realis.tone import Tone

_KINDS = (
    *("court", "statistics", "science", "accident", "fiction", "sport", "metaphor", "figure", "exercise"),
    *("habitual", "background", "old", "denied_event"),
)
_PRONOUNS = frozenset(("i", "you", "we", "my", "your", "our", "me", "us"))
_NEAR, _WORD = 4, 0.35
"""Words to either side of the trigger that are told with their side; weight of a word anywhere in the sentence."""

Features = dict[str, float]


def article_features(mentions: Sequence[Mention], cues: Mapping[int, Cues], violent: Mapping[int, bool]) -> Features:
    """Shared by all mentions of an article: of what kind its sentences are, and what the rules made of its mentions."""
    total = max(1, len(cues))
    shares: Features = {}
    for kind in _KINDS:
        carrying = sum(1 for each in cues.values() if each.count(kind))
        shares[f"article:{kind}"] = min(1.0, 2 * carrying / total)
    reasons = Counter(mention.reason or "current" for mention in mentions)
    for reason, count in reasons.items():
        shares[f"reasons:{reason}"] = count / len(mentions)
    shares["violent"] = sum(violent.values()) / len(mentions)
    shares["dense"] = min(1.0, len(mentions) / total)
    shares["told"] = max((m.score for m in mentions if m.reason is None), default=0) / 6
    for mention in mentions:
        if mention.sentence.index <= 0:
            place = "title" if mention.sentence.index < 0 else "lead"
            shares[f"{place}:{mention.reason or 'current'}"] = 1.0
            shares[f"{place}:strength:{mention.strength}"] = 0.5
    return shares


def tone_features(tone: Tone) -> Features:
    """Shared by all mentions of an article: how it is told."""
    times = [time for time in tone.time.values() if time]
    return {
        "tone:present": tone.present,
        "tone:said": min(1.0, 2 * tone.said),
        "tone:spoken": min(1.0, 2 * tone.spoken),
        "tone:old": sum(time != "fresh" for time in times) / max(1, len(tone.time)),
        "tone:fresh": sum(time == "fresh" for time in times) / max(1, len(tone.time)),
        "tone:undated": float("fresh" not in times),
    }


def mention_features(mention: Mention, cues: Cues, before: Mapping[str, int], after: set[str]) -> Features:
    found = dict.fromkeys(_rule_signs(mention), 1.0)
    for kind in cues.found:
        found[f"cue:{kind}"] = min(2, cues.count(kind)) / 2 + 0.5
    for kind, distance in before.items():
        found[f"before:{kind}"] = 1.0 if distance > 1 else 1.5
    for kind in after:
        found[f"after:{kind}"] = 1.0
    found["score"] = mention.score / 6
    for sign in _word_signs(mention):
        found.setdefault(sign, _WORD)
    for sign in _near_signs(mention):
        found[sign] = 1.0
    return found


def _rule_signs(mention: Mention) -> Iterator[str]:
    yield f"rule:{mention.reason or 'current'}"
    yield f"type:{mention.type}"
    yield f"strength:{mention.strength}"
    yield f"age:{mention.age}"
    yield from (f"support:{kind}" for kind in mention.support)
    yield from (f"concept:{concept}" for concept in mention.signals.concepts)
    index = mention.sentence.index
    yield "at:" + ("title" if index < 0 else "lead" if index == 0 else "early" if index < 3 else "late")
    if mention.anaphoric:
        yield "anaphoric"
    if mention.toll:
        yield "toll"
    if dated(mention.signals):
        yield "dated"
    if mention.sentence.text[:1] in "\"“'‘":
        yield "quoted"
    if _PRONOUNS.intersection(mention.signals.words):
        yield "spoken"


def _word_signs(mention: Mention) -> Iterator[str]:
    for word in mention.signals.words:
        yield "w:" + ("0" if word[0].isdigit() else word)


def _near_signs(mention: Mention) -> Iterator[str]:
    words, at = mention.signals.words, mention.first_word
    yield f"at0:{words[at]}"
    for word in words[max(0, at - _NEAR) : at]:
        yield "b:" + ("0" if word[0].isdigit() else word)
    for word in words[at + 1 : at + 1 + _NEAR]:
        yield "a:" + ("0" if word[0].isdigit() else word)
