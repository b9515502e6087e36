"""One run: hosts up, state seeded, engine measured, hosts' log read, plain loop measured."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from evaluation.bench.producers.hosts import HostLog
from evaluation.bench.producers.measured import Measured
from evaluation.bench.producers.plain_loop import Looped
from evaluation.bench.producers.plan import Plan
from evaluation.bench.producers.politeness import Manners, manners
from evaluation.bench.producers.seed import seed
from producers.links import normalise
from tocsin.contract.identity import article_id

_SLACK_S = 300.0
"""Beyond its planned time a process may take so long to start and end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """`to_log_s`: from the host's answer with a new entry to the log's acknowledgement of it, sorted.

    `released` counts entries handed out, `lost` those of them that the log has not (but for the last second's,
    which were under way when the engine was stopped).
    """

    measured: Measured
    manners: Manners
    looped: Looped
    to_log_s: list[float]
    released: int
    lost: int


def run(plan: Plan, folder: Path, kafka: str = "") -> Result:
    heard = folder / "hosts.json"
    encoded = msgspec.json.encode(plan).decode()
    hosts = subprocess.Popen(
        [sys.executable, "-m", "evaluation.bench.producers.hosts", encoded, str(heard)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert hosts.stdout is not None
        port = int(hosts.stdout.readline())
        seed(plan, port, folder / "producer.sqlite", time.time())
        raw = _process("measured", encoded, str(port), str(folder), kafka, limit_s=plan.seconds + _SLACK_S)
        measured = msgspec.json.decode(raw, type=Measured)
        stopped = time.time()
        looped = msgspec.json.decode(_process("plain_loop", encoded, str(port), limit_s=_SLACK_S), type=Looped)
        hosts.communicate("", timeout=_SLACK_S)
    finally:
        hosts.kill()
    log = msgspec.json.decode(heard.read_bytes(), type=HostLog)
    return _judge(plan, measured, looped, log, stopped)


def _judge(plan: Plan, measured: Measured, looped: Looped, log: HostLog, stopped: float) -> Result:
    ours = [request for request in log.requests if request.ended < stopped]
    released = {_id(r.link): r.served for r in log.releases if r.served < stopped}
    end = max((request.ended for request in ours), default=stopped)
    settled = {article: served for article, served in released.items() if served < end - 1}
    known = measured.acknowledged
    return Result(
        measured=measured,
        manners=manners(ours, plan.spacing_s),
        looped=looped,
        to_log_s=sorted(known[a] - served for a, served in released.items() if a in known),
        released=len(released),
        lost=sum(article not in known for article in settled),
    )


def _id(link: str) -> str:
    return article_id(normalise(link), "", "")


def _process(module: str, *arguments: str, limit_s: float) -> bytes:
    command = [sys.executable, "-m", f"evaluation.bench.producers.{module}", *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=limit_s).stdout
