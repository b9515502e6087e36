"""`python -m evaluation.bench.producers`: some four minutes, two cores. `--kafka host:port` publishes to a broker."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from evaluation.bench.producers.plan import Plan
from evaluation.bench.producers.run import run
from evaluation.bench.producers.table import table


def main() -> None:
    usual = Plan()
    options = argparse.ArgumentParser(prog="python -m evaluation.bench.producers", description=__doc__)
    options.add_argument("--feeds", type=int, default=usual.feeds)
    options.add_argument("--hosts", type=int, default=usual.hosts)
    options.add_argument("--seconds", type=float, default=usual.seconds)
    options.add_argument("--kafka", default="", help="broker to publish to; without it the embedded log")
    given = options.parse_args()
    plan = Plan(feeds=given.feeds, hosts=given.hosts, seconds=given.seconds)
    with tempfile.TemporaryDirectory() as folder:
        result = run(plan, Path(folder), given.kafka)
    sys.stdout.write(table(plan, result, "Kafka" if given.kafka else "the embedded log"))
    if result.manners.overlapping or result.manners.too_soon:
        sys.exit("the politeness rules were broken")


if __name__ == "__main__":
    main()
