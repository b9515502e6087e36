"""The same feeds as most scripts read them: `feedparser.parse(url)`, one after the other. One JSON object to stdout.

Arguments: the plan as JSON, the port of the hosts.
"""

from __future__ import annotations

import sys
import time

import feedparser
import msgspec

from evaluation.bench.producers.plan import Plan


class Looped(msgspec.Struct, frozen=True, kw_only=True):
    """Seconds: `cpu_s` is what a loop costs however quick the network; `wall_s` includes waiting for it."""

    polls: int
    entries: int
    cpu_s: float
    wall_s: float


def loop(plan: Plan, port: int) -> Looped:
    entries, cpu, wall = 0, time.process_time(), time.monotonic()
    for feed in range(plan.loop_feeds):
        entries += len(feedparser.parse(plan.url(feed, port)).entries)
    return Looped(
        polls=plan.loop_feeds, entries=entries, cpu_s=time.process_time() - cpu, wall_s=time.monotonic() - wall
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.encode(loop(msgspec.json.decode(sys.argv[1], type=Plan), int(sys.argv[2]))))
