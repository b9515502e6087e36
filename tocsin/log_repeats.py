"""Repeated log lines, sampled: a broker that is away for a night must not fill the disk with one sentence. Pure."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

EVERY_S = 60.0
AT_MOST = 5
"""So many of a kind are written in `EVERY_S` seconds."""
_KINDS = 500
"""So many kinds are remembered; the one not seen for longest is forgotten first."""


@dataclass(slots=True)
class _Seen:
    since: float
    written: int = 0
    left_out: int = 0


class Repeats:
    """Lines of one kind (part, event, level) are written up to `AT_MOST` times in `EVERY_S` seconds, then counted."""

    def __init__(self) -> None:
        self._seen: OrderedDict[tuple[object, ...], _Seen] = OrderedDict()

    def take(self, kind: tuple[object, ...], now: float) -> int | None:
        """None: leave the line out. Else how many of its kind were left out before it. `now` in seconds, monotonic."""
        seen = self._seen.pop(kind, None) or _Seen(now)
        self._seen[kind] = seen
        if len(self._seen) > _KINDS:
            self._seen.popitem(last=False)
        if now - seen.since >= EVERY_S:
            seen.since, seen.written = now, 0
        if seen.written >= AT_MOST:
            seen.left_out += 1
            return None
        seen.written += 1
        left_out, seen.left_out = seen.left_out, 0
        return left_out
