"""Counts that become figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """True positives, false positives, false negatives."""

    tp: int = 0
    fp: int = 0
    fn: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.tp + other.tp, self.fp + other.fp, self.fn + other.fn)

    @property
    def precision(self) -> float:
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 if both are."""
        total = 2 * self.tp + self.fp + self.fn
        return 2 * self.tp / total if total else 0.0


def sets(predicted: set[str], gold: set[str]) -> Counts:
    """Counts of one item whose answer is a set."""
    both = len(predicted & gold)
    return Counts(both, len(predicted) - both, len(gold) - both)


def binary(predicted: bool, gold: bool) -> Counts:
    return Counts(int(predicted and gold), int(predicted and not gold), int(gold and not predicted))


def share(part: int, whole: int) -> float:
    """`part / whole`, 0 of nothing."""
    return part / whole if whole else 0.0
