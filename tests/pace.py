"""A second of processor time on the machine the limits are meant for, whatever machine runs the tests."""

from __future__ import annotations

import time
from collections.abc import Callable

_STEPS = 1_000_000
_STEPS_S = 0.03
"""Seconds of processor time the steps take there: 33 million a second."""


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds that `work` takes, as that machine would have needed at most: a slower one is allowed for."""
    before, taken, after = _steps(), _timed(work), _steps()
    return taken / max(1.0, max(before, after) / _STEPS_S)


def _steps() -> float:
    return min(_timed(_count) for _ in range(3))


def _count() -> None:
    number = 0
    while number < _STEPS:
        number += 1


def _timed(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun
