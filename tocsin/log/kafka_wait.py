"""Opening a producer or consumer while the broker may be away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from tocsin import logging
from tocsin.log.port import LogUnavailable

T = TypeVar("T")
_RETRY_S = 1.0


def opened(make: Callable[[], T], stop: threading.Event) -> T | None:
    """What `make` gives, tried until the broker is there; None if told to stop before. Raises `LogMisconfigured`."""
    told = False
    while not stop.is_set():
        try:
            return make()
        except LogUnavailable as error:
            if not told:
                logging.get("kafka").warning("waits for the broker", problem=str(error))
            told = True
        stop.wait(_RETRY_S)
    return None
