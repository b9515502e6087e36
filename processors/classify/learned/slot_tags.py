"""Posterior probabilities of a linear-chain conditional random field (forward-backward, scaled at each token)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from processors.classify.learned.hashing import Floats


@dataclass(frozen=True, slots=True)
class Posterior:
    """Of one sentence: `node` (tokens, labels) probabilities, and `goes_on` (tokens, kinds, 2): that a filler of the
    kind goes on at the token, if it began, or went on, at the one before."""

    node: Floats
    goes_on: Floats


def posterior(emit: Any, steps: Any, first: Any) -> Posterior:
    """From (tokens, labels) scores, (labels, labels) transitions and (labels,) scores of the first token. Label 0 is
    outside, 1 + 2 * kind begins and 2 + 2 * kind continues a filler."""
    size, labels = emit.shape
    if not size:
        return Posterior(np.zeros((0, labels), np.float32), np.zeros((0, labels // 2, 2), np.float32))
    follow = np.exp(np.asarray(steps, dtype=np.float64))
    here = np.exp(np.asarray(emit, dtype=np.float64) - emit.max(axis=1, keepdims=True))
    forward, backward = np.zeros_like(here), np.ones_like(here)
    forward[0] = here[0] * np.exp(first)
    forward[0] /= forward[0].sum()
    for at in range(1, size):
        row = (forward[at - 1] @ follow) * here[at]
        forward[at] = row / row.sum()
    for at in range(size - 2, -1, -1):
        row = follow @ (here[at + 1] * backward[at + 1])
        backward[at] = row / row.sum()
    node = forward * backward
    ahead = here * backward
    total = ahead @ follow.T  # of each label before, over all labels here
    inside = np.arange(2, labels, 2)
    goes_on = np.empty((size, len(inside), 2))
    for way, label in enumerate((inside - 1, inside)):
        goes_on[:, :, way] = follow[label, inside] * ahead[:, inside] / total[:, label]
    return Posterior(
        np.asarray(node / node.sum(axis=1, keepdims=True), dtype=np.float32), np.asarray(goes_on, dtype=np.float32)
    )
