"""The rounds as a table: medians, and beside each rate what it costs of one core, which load from others moves less."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

from evaluation.bench.kafka.latency import quantile
from evaluation.bench.kafka.run import Plan, Round
from evaluation.bench.kafka.work import Work

CORES = 2


def table(plan: Plan, rounds: Sequence[Round]) -> str:
    """Markdown."""
    lines = [
        f"{plan.articles} articles (5 % tell an incident, 10 % hold a tempting word), classify workers: {plan.workers};"
        f" medians of {len(rounds)}.",
        "",
        "| part | messages/s | ms of a core a message | a second by that |",
        "|---|--:|--:|--:|",
    ]
    parts: list[tuple[str, Callable[[Round], Work]]] = [
        ("bare consume loop, `articles`", lambda r: r.loop),
        ("no-op Faust agent, `articles`", lambda r: r.noop),
        ("classify alone, articles", lambda r: r.classify),
        ("deduplicate alone, accounts that all tell an incident", lambda r: r.deduplicate),
    ]
    for name, part in parts:
        rate = median(part(r).rate for r in rounds)
        cost = median(part(r).cpu_ms for r in rounds)
        lines.append(f"| {name} | {rate:,.0f} | {cost:.3f} | {1000 / cost:,.0f} |")
    rate = median(r.whole.rate for r in rounds)
    cost = median(r.whole.cpu_ms for r in rounds)
    lines.append(f"| end to end, broker included | {rate:,.0f} | {cost:.3f} | {CORES * 1000 / cost:,.0f} on two |")
    lines += ["", "| | |", "|---|--:|"]
    for share in (0.5, 0.99):
        value = median(quantile(r.latency_s, share) for r in rounds)
        lines.append(
            f"| article to incident at {plan.per_second:.0f} articles/s, p{share * 100:.0f} | {1000 * value:.0f} ms |"
        )
    lines.append(f"| articles that it was measured on, a round | {median(len(r.latency_s) for r in rounds):.0f} |")
    for name in ("classify", "deduplicate"):
        lines.append(f"| peak memory of a {name} worker | {median(r.whole.memory_mb[name] for r in rounds):.0f} MB |")
    for name, part in (("classify", lambda r: r.whole.classify), ("deduplicate", lambda r: r.whole.deduplicate)):
        share = median(part(r).cpu_s / (r.whole.count * r.whole.cpu_ms / 1000) for r in rounds)
        lines.append(f"| {name}'s share of the processor time, end to end | {share:.0%} |")
    return "\n".join(lines) + "\n"
