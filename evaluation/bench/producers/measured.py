"""The engine itself, in a process that does nothing else, on one core: what it did, and what it cost.

Arguments: the plan as JSON, the port of the hosts, a folder with `producer.sqlite`, Kafka's address or "".
Writes one JSON object (`Measured`) to standard output.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import time
from collections import Counter
from pathlib import Path

import msgspec

from evaluation.bench.producers.plan import Plan
from producers.events import Event, Polled, Published
from producers.poller import Poller
from producers.settings import FetchSettings, PaceSettings, PollSettings
from producers.state import ProducerState
from tocsin.log.port import Log


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """`acknowledged`: article id to Unix seconds of the log's acknowledgement. Bytes and seconds."""

    outcomes: dict[str, int]
    wall_s: float
    engine_cpu_s: float
    parser_cpu_s: float
    engine_peak: int
    parser_peak: int
    lags_s: list[float]
    acknowledged: dict[str, float]


def measure(plan: Plan, port: int, folder: Path, log: Log) -> Measured:
    outcomes: Counter[str] = Counter()
    lags: list[float] = []
    acknowledged: dict[str, float] = {}

    def listen(event: Event) -> None:
        if isinstance(event, Polled):
            outcomes[event.outcome] += 1
        elif isinstance(event, Published):
            acknowledged[event.article_id] = time.time()
            if event.lag_s is not None:
                lags.append(event.lag_s)

    settings = PollSettings(
        fetch=FetchSettings(allow_loopback=True, max_connections=plan.hosts),
        pace=PaceSettings(),
        spacing_s=plan.spacing_s,
        parse_workers=1,
    )
    feeds = [plan.spec(feed, port) for feed in range(plan.feeds)]
    before, begun = _cpu(resource.RUSAGE_SELF), time.monotonic()
    with ProducerState(folder / "producer.sqlite") as state:
        poller = Poller(feeds, state, log.producer(), settings, listener=listen)
        asyncio.run(_for(plan.seconds, poller))
    return Measured(
        outcomes=dict(outcomes),
        wall_s=time.monotonic() - begun,
        engine_cpu_s=_cpu(resource.RUSAGE_SELF) - before,
        parser_cpu_s=_cpu(resource.RUSAGE_CHILDREN),
        engine_peak=_peak(resource.RUSAGE_SELF),
        parser_peak=_peak(resource.RUSAGE_CHILDREN),
        lags_s=sorted(lags),
        acknowledged=acknowledged,
    )


async def _for(seconds: float, poller: Poller) -> None:
    asyncio.get_running_loop().call_later(seconds, poller.request_stop)
    await poller.run()


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * 1024


def _log(folder: Path, kafka: str) -> Log:
    if kafka:
        from tocsin import topics
        from tocsin.log import kafka_topics
        from tocsin.log.kafka import KafkaAddress, KafkaLog

        kafka_topics.apply(KafkaAddress(kafka), topics.ALL)
        return KafkaLog(KafkaAddress(kafka))
    from tocsin.log.sqlite import SqliteLog

    return SqliteLog(folder / "log.sqlite")


def main() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # the parser inherits it: one core for both
    plan, folder = msgspec.json.decode(sys.argv[1], type=Plan), Path(sys.argv[3])
    log = _log(folder, sys.argv[4])
    found = measure(plan, int(sys.argv[2]), folder, log)
    log.close()
    sys.stdout.buffer.write(msgspec.json.encode(found))


if __name__ == "__main__":
    main()
