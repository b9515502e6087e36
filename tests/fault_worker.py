"""One service in a process of its own, over the fast core of the fault tests.

`options`: `bootstrap`; `kafka`, more of its settings; `process` and `faust` options; `crash_at` a step and
`crash_after` how many passes of it; `slow_s` and `slow_article`: a core that takes its time
over one article; `defect`: one that fails on articles whose id ends so.
"""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import fault_corpus

from processors.deduplicate.core import Deduplicator
from processors.services.build import run_classify, run_deduplicate
from tocsin import logging
from tocsin.cli.main import reported
from tocsin.contract.article import Article
from tocsin.settings_services import KafkaSettings, ProcessSettings


def main(service: str, options: dict[str, Any]) -> None:
    logging.configure("info", "json")
    given = {"bootstrap": options["bootstrap"], "session_timeout_s": 2.0, **options.get("kafka", {})}
    kafka = KafkaSettings.model_validate(given)
    process = ProcessSettings(**options.get("process", {}))
    faust = {"broker_commit_interval": 0.3, **options.get("faust", {})}
    with reported():
        if service == "classify":
            run_classify(lambda article: _classify(article, options), kafka, process, **faust)
        else:
            crash = _Crash(options.get("crash_at"), options.get("crash_after", 1))
            run_deduplicate(Deduplicator.restore, kafka, process, crash, **faust)


def _classify(article: Article, options: dict[str, Any]) -> fault_corpus.Classified:
    if article.id.endswith(options.get("defect", "no such end")):
        raise ValueError("a defect, to be mended")
    if article.id == options.get("slow_article") or options.get("slow_article") == "*":
        time.sleep(options["slow_s"])
    return fault_corpus.classify(article)


class _Crash:
    """Ends the process, as kill -9 would, before the named step's given pass."""

    def __init__(self, step: str | None, after: int) -> None:
        self._step, self._left = step, after

    def __call__(self, step: str) -> None:
        if step == self._step:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
