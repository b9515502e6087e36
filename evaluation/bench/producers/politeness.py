"""What the hosts' own log says of our manners. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from evaluation.bench.producers.hosts import Request

_CLOCK_S = 0.002
"""Two processes read the same clock; their readings are compared to so many seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """Pairs of requests to one host that ran at once, or came sooner than `spacing_s` after the answer."""

    requests: int
    overlapping: int
    too_soon: int
    least_gap_s: float | None


def manners(requests: Iterable[Request], spacing_s: float) -> Manners:
    by_host: dict[str, list[Request]] = {}
    for request in requests:
        by_host.setdefault(request.host, []).append(request)
    gaps = [gap for host in by_host.values() for gap in _gaps(sorted(host, key=lambda r: r.begun))]
    return Manners(
        requests=sum(map(len, by_host.values())),
        overlapping=sum(gap < 0 for gap in gaps),
        too_soon=sum(gap < spacing_s - _CLOCK_S for gap in gaps),
        least_gap_s=min(gaps, default=None),
    )


def _gaps(ordered: Sequence[Request]) -> list[float]:
    """Seconds from each answer to the next request; negative where they overlap."""
    return [later.begun - earlier.ended for earlier, later in pairwise(ordered)]
