"""What the trained decision looks at: the words of the mentions, and what the rules made of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

from processors.classify.detect.mention import Mention
from processors.classify.incidents.incident import Incident

WORD_WEIGHT, RULE_WEIGHT = 3.0, 0.4
"""Scales of the two kinds of features, as they were when the weights were learned."""


def word_features(mentions: Sequence[Mention]) -> dict[str, float]:
    """Words and word pairs of the mentions, each once, of length 1 together."""
    found = {feature for mention in mentions for feature in _grams(mention.signals.words)}
    if not found:
        return {}
    each = WORD_WEIGHT / math.sqrt(len(found))
    return dict.fromkeys(found, each)


def _grams(words: tuple[str, ...]) -> Iterator[str]:
    plain = ["0" if word[0].isdigit() else word for word in words if word[0].isalnum()]
    for at, word in enumerate(plain):
        yield f"w:{word}"
        if at + 1 < len(plain):
            yield f"w:{word} {plain[at + 1]}"


def rule_features(mentions: Sequence[Mention], incidents: Sequence[Incident], sentences: int) -> dict[str, float]:
    """Counts on a log scale."""
    counts: Counter[str] = Counter()
    for mention in mentions:
        state = "rejected" if mention.reason else "current"
        counts[f"reason:{mention.reason or 'current'}"] += 1
        counts[f"type:{mention.type}:{state}"] += 1
        counts.update(f"support:{kind}:{state}" for kind in mention.support)
        counts.update(f"concept:{concept}" for concept in mention.signals.concepts)
        if mention.strength >= 2:
            best = f"best:{mention.reason or 'current'}"
            counts[best] = max(counts[best], mention.score)
    for incident in incidents:
        counts[f"incident:{incident.type}"] += 1
        counts["incident:best"] = max(counts["incident:best"], incident.score)
    counts["incidents"] = len(incidents)
    counts["sentences"] = sentences
    return {f"r:{name}": RULE_WEIGHT * math.log1p(count) for name, count in counts.items()}
