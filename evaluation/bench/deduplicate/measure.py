"""What is measured: the cost of an account at so many open incidents, and the reference beside it on a small world."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from pathlib import Path

from evaluation.bench.deduplicate.brute import Everything
from evaluation.bench.deduplicate.filled import filled
from evaluation.bench.deduplicate.world import START, Happening, World
from evaluation.figures import Counts
from processors.deduplicate.core import Deduplicator
from tocsin.contract.report import Account

_BATCHES = 8
_FRESH = 0.3  # of the accounts open an incident


@dataclass(frozen=True, slots=True)
class Cost:
    """`account_s`: CPU seconds an account, the least of eight batches. `memory`: bytes an open incident, state
    included. `recovery_s`: CPU seconds from the kept state to the first account."""

    incidents: int
    account_s: float
    memory: float
    recovery_s: float


def cost(incidents: int, accounts: int = 2_000, seed: int = 1) -> Cost:
    """At `incidents` open ones, over `accounts` of the next hours."""
    world = World(per_day=incidents / 20, seed=seed)
    known: list[Happening] = []
    items = list(filled(world, incidents, known))
    gc.collect()
    before, begun = _resident(), time.process_time()
    deduplicator = Deduplicator.restore(iter(items))
    recovery = time.process_time() - begun
    held = _resident() - before + sum(len(key) + len(data) for key, data in items)
    del items
    day = world.day(known, accounts, START + timedelta(days=20, hours=2), _FRESH)
    batches = [_seconds(deduplicator, batch) for batch in _batches(list(day))]
    return Cost(incidents, min(batches), held / incidents, recovery)


def _batches(accounts: list[Account]) -> Iterator[list[Account]]:
    size = max(1, len(accounts) // _BATCHES)
    return (accounts[i : i + size] for i in range(0, len(accounts), size))


def _seconds(deduplicator: Deduplicator, accounts: list[Account]) -> float:
    begun = time.process_time()
    for account in accounts:
        deduplicator.apply(account)
    return (time.process_time() - begun) / len(accounts)


def _resident() -> int:
    """Bytes of this process in memory; 0 where the system does not tell."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * 4096 if status.exists() else 0


@dataclass(frozen=True, slots=True)
class Grouping:
    """Of one small world: pairs against the truth, ours and the reference's; how alike the two are; seconds each."""

    accounts: int
    ours: Counts
    reference: Counts
    alike: Counts
    ours_s: float
    reference_s: float


def grouping(incidents: int = 150, seed: int = 2) -> Grouping:
    stream = World(per_day=incidents / 10, seed=seed, towns=400).stream(incidents)
    truth = {account.article.id: str(number) for number, account in stream}
    ours, ours_s = _grouped(Deduplicator(), stream)
    reference, reference_s = _grouped(Deduplicator(Everything()), stream)
    return Grouping(
        len(stream), _pairs(truth, ours), _pairs(truth, reference), _pairs(reference, ours), ours_s, reference_s
    )


def _grouped(deduplicator: Deduplicator, stream: list[tuple[int, Account]]) -> tuple[dict[str, str], float]:
    """Article -> the live incident that holds it; seconds of CPU."""
    newest = {}
    begun = time.process_time()
    for _, account in stream:
        for revision in deduplicator.apply(account).revisions:
            newest[revision.id] = revision
    spent = time.process_time() - begun
    live = [i for i in newest.values() if i.status in ("open", "closed")]
    return {ref.article: incident.id for incident in live for ref in incident.reports}, spent


def _pairs(gold: dict[str, str], found: dict[str, str]) -> Counts:
    total = [0, 0, 0]
    for one, two in combinations(gold, 2):
        together = gold[one] == gold[two]
        answer = one in found and found.get(one) == found.get(two)
        total[0] += together and answer
        total[1] += answer and not together
        total[2] += together and not answer
    return Counts(*total)
