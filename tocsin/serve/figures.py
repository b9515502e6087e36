"""Throughput, from the same metrics that Prometheus scrapes: this process's own, or those of the services named."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from prometheus_client import REGISTRY, Metric
from prometheus_client.parser import text_string_to_metric_families

Values = dict[str, float]
_WINDOW_S, _EVERY_S = 60.0, 2.0
_SUMMED = frozenset(
    {
        "tocsin_polls_total", "tocsin_articles_published_total", "tocsin_incident_revisions_total", "tocsin_feeds",
        "tocsin_consumer_lag", "tocsin_stage_lag",
        "tocsin_fetch_to_incident_seconds_sum", "tocsin_fetch_to_incident_seconds_count",
        "tocsin_stage_batch_seconds_sum", "tocsin_stage_batch_seconds_count",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rates:
    """Per second and in seconds, over the last minute; None where no metric tells."""

    feeds: int | None
    polls: float | None
    articles: float | None
    revisions: float | None
    latency_s: float | None
    lag: int | None


def summed(families: Iterable[Metric]) -> Values:
    """The samples that throughput is made of, their labels added up."""
    found: Values = {}
    for family in families:
        for sample in family.samples:
            if sample.name in _SUMMED:
                found[sample.name] = found.get(sample.name, 0.0) + sample.value
    return found


def rates(first: tuple[float, Values], last: tuple[float, Values]) -> Rates:
    """From two readings, each with its time in seconds. A counter that fell was started anew: it then counts from 0."""
    seconds, before, after = last[0] - first[0], first[1], last[1]

    def grown(name: str) -> float | None:
        if name not in after:
            return None
        rise = after[name] - before.get(name, 0.0)
        return rise if rise >= 0 else after[name]

    def per_second(name: str) -> float | None:
        rise = grown(name)
        return rise / seconds if rise is not None and seconds > 0 else None

    def mean(name: str) -> float | None:
        total, count = grown(f"{name}_sum"), grown(f"{name}_count")
        return total / count if total is not None and count else None

    lags = [after[name] for name in ("tocsin_consumer_lag", "tocsin_stage_lag") if name in after]
    return Rates(
        feeds=int(after["tocsin_feeds"]) if "tocsin_feeds" in after else None,
        polls=per_second("tocsin_polls_total"),
        articles=per_second("tocsin_articles_published_total"),
        revisions=per_second("tocsin_incident_revisions_total"),
        latency_s=mean("tocsin_fetch_to_incident_seconds"),
        lag=int(lags[0]) if lags else None,
    )


class Figures:
    """Reads every few seconds while asked; of any thread."""

    def __init__(self, read: Callable[[], Values], now: Callable[[], float] = time.monotonic) -> None:
        self._read, self._now, self._lock = read, now, threading.Lock()
        self._readings: deque[tuple[float, Values]] = deque([(now(), read())])

    def rates(self) -> Rates:
        with self._lock:
            now = self._now()
            if now - self._readings[-1][0] >= _EVERY_S:
                self._readings.append((now, self._read()))
            while len(self._readings) > 2 and now - self._readings[1][0] >= _WINDOW_S:
                self._readings.popleft()
            return rates(self._readings[0], self._readings[-1])


def own() -> Values:
    return summed(REGISTRY.collect())


def scraped(urls: Sequence[str]) -> Callable[[], Values]:
    """Of other processes, by their `/metrics`; one that does not answer within two seconds is left out."""
    import urllib.request

    def read() -> Values:
        total: Values = {}
        for url in urls:
            try:
                with urllib.request.urlopen(url, timeout=2) as answer:
                    text = answer.read(8_000_000).decode("utf-8", "replace")
                found = summed(text_string_to_metric_families(text))
            except (OSError, ValueError):
                continue
            for name, value in found.items():
                total[name] = total.get(name, 0.0) + value
        return total

    return read
