"""`python -m evaluation.bench.deduplicate [--sizes 1000,10000,100000,1000000]`: each size in a process of its own.

A million takes 8 GB and half an hour; without it some minutes.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys

from evaluation.bench.deduplicate.measure import Cost, cost, grouping


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m evaluation.bench.deduplicate", description=__doc__)
    options.add_argument("--sizes", default="1000,10000,100000", help="open incidents")
    options.add_argument("--accounts", type=int, default=2_000, help="accounts measured at each size")
    given = options.parse_args()
    sys.stdout.write(_HEAD)
    before: Cost | None = None
    for size in (int(s) for s in given.sizes.split(",")):
        with multiprocessing.get_context("spawn").Pool(1) as process:
            measured = process.apply(cost, (size, given.accounts))
        ratio = f"{measured.account_s / before.account_s:.2f}" if before else ""
        sys.stdout.write(
            f"| {size:,} | {1e6 * measured.account_s:,.0f} us | {ratio} | {1 / measured.account_s:,.0f} "
            f"| {measured.memory / 1e3:.1f} kB | {measured.recovery_s:.1f} s |\n"
        )
        sys.stdout.flush()
        before = measured
    small = grouping()
    sys.stdout.write(
        f"\nA world of {small.accounts} accounts, grouped by ours and by comparison with all incidents: pairwise F1 "
        f"against the truth {small.ours.f1:.3f} and {small.reference.f1:.3f}, against each other {small.alike.f1:.3f}; "
        f"{small.accounts / small.ours_s:,.0f} and {small.accounts / small.reference_s:,.0f} accounts a second.\n"
    )


_HEAD = "| open incidents | CPU an account | to the size before | accounts/s | memory an incident | recovery |\n"
_HEAD += "|--:|--:|--:|--:|--:|--:|\n"

if __name__ == "__main__":
    main()
