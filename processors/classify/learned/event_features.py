"""What the event models look at: the words and concepts of a sentence and of the whole article."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations, pairwise

from processors.classify.learned.view import View, shape

MOST_SENTENCES = 400
"""Sentences of one article looked at: what it tells, it tells long before."""


def sentence_features(views: Sequence[View]) -> list[list[str]]:
    """One list of distinct names for each sentence, in a fixed order."""
    concepts = [sorted(view.signals.concepts) for view in views]
    out = []
    for at, view in enumerate(views):
        words = [shape(word) for word in view.signals.words]
        names = {f"w={word}" for word in words} | {f"b={a}_{b}" for a, b in pairwise(words)}
        names.update(f"c={concept}" for concept in concepts[at])
        names.update(f"cc={a}+{b}" for a, b in combinations(concepts[at], 2))
        names.add(f"pos={min(at, 4)}")
        if at:
            names.update(f"n-1={concept}" for concept in concepts[at - 1])
        if at + 1 < len(views):
            names.update(f"n1={concept}" for concept in concepts[at + 1])
        out.append(sorted(names))
    return out


def article_features(views: Sequence[View]) -> dict[str, float]:
    """Name to 1 + log of how often it occurs: words, pairs of words, concepts."""
    counts: Counter[str] = Counter()
    for view in views:
        words = [shape(word) for word in view.signals.words]
        counts.update(words)
        counts.update(f"{a}_{b}" for a, b in pairwise(words))
        counts.update(f"c={concept}" for concept in view.signals.concepts)
    return {name: 1.0 + math.log(count) for name, count in sorted(counts.items())}
