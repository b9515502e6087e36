"""How well a grouping agrees with the gold one: pairwise F1, B-cubed F1 (Bagga and Baldwin 1998), exact incidents."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluation.figures import Counts, share


@dataclass(frozen=True, slots=True)
class Agreement:
    pairwise: Counts
    bcubed_precision: float
    bcubed_recall: float
    exact_multi: float

    @property
    def bcubed_f1(self) -> float:
        total = self.bcubed_precision + self.bcubed_recall
        return 2 * self.bcubed_precision * self.bcubed_recall / total if total else 0.0


def agreement(predicted: Mapping[str, str], gold: Mapping[str, str]) -> Agreement:
    """Both map item to cluster. An item that `predicted` lacks is a cluster of its own."""
    mine = {item: predicted.get(item, f"alone {item}") for item in gold}
    both = Counter((mine[item], gold[item]) for item in gold)
    by_mine, by_gold = Counter(mine.values()), Counter(gold.values())
    right = _pairs(both.values())
    pairwise = Counts(right, _pairs(by_mine.values()) - right, _pairs(by_gold.values()) - right)
    precision = sum(n * n / by_mine[m] for (m, _), n in both.items())
    recall = sum(n * n / by_gold[g] for (_, g), n in both.items())
    return Agreement(pairwise, share_of(precision, len(gold)), share_of(recall, len(gold)), _exact_multi(mine, gold))


def share_of(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)


def _exact_multi(mine: Mapping[str, str], gold: Mapping[str, str]) -> float:
    """Share of gold clusters of two or more items that stand as one cluster with the same items."""
    members: dict[str, set[str]] = defaultdict(set)
    for item, cluster in mine.items():
        members[cluster].add(item)
    golds: dict[str, set[str]] = defaultdict(set)
    for item, cluster in gold.items():
        golds[cluster].add(item)
    several = [items for items in golds.values() if len(items) > 1]
    exact = sum(1 for items in several if members[mine[next(iter(items))]] == items)
    return share(exact, len(several))
