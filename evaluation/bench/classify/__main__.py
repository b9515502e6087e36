"""`python -m evaluation.bench.classify`: articles a second on two cores, a no-op loop, memory, start-up, a profile."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median

from evaluation.bench.classify.corpus import articles
from evaluation.bench.classify.measured import PASSES, Pass, profiled, serve
from tocsin.contract.codec import encode

CORES = 2
_FIRST = "from processors.classify.core import Knowledge; Knowledge.load()"


def passes(raws: Sequence[bytes]) -> tuple[list[list[Pass]], list[Pass]]:
    """Of each pass what the processes measured, and their no-ops. They run side by side, each on its share."""
    context = multiprocessing.get_context("spawn")
    workers = []
    for core in range(CORES):
        mine, theirs = context.Pipe()
        process = context.Process(target=serve, args=(raws[core::CORES], theirs), daemon=True)
        process.start()
        workers.append((process, mine))
    for _, pipe in workers:
        pipe.recv()
    found = []
    for _ in range(PASSES):
        for _, pipe in workers:
            pipe.send("go")
        found.append([pipe.recv() for _, pipe in workers])
    no_ops = [pipe.recv() for _, pipe in workers]
    for process, _ in workers:
        process.join()
    return found, no_ops


def start_up() -> tuple[float, float]:
    """Seconds by the clock and of CPU until a new process can read its first article."""
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, "-c", _FIRST], check=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - began, cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=4000)
    count = parser.parse_args().articles
    raws = [encode(article) for article in articles(count)]
    found, no_ops = passes(raws)
    wall = [count / max(each.wall_s for each in one) for one in found]
    cpu = [count / (sum(each.cpu_s for each in one) / CORES) for one in found]
    busy = median(sum(each.cpu_s for each in one) for one in found)
    idle = sum(each.cpu_s for each in no_ops)
    clock, spent = start_up()
    rows = {
        "articles, mean length": f"{count:,}, {sum(map(len, raws)) // count:,} bytes",
        "with a report": f"{sum(each.told for each in found[0]) / count:.1%}",
        f"articles/s by the clock, {CORES} processes, median of {PASSES}": f"{median(wall):,.0f}",
        f"articles/s by CPU time, {CORES} cores, median of {PASSES}": f"{median(cpu):,.0f}",
        "share of the no-op loop (reading the message)": f"{idle / busy:.1%}",
        "peak memory of a process": f"{max(each.peak_mb for one in found for each in one):.0f} MB",
        "start-up by the clock, by CPU time": f"{clock:.2f} s, {spent:.2f} s",
    }
    rows |= {f"profile: {step}": f"{share:.1%}" for step, share in profiled(raws[: count // 4]).items()}
    for name, value in rows.items():
        sys.stdout.write(f"| {name} | {value} |\n")


if __name__ == "__main__":
    main()
