"""`tocsin sink postgres` in a process of its own that dies between store and offset: `sink_worker.py JSON`.

JSON: `bootstrap`, `dsn`, `crash_after`: the number of stored batches before kill -9, 0 for never.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping

from sinks.runner import SinkRunner
from tocsin import logging
from tocsin.log.port import Partition
from tocsin.production.sink import make_sinks, on_kafka, run_sinks
from tocsin.settings import Settings


def main(options: dict[str, object]) -> None:
    logging.configure("info", "json")
    settings = Settings.model_validate(
        {
            "kafka": {"bootstrap": options["bootstrap"], "session_timeout_s": 2.0},
            "postgres": {"dsn": options["dsn"]},
            "sink": {"batch_records": 50, "batch_seconds": 0.2},
        }
    )
    left = [int(str(options["crash_after"]))]
    commit = SinkRunner._commit

    def dying(runner: SinkRunner) -> Mapping[Partition, int]:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return commit(runner)

    SinkRunner._commit = dying  # type: ignore[method-assign]
    run_sinks(make_sinks("postgres", settings), settings, on_kafka(settings))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
