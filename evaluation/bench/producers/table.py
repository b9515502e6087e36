"""The result as a Markdown table."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.bench.producers.plan import Plan
from evaluation.bench.producers.run import Result


def table(plan: Plan, result: Result, log: str) -> str:
    rows = _rows(plan, result, log)
    return "| | |\n|---|--:|\n" + "".join(f"| {name} | {value} |\n" for name, value in rows)


def _rows(plan: Plan, result: Result, log: str) -> list[tuple[str, str]]:
    measured, looped, seen = result.measured, result.looped, result.manners
    polls = sum(measured.outcomes.values())
    cpu = measured.engine_cpu_s + measured.parser_cpu_s
    per_cpu, loop_cpu = 60 * polls / cpu, 60 * looped.polls / looped.cpu_s
    per_wall, loop_wall = 60 * polls / measured.wall_s, 60 * looped.polls / looped.wall_s
    unchanged = measured.outcomes.get("not_modified", 0) + measured.outcomes.get("same_body", 0)
    gap = f"{seen.least_gap_s:.3f} s" if seen.least_gap_s is not None else "-"
    return [
        ("feeds, hosts", f"{plan.feeds:,}, {plan.hosts}"),
        ("polls", f"{polls:,} in {measured.wall_s:.0f} s"),
        ("by outcome", ", ".join(f"{name} {n:,}" for name, n in sorted(measured.outcomes.items()))),
        ("unchanged", f"{unchanged / max(1, polls):.1%}"),
        ("polls a minute, as the spacing and the interval allow", f"{per_wall:,.0f}"),
        ("share of the one core used", f"{cpu / measured.wall_s:.0%}"),
        ("polls per minute of CPU, parser included", f"{per_cpu:,.0f}"),
        ("peak memory: engine, parser", f"{_mb(measured.engine_peak)}, {_mb(measured.parser_peak)}"),
        ("requests in the hosts' log", f"{seen.requests:,}"),
        ("of them at once with another at that host", f"{seen.overlapping}"),
        (f"of them sooner than {plan.spacing_s:g} s after the answer before", f"{seen.too_soon}; least gap {gap}"),
        ("new entries handed out, not in the log a second later", f"{result.released:,}, {result.lost}"),
        (f"answer to acknowledgement by {log}, p50, p99", _two(result.to_log_s)),
        (f"publication to acknowledgement at a {plan.interval_s:g} s interval, p50, p99", _two(measured.lags_s)),
        ("plain loop of feedparser: polls per minute of CPU", f"{loop_cpu:,.0f}"),
        ("ours to the loop's, by CPU", f"{per_cpu / loop_cpu:.1f}"),
        ("ours to the loop's, by the clock", f"{per_wall / loop_wall:.1f}"),
    ]


def _mb(size: int) -> str:
    return f"{size / 1e6:.0f} MB"


def _two(ordered: Sequence[float]) -> str:
    return f"{_quantile(ordered, 0.5)}, {_quantile(ordered, 0.99)}"


def _quantile(ordered: Sequence[float], share: float) -> str:
    return f"{ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.2f} s" if ordered else "-"
