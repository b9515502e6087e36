"""Log lines: structlog, on stderr, one object a line or readable on a terminal. Secrets never get through; what
repeats is sampled; lines of libraries take the same way.
"""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

from tocsin.log_repeats import Repeats

HIDDEN = "***"
_SECRET_NAME = re.compile(r"pass(word|wd|phrase)|secret|token|api_?key|authorization|credential|cookie", re.IGNORECASE)
_URL_CREDENTIALS = re.compile(r"\b([a-z][a-z0-9+.\-]*://)[^\s/@]+@", re.IGNORECASE)
_QUERY_SECRET = re.compile(r"([?&;](?:[\w\-]*(?:key|token|secret|password|auth|sig)[\w\-]*)=)[^&\s\"']+", re.IGNORECASE)
_HEADER = re.compile(r"\b(bearer|basic)\s+[\w.~+/=\-]{8,}", re.IGNORECASE)


def configure(level: str, form: Literal["auto", "console", "json"]) -> None:
    """Set up once, at the start of a process."""
    console = form == "console" or (form == "auto" and sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _sampled,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            scrub,
            structlog.dev.ConsoleRenderer() if console else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # stderr as it is when the line is written
        cache_logger_on_first_use=False,  # tests and `run` configure again
    )


def take_libraries(level: str = "warning") -> None:
    """Lines of the libraries' loggers (the standard library's `logging`), from `level` on, go the same way as ours."""
    logging.basicConfig(level=level.upper(), handlers=[_Library()], force=True)
    for name in (
        "kafka.net.selector",
        "kafka.cluster",
    ):  # tell of each tenth of a second and each client that is closed
        logging.getLogger(name).setLevel(logging.CRITICAL)


class _Library(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        tell = getattr(get(record.name), record.levelname.lower(), None) or get(record.name).error
        tell(record.getMessage(), exc_info=record.exc_info or None)


_REPEATS = Repeats()


def _sampled(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: warnings and errors of one kind, a few a minute; `repeats` counts those left out."""
    if event["level"] not in ("warning", "error"):
        return event
    left_out = _REPEATS.take((event.get("part"), event["event"], event["level"]), time.monotonic())
    if left_out is None:
        raise structlog.DropEvent
    return {**event, "repeats": left_out} if left_out else event


def get(name: str) -> Any:
    """A logger whose lines carry `part=name`; made at import, it takes its form from `configure` when it writes."""
    return structlog.get_logger(part=name)


def scrub(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: hide values under secret names, and secrets inside any text."""
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: str, value: object) -> object:
    if _SECRET_NAME.search(name):
        return HIDDEN
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, dict):
        return {key: _clean(str(key), inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean("", inner) for inner in value]
    return value


def clean_text(text: str) -> str:
    """`text` without URL credentials, secret query parameters and authorization values."""
    text = _URL_CREDENTIALS.sub(rf"\1{HIDDEN}@", text)
    text = _QUERY_SECRET.sub(rf"\1{HIDDEN}", text)
    return _HEADER.sub(rf"\1 {HIDDEN}", text)
