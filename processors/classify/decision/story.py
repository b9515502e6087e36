"""Whether an article in mixed case tells an incident though no sentence does, weighed over all its mentions.

A feature, a funeral, a statement tell it in bits, each too little for the rules of one incident. Weights:
`processors/classify/data/story_weights.tsv`, made by `evaluation/train/story.py`, whose header says on what they were
learned and how well they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log, log1p
from pathlib import Path

from processors.classify import linear
from processors.classify.detect.mention import Mention
from processors.classify.document import Document
from processors.classify.incidents.group import group, is_short
from processors.classify.incidents.incident import Incident
from processors.classify.incidents.others import counted

WEIGHTS = Path(__file__).parents[1] / "data" / "story_weights.tsv"
BIAS = "bias"
TOLD = 0.6
"""From this on an article whose incidents are all told too thinly tells the best told of them (decision 49)."""
_DOUBTED = 0.4
"""Probability from which a sentence may be news after all where the article tells an incident."""


def signs(mentions: Sequence[Mention], document: Document) -> dict[str, float]:
    """Of the probabilities that its sentences are news, with how much they tell."""
    news = sorted((m.current for m in mentions), reverse=True)
    told = sorted((m.current * m.score for m in mentions), reverse=True)
    tolls = [m.current for m in mentions if counted(m)]
    concrete = [m.current for m in mentions if m.strength > 1]
    support = frozenset().union(*(m.support for m in mentions if m.current > 0.5))
    found = {
        "sentences": log1p(len(document.sentences)),
        "dense": min(len(mentions), 8) / max(1, len(document.sentences)),
        "let_pass": sum(m.reason is None for m in mentions) / len(mentions),
        "support": float(len(support)),
        "title": max((m.current for m in mentions if m.sentence.index < 0), default=0.0),
        "any": min(sum(m.current for m in mentions if m.strength > 0), 4.0),
        **_most_and_sum("tolls", tolls),
        **_most_and_sum("concrete", concrete),
    }
    found |= {f"news{at}": _logit(value) for at, value in enumerate(news[:2])}
    return found | {f"told{at}": value for at, value in enumerate(told[:3])}


def _most_and_sum(name: str, values: Sequence[float]) -> dict[str, float]:
    return {f"{name}_most": max(values, default=0.0), f"{name}_sum": min(sum(values), 3.0)}


def _logit(chance: float) -> float:
    return log((chance + 0.01) / (1.01 - chance))


def chance(mentions: Sequence[Mention], document: Document) -> float:
    """That the article tells an incident."""
    model = linear.weights(WEIGHTS)
    total = model[BIAS] + sum(model[name] * value for name, value in signs(mentions, document).items())
    return 1.0 / (1.0 + exp(-total))


def weighed(
    mentions: list[Mention], incidents: list[Incident], document: Document
) -> tuple[list[Mention], list[Incident]]:
    """The mentions and what the rules made of them, as the whole article has it. A wire in capitals has models of its
    own, a digest is no story, and a short item has said all it has to say."""
    if incidents or document.case == "upper" or document.items or is_short(document):
        return mentions, incidents
    if chance(mentions, document) < TOLD:
        return mentions, incidents
    mentions = list(_doubted(mentions))
    return mentions, group(mentions, document, thinly=True)


def _doubted(mentions: Iterable[Mention]) -> Iterable[Mention]:
    for mention in mentions:
        spared = mention.reason == "not_an_incident" and mention.current >= _DOUBTED
        yield mention.rejected(None, mention.age) if spared else mention
