"""A producer by itself, to be killed: polls a feed list into an embedded log until all feeds were polled once more.

Arguments: the feed list, the data directory, `finish` to end after one more round.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from producers.feedlist import load_feeds
from producers.poller import Poller
from producers.settings import FetchSettings, PollSettings
from producers.state import ProducerState
from tocsin.log.sqlite import SqliteLog


def main() -> None:
    feeds, data, finish = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] == ["finish"]
    data.mkdir(exist_ok=True)
    settings = PollSettings(
        fetch=FetchSettings(allow_loopback=True), spacing_s=0.0, start_spread_s=0.0, parse_workers=0
    )
    log = SqliteLog(data / "log.sqlite")
    with ProducerState(data / "producer.sqlite") as state:
        poller = Poller(load_feeds(feeds), state, log.producer(), settings)
        if finish:
            poller.request_last_round()
        asyncio.run(poller.run())
    log.close()


main()
