"""One service in a process of its own, over the fast core of the fault tests: `fault_worker.py SERVICE JSON`.

JSON: `bootstrap`; `process` and `faust` options; `crash_at` a step and `crash_after` how many passes of it; `slow_s`
and `slow_article`: a core that takes its time over one article.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import Any

import fault_corpus

from processors.deduplicate.core import Deduplicator
from processors.services.build import run_classify, run_deduplicate
from tocsin import logging
from tocsin.contract.article import Article
from tocsin.settings_services import KafkaSettings, ProcessSettings


def main(service: str, options: dict[str, Any]) -> None:
    logging.configure("info", "json")
    kafka = KafkaSettings(bootstrap=options["bootstrap"], session_timeout_s=2.0)
    process = ProcessSettings(**options.get("process", {}))
    faust = {"broker_commit_interval": 0.3, **options.get("faust", {})}
    if service == "classify":
        run_classify(lambda article: _classify(article, options), kafka, process, **faust)
    else:
        crash = _Crash(options.get("crash_at"), options.get("crash_after", 1))
        run_deduplicate(Deduplicator.restore, kafka, process, crash, **faust)


def _classify(article: Article, options: dict[str, Any]) -> fault_corpus.Classified:
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


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
