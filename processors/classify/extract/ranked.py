"""Tolls of articles that tell of their victims one by one, by weighing candidates (`candidates.py`)."""

from __future__ import annotations

from collections.abc import Sequence

from processors.classify.document import Sentence
from processors.classify.extract import candidates as c
from processors.classify.extract.linear import best, weights
from processors.classify.extract.numbers import Quantity, exactly
from processors.classify.extract.resolved import Resolved
from processors.classify.extract.tolls import Mention

# Below these probabilities a toll is left unsaid. Articles of the shooting stream, folds by incident: killed right
# 0.81, wrong 0.14 of the filled; injured right 0.69, wrong 0.18. At 0.8 (two halves) wrong 0.10 and 0.15, but right
# only 0.72 and 0.57.
SURE_KILLED = 0.60
SURE_INJURED = 0.65
# Beyond this many nobody tells of each victim, and the weights have seen no such article.
_CROWD = 30


def rank(found: Sequence[Mention], sentences: Sequence[Sentence]) -> dict[str, Resolved] | None:
    """Killed and injured, each only if probable enough; None if the article is not of that sort at all."""
    models = weights("toll_weights")
    article = c.signs(found, sentences)
    every = [*article.killed, *article.injured, *article.shot]
    if not models or not every or max(m.quantity.best or 0 for m in every) > _CROWD or _vague(found):
        return None
    killed, sure = _choose(models["killed"], c.killed_candidates(article), article, None)
    injured, also_sure = _choose(models["injured"], c.injured_candidates(article, killed), article, killed)
    chosen: dict[str, Resolved] = {}
    if sure >= SURE_KILLED or killed == _opening(article.killed):
        chosen["killed"] = _resolved(killed, article.killed, every, found, "killed")
    if also_sure >= SURE_INJURED:
        chosen["injured"] = _resolved(injured, (*article.injured, *article.shot), every, found, "injured")
    return chosen


def _opening(mentions: Sequence[Mention]) -> int | None:
    """The number that title and lead agree on. It makes 5 more of a thousand right of the killed and none more wrong of
    the filled (`make score`, records); of the injured 6, and 3 more wrong."""
    said = {m.quantity.best for m in mentions if m.sentence.index <= 0}
    return said.pop() if len(said) == 1 else None


def _vague(found: Sequence[Mention]) -> bool:
    """ "dozens were wounded": bounds, which no candidate holds."""
    return any(m.quantity.best is None and (m.quantity.min or m.quantity.max or 0) > 2 for m in found)


def _choose(model: dict[str, float], values: Sequence[int], article: c.Signs, killed: int | None) -> tuple[int, float]:
    if killed is None:
        rows = [c.killed_features(article, value) for value in values]
    else:
        rows = [c.injured_features(article, killed, value) for value in values]
    at, probability = best(model, rows)
    return values[at], probability


def _resolved(
    value: int, own: Sequence[Mention], every: Sequence[Mention], found: Sequence[Mention], kind: str
) -> Resolved:
    """The value with the mention that says it; without one, an implied value and the nearest mention."""
    said = [m for m in own if m.quantity.best == value]
    if said:
        mention = max(
            said,
            key=lambda m: (m.total, m.kind == kind, m.sentence.index >= 0, m.group is None or not m.group.definite),
        )
        group = mention.group
        perpetrators = group.perpetrators if group and kind == "killed" else None
        return Resolved(mention.quantity, mention, perpetrators)
    nobody = [m for m in found if m.predicate == "nobody" and m.kind in (kind, "both") and not m.rest]
    if value == 0 and nobody:
        return Resolved(exactly(0), nobody[0])
    near = max(own or every, key=lambda m: m.quantity.best or 0)
    return Resolved(Quantity(value, value, None), near, implied=True)
