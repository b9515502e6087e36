"""One process of the bench: `python -m evaluation.bench.kafka.worker ROLE JSON`, until SIGTERM.

JSON: `bootstrap`; `out`, the file that gets the `Work` done, renewed as it goes; `process`, settings of the service.
Roles: classify, deduplicate, noop (a Faust agent that does nothing), loop (a bare consume loop).
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from evaluation.bench.kafka.work import Work
from tocsin import logging
from tocsin.log.port import Delivered
from tocsin.settings_services import KafkaSettings, ProcessSettings


class Diary:
    """Notes how much was done between when and when, by the clock and by the processor."""

    def __init__(self, out: Path) -> None:
        self._out, self._begun, self._cpu_s, self._count = out, 0.0, 0.0, 0

    def begin(self) -> None:
        if not self._count and not self._begun:
            self._begun, self._cpu_s = time.monotonic(), time.process_time()

    def done(self, count: int) -> None:
        self._count += count
        work = Work(self._count, self._begun, time.monotonic(), time.process_time() - self._cpu_s)
        half = self._out.with_suffix(".half")
        half.write_text(json.dumps(work.told()))
        half.rename(self._out)


def main(role: str, options: dict[str, Any]) -> None:
    logging.configure("warning", "json")
    kafka = KafkaSettings(bootstrap=options["bootstrap"])
    process = ProcessSettings(**options.get("process", {}))
    diary = Diary(Path(options["out"]))
    ROLES[role](kafka, process, diary)


def _classify(kafka: KafkaSettings, process: ProcessSettings, diary: Diary) -> None:
    from processors.classify.core import Knowledge, classify
    from processors.services.build import run_classify
    from processors.services.classify import ClassifyStage

    _watch(ClassifyStage, diary)
    run_classify(partial(classify, knowledge=Knowledge.load()), kafka, process)


def _deduplicate(kafka: KafkaSettings, process: ProcessSettings, diary: Diary) -> None:
    from processors.deduplicate.core import Deduplicator
    from processors.services.build import run_deduplicate
    from processors.services.deduplicate import DeduplicateStage

    _watch(DeduplicateStage, diary)
    run_deduplicate(Deduplicator.restore, kafka, process)


def _watch(stage: Any, diary: Diary) -> None:
    """`handle` as it is, noted in the diary."""
    handle = stage.handle

    async def noted(self: Any, records: Sequence[Delivered], ours: Callable[[], bool]) -> int:
        diary.begin()
        finished: int = await handle(self, records, ours)
        diary.done(finished)
        return finished

    stage.handle = noted


def _noop(kafka: KafkaSettings, _process: ProcessSettings, diary: Diary) -> None:
    import faust

    from processors.services.app import make_app
    from tocsin import topics

    app = make_app("bench-noop", kafka)
    noted = [0]

    async def agent(stream: Any) -> None:
        async for _ in stream.events():
            diary.begin()
            noted[0] += 1
            if noted[0] % 100 == 0:
                diary.done(100)

    app.agent(app.topic(topics.ARTICLES.name, key_serializer="raw", value_serializer="raw"), concurrency=1)(agent)
    faust.Worker(app, override_logging=False, quiet=True, redirect_stdouts=False).execute_from_commandline()


def _loop(kafka: KafkaSettings, _process: ProcessSettings, diary: Diary) -> None:
    from tocsin import topics
    from tocsin.log.kafka import KafkaLog
    from tocsin.log.kafka_security import address

    consumer = KafkaLog(address(kafka)).consumer("tocsin-bench-loop", (topics.ARTICLES.name,))
    while True:
        records = consumer.poll(500, 1.0)
        if records:
            diary.begin()
            diary.done(len(records))


ROLES: dict[str, Callable[[KafkaSettings, ProcessSettings, Diary], None]] = {
    "classify": _classify,
    "deduplicate": _deduplicate,
    "noop": _noop,
    "loop": _loop,
}


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
