"""`python -m evaluation.bench.kafka`: classify and deduplicate alone, end to end, latency; over a broker of its own.

It needs Java and Maven, as `make kafka` does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from evaluation.bench.kafka.processes import broker
from evaluation.bench.kafka.run import Bench, Plan
from evaluation.bench.kafka.table import table


def main() -> None:
    usual = Plan()
    options = argparse.ArgumentParser(prog="python -m evaluation.bench.kafka", description=__doc__)
    options.add_argument("--articles", type=int, default=usual.articles)
    options.add_argument("--accounts", type=int, default=usual.accounts)
    options.add_argument("--paced-s", type=float, default=usual.paced_s)
    options.add_argument("--per-second", type=float, default=usual.per_second)
    options.add_argument("--workers", type=int, default=usual.workers, help="classify workers, end to end")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--port", type=int, default=19140, help="the broker's; it takes the next one, too")
    given = options.parse_args()
    plan = Plan(given.articles, given.accounts, given.paced_s, given.per_second, given.workers, given.port + 10)
    with tempfile.TemporaryDirectory() as folder, broker(given.port) as (bootstrap, pid):
        bench = Bench(bootstrap, pid, Path(folder), plan)
        rounds = [bench.round(seed) for seed in range(1, given.rounds + 1)]
    load = os.getloadavg()[1]
    sys.stdout.write(table(plan, rounds))
    sys.stdout.write(f"\nLoad of the machine over the last five minutes: {load:.1f} on {os.cpu_count()} cores.\n")


if __name__ == "__main__":
    main()
