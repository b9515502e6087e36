"""What is due when, so that closing is looked up and never searched for.

An incident closes 21 days after its last account was fetched, by the clock of the accounts. Closed, merged and
retracted ones are remembered for a while, so that a late or edited account is known as such, and then forgotten.
"""

from __future__ import annotations

from heapq import heappop, heappush

DAY_MS = 86_400_000
CLOSE_AFTER_MS = 21 * DAY_MS
FORGET_AFTER_MS = CLOSE_AFTER_MS + 90 * DAY_MS
"""After the last account: three months cover most trials' and inquiries' first reports; the state stays bounded."""

Due = tuple[int, int, str]
"""When (Unix, ms), sequence number (0 for articles), record key."""


class Queue:
    """At most one entry a key, never later than it is due: whoever pops one looks at the record, and pushes it again
    if it is due later."""

    def __init__(self) -> None:
        self._heap: list[Due] = []
        self._noted: dict[str, int] = {}

    def push(self, due_ms: int, seq: int, key: str) -> None:
        if due_ms < self._noted.get(key, due_ms + 1):
            self._noted[key] = due_ms
            heappush(self._heap, (due_ms, seq, key))

    def pop_before(self, now_ms: int) -> Due | None:
        """The first entry due before `now_ms`."""
        while self._heap and self._heap[0][0] < now_ms:
            entry = heappop(self._heap)
            if self._noted.get(entry[2]) == entry[0]:
                del self._noted[entry[2]]
                return entry
        return None
