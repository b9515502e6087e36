"""One service as one process: health first, then the broker, then Faust until a signal or an error ends it.

SIGTERM ends it within 30 s and with 0; a second one at once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

import faust

from processors.services.careful import CarefulApp
from processors.services.health import serve
from processors.services.service import Service
from processors.services.stage import Stage
from processors.services.status import Status
from tocsin.health import start_watchdog, tell_build
from tocsin.logging import take_libraries
from tocsin.settings_services import ProcessSettings

GRACE_S = 15.0
"""A broker that is away can hold Faust's farewell up; what is unfinished is delivered again anyway."""
_FORCED = 1


class _Worker(faust.Worker):
    _asked = False

    def _schedule_shutdown(self, signal: signal.Signals) -> None:
        if self._asked:
            os._exit(_FORCED)
        self._asked = True
        farewell = threading.Timer(GRACE_S, lambda: os._exit(0))
        farewell.daemon = True
        farewell.start()
        super()._schedule_shutdown(signal)


def run(app: CarefulApp, stage: Stage, status: Status, process: ProcessSettings) -> None:
    """Returns after SIGTERM or SIGINT. Raises what ended the stage."""
    take_libraries()
    logging.getLogger("mode.timers").setLevel(logging.ERROR)  # a late commit timer is no news while a batch is read
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    tell_build()
    start_watchdog(lambda: status.alive)
    if process.health_port is not None:
        loop.run_until_complete(serve(status, process.health_host, process.health_port))
    if not _until_signal(loop, stage.start()):
        return
    service = Service(app, stage, status, process.batch_records)
    worker = _Worker(app, loop=loop, override_logging=False, quiet=True, redirect_stdouts=False)
    code: Any = 0
    try:
        worker.execute_from_commandline()
    except SystemExit as stopped:
        code = stopped.code
    if service.failure is not None:
        raise service.failure
    if code:
        raise SystemExit(code)


def _until_signal(loop: asyncio.AbstractEventLoop, starting: Coroutine[Any, Any, None]) -> bool:
    """Whether `starting` ended before a signal did."""
    task = loop.create_task(starting)
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, task.cancel)
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(task)
        return True
    return False
