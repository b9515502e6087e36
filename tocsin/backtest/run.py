"""Articles in, topic values out, in publication order.

Classify runs in several processes over slices of the archive; deduplicate runs once over the accounts in order,
so the result does not depend on the number of processes.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

from processors.classify.core import Knowledge, classify
from processors.deduplicate.core import Deduplicator
from tocsin.contract.article import Article
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account

Progress = Callable[[int], None]


def _silent(_done: int) -> None: ...


_SLICE = 16  # articles a task: large enough to hide the hand-over, small enough for an even end

_knowledge: Knowledge | None = None


@dataclass(slots=True)
class Published:
    """What the topics would hold, in order."""

    accounts: list[Account] = field(default_factory=list)
    rejections: list[Rejections] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)


def backtest(articles: Iterable[Article], processes: int = 1, progress: Progress = _silent) -> Published:
    """Run both cores over `articles`, which must be in the order of publication."""
    published = Published()
    for account, rejections in classify_all(list(articles), processes, progress):
        if account:
            published.accounts.append(account)
        if rejections:
            published.rejections.append(rejections)
    deduplicator = Deduplicator()
    for account in published.accounts:
        outcome = deduplicator.apply(account)
        published.incidents.extend(outcome.revisions)
        published.rejections.extend(outcome.rejections)
    return published


def classify_all(
    articles: list[Article], processes: int, progress: Progress = _silent
) -> Iterator[tuple[Account | None, Rejections | None]]:
    """(account, rejections) of each article, in order."""
    slices = [articles[i : i + _SLICE] for i in range(0, len(articles), _SLICE)]
    done = 0
    for results in _results(slices, processes):
        done += len(results)
        progress(done)
        yield from results


def _results(slices: list[list[Article]], processes: int) -> Iterator[list[tuple[Account | None, Rejections | None]]]:
    if processes <= 1:
        yield from map(_classify_slice, slices)
        return
    # spawn: a forked copy of a threaded parent may hang, and every platform has it
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, context) as pool:  # unlike a Pool, it says when a process was killed
        yield from pool.map(_classify_slice, slices)


def _classify_slice(articles: list[Article]) -> list[tuple[Account | None, Rejections | None]]:
    global _knowledge  # one gazetteer a process
    if _knowledge is None:
        _knowledge = Knowledge.load()
    results = []
    for article in articles:
        classified = classify(article, _knowledge)
        results.append((classified.account, classified.rejections))
    return results
