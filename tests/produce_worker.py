"""`tocsin produce` in a process of its own that dies between the broker's acknowledgement and its own memory of it.

`options`: `bootstrap`; `feeds`, the list; `data`, the folder of its memory; `crash_after`: at which batch it dies, 0
for never; `pause_s`: how long it then thinks before it goes on with the next.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from producers.feedlist import load_feeds
from producers.settings import PollSettings
from producers.state import ProducerState
from producers.state_schema import Pending
from tocsin import logging
from tocsin.cli.main import reported
from tocsin.production import produce
from tocsin.settings import Settings


def main(options: dict[str, Any]) -> None:
    logging.configure("info", "json")
    given = {"bootstrap": options["bootstrap"], **options.get("kafka", {})}
    poll = {"allow_loopback": True, "spacing_s": 0, "min_interval_s": 1, "max_interval_s": 2}
    settings = Settings.model_validate({"kafka": given, "poll": poll})
    polling_of = produce.polling_of

    def at_once(settings: Settings) -> PollSettings:
        return replace(polling_of(settings), start_spread_s=0.0, parse_workers=0)

    produce.polling_of = at_once
    _die_at(options.get("crash_after", 0), options.get("pause_s", 0.0))
    data = Path(options["data"])
    data.mkdir(exist_ok=True)
    with reported():
        produce.produce(settings, load_feeds(Path(options["feeds"])), data / "producer.sqlite")


def _die_at(batch: int, pause_s: float) -> None:
    left = [batch]
    acknowledged = ProducerState.acknowledged

    def dying(state: ProducerState, pending: Iterable[Pending]) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        acknowledged(state, pending)
        time.sleep(pause_s)

    ProducerState.acknowledged = dying  # type: ignore[method-assign]
