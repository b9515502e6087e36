"""One process of the benchmark: messages in, messages out, as the stage does it but for the log."""

from __future__ import annotations

import cProfile
import pstats
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from processors.classify.core import Classified, Knowledge, classify
from tocsin.contract.article import Article
from tocsin.contract.codec import decode, encode

PASSES = 3
STEPS = {
    "gate: language": ("gate/language.py", "language_of"),
    "gate: triggers": ("gate/triggers.py", "triggers_of"),
    "text: sentences and tokens": ("text/read.py", "read_document"),
    "detect and type": ("detect/mention.py", "find_mentions"),
    "realis": ("realis/decide.py", "judge"),
    "incidents": ("incidents/group.py", "group"),
    "places: names and their senses": ("geo/read.py", "read_places"),
    "places: where it was": ("geo/where.py", "locate"),
    "when": ("when/resolve.py", "resolve"),
    "tolls": ("extract/casualties.py", "read"),
    "actors": ("extract/actors.py", "read"),
    "targets": ("extract/targets.py", "read"),
    "weapons": ("extract/weapons.py", "read"),
    "claims": ("extract/claims.py", "read"),
    "terms": ("terms.py", "terms_of"),
    "fingerprint": ("fingerprint.py", "fingerprint"),
    "classify, all of it": ("classify/core.py", "classify"),
}
"""What is shown of the profile: a step, and the function that is the whole of it."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Seconds by the clock and of this process's CPU; articles with a report; peak memory in MB."""

    wall_s: float
    cpu_s: float
    told: int
    peak_mb: float


def run(raws: Sequence[bytes], read: Callable[[Article], Classified | None]) -> Pass:
    """Every message decoded, read, and what comes of it encoded."""
    told = 0
    wall, cpu = time.perf_counter(), time.process_time()
    for raw in raws:
        said = read(decode(Article, raw))
        if said and said.account:
            told += bool(said.account.reports)
            encode(said.account)
        if said and said.rejections:
            encode(said.rejections)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Pass(time.perf_counter() - wall, time.process_time() - cpu, told, peak)


def reader() -> Callable[[Article], Classified]:
    knowledge = Knowledge.load()
    return lambda article: classify(article, knowledge)


def nothing(_article: Article) -> None:
    """The no-op: what is left is reading the message."""


def serve(raws: Sequence[bytes], to: Connection) -> None:
    """Warm up, then a pass at every word of the parent; the last message is the no-op's."""
    read = reader()
    run(raws[: len(raws) // 10], read)
    to.send("ready")
    for _ in range(PASSES):
        to.recv()
        to.send(run(raws, read))
    to.send(run(raws, nothing))


def profiled(raws: Sequence[bytes]) -> dict[str, float]:
    """Step to its share of the time in classify, by cProfile, which makes small functions dearer than they are."""
    read = reader()
    run(raws[: len(raws) // 4], read)
    profile = cProfile.Profile()
    profile.runcall(run, raws, read)
    spent = {(file, name): entry[3] for (file, _, name), entry in pstats.Stats(profile).stats.items()}  # type: ignore[attr-defined]
    found = {
        step: sum(seconds for (path, called), seconds in spent.items() if path.endswith(file) and called == name)
        for step, (file, name) in STEPS.items()
    }
    whole = found["classify, all of it"] or 1.0
    return {step: seconds / whole for step, seconds in found.items()}
