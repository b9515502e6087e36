"""A wrong join undone: when the reports of an incident fall into two groups that are hardly alike, one leaves.

Reports join one by one, each on what was known when it came; a later one may show that two were taken for one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from processors.deduplicate.match import Comparison, chance, weights
from processors.deduplicate.records import IncidentRecord
from processors.deduplicate.split import split
from processors.deduplicate.view import View
from processors.deduplicate.work import Work

_FEWEST, _MOST = 3, 8
"""Reports among which it is looked for: of two nobody knows which is the stranger, of many a few stand for all."""


def pull_apart(work: Work, record: IncidentRecord) -> IncidentRecord | None:
    """The part that left, if one did; never what a person put together."""
    standing = work.index.get(record.id)
    if standing is None or record.glued or not _FEWEST <= len(record.reports) <= _MOST:
        return None
    if len(standing.views) != len(record.reports) or any(work.state.report(r).by_hand for r in record.reports):
        return None
    leaving = strangers(standing.views, work.comparison())
    return split(work, record, [view.report for view in leaving]) if leaving else None


def strangers(views: Sequence[View], comparison: Comparison) -> list[View]:
    """The younger of two groups that the two least alike views draw, if it would not be let in as it came; else
    empty."""
    likeness = {(one, two): comparison.logit(views[one], views[two]) for one, two in combinations(range(len(views)), 2)}
    first, second = min(likeness, key=lambda pair: likeness[pair])
    groups: tuple[list[int], list[int]] = ([first], [second])
    for at in range(len(views)):
        if at not in (first, second):
            nearer = _of(likeness, at, second) > _of(likeness, at, first)
            groups[nearer].append(at)
    across = [_of(likeness, one, two) for one in groups[0] for two in groups[1]]
    if chance((max(across) + sum(across) / len(across)) / 2) >= weights().join:
        return []
    younger = max(groups, key=min)
    return [views[at] for at in sorted(younger)]


def _of(likeness: dict[tuple[int, int], float], one: int, two: int) -> float:
    return likeness[min(one, two), max(one, two)]
