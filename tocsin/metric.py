"""How a metric is declared: with its meaning, its labels' values, and what a person does when it moves.

One process has one registry and one `/metrics`: nothing is shared between processes, so any number of workers add up
in the query. Child processes (the parsers) count nothing; their parent does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import prometheus_client
from prometheus_client import Counter, Gauge, Histogram

prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series for each counter, which nobody reads


@dataclass(frozen=True, slots=True)
class Declared:
    """`labels` maps each label to what its values are; `act` says what a person does when the metric moves."""

    name: str
    kind: str
    meaning: str
    labels: Mapping[str, str]
    act: str
    collector: Any
    buckets: tuple[float, ...] = ()


DECLARED: dict[str, Declared] = {}
"""By name, in the order of declaration."""

NO_LABELS: Mapping[str, str] = {}


def counter(name: str, meaning: str, labels: Mapping[str, str] = NO_LABELS, *, act: str) -> Counter:
    made = Counter(name, meaning, list(labels))
    DECLARED[name] = Declared(name, "counter", meaning, labels, act, made)
    return made


def gauge(name: str, meaning: str, labels: Mapping[str, str] = NO_LABELS, *, act: str) -> Gauge:
    made = Gauge(name, meaning, list(labels))
    DECLARED[name] = Declared(name, "gauge", meaning, labels, act, made)
    return made


def histogram(
    name: str, meaning: str, buckets: Sequence[float], labels: Mapping[str, str] = NO_LABELS, *, act: str
) -> Histogram:
    made = Histogram(name, meaning, list(labels), buckets=buckets)
    DECLARED[name] = Declared(name, "histogram", meaning, labels, act, made, tuple(buckets))
    return made
