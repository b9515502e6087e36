"""A linear-chain conditional random field over hashed features, fitted by AdaGrad on batches of sentences.

Lafferty, McCallum and Pereira 2001; Duchi, Hazan and Singer 2011. Deterministic: same data, same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from processors.classify.learned.slot_tags import Posterior, posterior

EPOCHS, AVERAGED = 7, 3
BATCH = 128
RATE, SHRINK = 0.15, 1e-6
SEEN = 3  # tokens that must hold a feature
_NEVER = -30.0


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: hashed features of all tokens in a row, how many each token has, and its labels."""

    features: Any
    sizes: Any
    labels: Any


@dataclass(frozen=True, slots=True)
class Crf:
    """`ids` ascending, `weights[i]` (labels,) of `ids[i]`; (labels, labels) transitions; (labels,) of the first."""

    ids: Any
    weights: Any
    steps: Any
    first: Any


def matrix(lines: Sequence[Line], known: Any) -> csr_matrix:
    """(tokens, features) of ones; features not in `known` (ascending) are left out."""
    flat = np.concatenate([line.features for line in lines])
    sizes = np.concatenate([line.sizes for line in lines])
    at = np.minimum(np.searchsorted(known, flat), len(known) - 1)
    kept = known[at] == flat
    row = np.repeat(np.arange(len(sizes)), sizes)[kept]
    ends = np.concatenate(([0], np.cumsum(np.bincount(row, minlength=len(sizes)))))
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    return csr_matrix((ones, at[kept].astype(np.int32), ends.astype(np.int64)), shape=(len(sizes), len(known)))


def allowed(labels: int) -> tuple[Any, Any]:
    """Label 0 is outside, 1 and 2 begin and continue the first kind, and so on: 0 where one may follow, far below
    zero where not; of pairs and of the first token."""
    steps, first = np.zeros((labels, labels)), np.zeros(labels)
    for inside in range(2, labels, 2):
        steps[:, inside] = _NEVER
        steps[inside - 1, inside] = steps[inside, inside] = 0.0
        first[inside] = _NEVER
    return steps, first


@dataclass(frozen=True, slots=True)
class _Batch:
    """Sentences of about one length: (tokens, columns) ones over the features they hold, those features, the place of
    each token in (sentences, longest), and its label."""

    rows: csr_matrix
    columns: Any
    row: Any
    column: Any
    sizes: Any
    labels: Any


class _Fit:
    """Weights as they are learned, with the sums of squares that slow each down."""

    def __init__(self, features: int, kinds: int) -> None:
        self.weights = np.zeros((features, kinds), dtype=np.float32)
        self.squares = np.full((features, kinds), 1e-3, dtype=np.float32)
        self.steps, self.first = allowed(kinds)
        self._closed = [self.steps < 0, self.first < 0]
        self._slow = [np.ones_like(self.steps), np.ones_like(self.first)]

    def learn(self, batch: _Batch) -> None:
        own = self.weights[batch.columns]
        emit = np.zeros((len(batch.sizes), int(batch.sizes.max()), own.shape[1]))
        emit[batch.row, batch.column] = batch.rows @ own
        padded = np.zeros(emit.shape[:2], dtype=np.int64)
        padded[batch.row, batch.column] = batch.labels
        node, to_steps, to_first = _gradient(emit, batch.sizes, padded, self.steps, self.first)
        slope = batch.rows.T @ node[batch.row, batch.column].astype(np.float32) + SHRINK * len(batch.row) * own
        self.squares[batch.columns] += slope * slope
        self.weights[batch.columns] = own - RATE * slope / np.sqrt(self.squares[batch.columns])
        moved = zip((self.steps, self.first), (to_steps, to_first), self._slow, self._closed, strict=True)
        for value, to, slow, closed in moved:
            slow += to * to
            value -= np.where(closed, 0.0, RATE * to / np.sqrt(slow))


def _gradient(emit: Any, sizes: Any, labels: Any, steps: Any, first: Any) -> tuple[Any, Any, Any]:
    """Of the log loss: to (sentences, longest, labels) scores, to steps, to first. `labels` (sentences, longest)."""
    _, longest, kinds = emit.shape
    mask = np.arange(longest)[None, :] < sizes[:, None]
    follow = np.exp(steps)
    here = np.exp(emit - emit.max(axis=2, keepdims=True))
    forward, backward = np.zeros_like(emit), np.ones_like(emit)
    forward[:, 0] = _even(here[:, 0] * np.exp(first))
    for t in range(1, longest):
        forward[:, t] = np.where(mask[:, t, None], _even((forward[:, t - 1] @ follow) * here[:, t]), forward[:, t - 1])
    for t in range(longest - 2, -1, -1):
        ahead = _even((here[:, t + 1] * backward[:, t + 1]) @ follow.T)
        backward[:, t] = np.where(mask[:, t + 1, None], ahead, 1.0)
    node = forward * backward
    node /= node.sum(axis=2, keepdims=True)
    node[~mask] = 0.0
    of_steps = np.zeros_like(steps)
    for t in range(1, longest):
        on = mask[:, t]
        before, now = forward[on, t - 1], here[on, t] * backward[on, t]
        total = ((before @ follow) * now).sum(axis=1, keepdims=True)
        of_steps += follow * (before.T @ (now / total))
        np.subtract.at(of_steps, (labels[on, t - 1], labels[on, t]), 1.0)
    of_first = node[:, 0].sum(axis=0) - np.bincount(labels[:, 0], minlength=kinds)
    rows, columns = np.nonzero(mask)
    node[rows, columns, labels[rows, columns]] -= 1.0
    return node, of_steps, of_first


def _even(values: Any) -> Any:
    """Rows that add up to one."""
    return values / values.sum(axis=1, keepdims=True)


def fit(lines: Sequence[Line], kinds: int, seed: int = 0) -> Crf:
    """`kinds`: number of labels. No line may be empty."""
    found, counts = np.unique(np.concatenate([line.features for line in lines]), return_counts=True)
    known = found[counts >= SEEN]
    order, model = np.random.RandomState(seed), _Fit(len(known), kinds)
    batches = _batches(lines, known, order)
    mean = [np.zeros_like(model.weights), np.zeros_like(model.steps), np.zeros_like(model.first)]
    for epoch in range(EPOCHS):
        for at in order.permutation(len(batches)):
            model.learn(batches[at])
        if epoch >= EPOCHS - AVERAGED:
            for total, now in zip(mean, (model.weights, model.steps, model.first), strict=True):
                total += now / AVERAGED
    return Crf(known, *mean)


def _batches(lines: Sequence[Line], known: Any, order: np.random.RandomState) -> list[_Batch]:
    """All sentences once, those of a length together, so that little is padded."""
    shuffled = order.permutation(len(lines))
    ranked = shuffled[np.argsort([len(lines[i].sizes) for i in shuffled], kind="stable")]
    return [_batch([lines[i] for i in ranked[at : at + BATCH]], known) for at in range(0, len(ranked), BATCH)]


def _batch(lines: Sequence[Line], known: Any) -> _Batch:
    table = matrix(lines, known)
    held = np.zeros(len(known), dtype=bool)
    held[table.indices] = True
    small = (np.cumsum(held) - 1).astype(np.int32)[table.indices]
    columns, sizes = np.flatnonzero(held), np.array([len(line.sizes) for line in lines])
    return _Batch(
        csr_matrix((table.data, small, table.indptr), shape=(table.shape[0], len(columns))),
        columns,
        np.repeat(np.arange(len(lines)), sizes),
        np.concatenate([np.arange(size) for size in sizes]),
        sizes,
        np.concatenate([line.labels for line in lines]),
    )


def read(model: Crf, lines: Sequence[Line]) -> list[Posterior]:
    """Of each line."""
    out: list[Posterior] = []
    if not lines:
        return out
    scores, begin = matrix(lines, model.ids) @ model.weights, 0
    for line in lines:
        out.append(posterior(scores[begin : begin + len(line.sizes)], model.steps, model.first))
        begin += len(line.sizes)
    return out
