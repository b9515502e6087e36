"""`docs/metrics.md`, made from the declarations: `python -m tocsin.metrics_page > docs/metrics.md`."""

from __future__ import annotations

import sys

from tocsin import metrics
from tocsin.metric import DECLARED, Declared

_HEAD = """# Metrics

Made from `tocsin/metrics.py` by `python -m tocsin.metrics_page`; a test compares the two. Each process of the
production form serves its own at `/metrics` (docs/deploy.md has the ports), and so does `make run` with `metrics.port`
set. Nothing is shared between processes: sum over workers in the query, as `deploy/prometheus/` does.
Counters of Prometheus's client about the process itself (`process_cpu_seconds_total`,
`process_resident_memory_bytes`, ...) come with each. Faust's own sensors are left out
(docs/decisions/0040-metrics-of-our-own.md).

No label has an unbounded set of values: no address, no id, no name of a feed or publisher.

| metric | kind | labels | meaning | when it moves |
|---|---|---|---|---|
"""


def page() -> str:
    """The whole page."""
    assert metrics.BUILD is not None  # declared by being imported
    return _HEAD + "".join(_line(declared) for declared in DECLARED.values())


def _line(declared: Declared) -> str:
    labels = "; ".join(f"`{label}`: {values}" for label, values in declared.labels.items())
    meaning = declared.meaning
    if declared.kind == "histogram":
        meaning += f" Buckets from {declared.buckets[0]:g} to {declared.buckets[-1]:g}."
    return f"| `{declared.name}` | {declared.kind} | {labels} | {meaning} | {declared.act} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
