"""Pairwise agreement where an article may report several incidents.

Two articles are together in the gold if they share an incident, together in the answer if reports of theirs share a
live incident. Pairs that a mere mention would join are neutral.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from evaluation.figures import Counts
from evaluation.fixtures import NewsItem
from evaluation.published import final_states
from tocsin.backtest.run import Published


def memberships(published: Published) -> dict[str, set[str]]:
    """Article -> the live incidents that hold a report of it."""
    found: dict[str, set[str]] = defaultdict(set)
    for incident in final_states(published.incidents).values():
        if incident.status in ("open", "closed"):
            for ref in incident.reports:
                found[ref.article].add(incident.id)
    return found


def score(items: Sequence[NewsItem], found: Mapping[str, set[str]]) -> Counts:
    """Counts over all pairs of articles."""
    total = Counts()
    for one, two in combinations(items, 2):
        gold = bool(one.incidents & two.incidents)
        neutral = not gold and bool((one.incidents | one.mentions) & (two.incidents | two.mentions))
        answer = bool(found.get(one.article.id, set()) & found.get(two.article.id, set()))
        if not neutral:
            total += Counts(int(gold and answer), int(answer and not gold), int(gold and not answer))
    return total
