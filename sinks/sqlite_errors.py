"""SQLite's errors as the sink port's; the log's reading of them is the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sinks.port import StoreError, StoreMisconfigured, StoreUnavailable
from tocsin.log.port import LogFull, LogMisconfigured, LogUnavailable
from tocsin.log.sqlite_errors import typed


@contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """Raise what SQLite says of `path` as a `StoreError`."""
    try:
        yield
    except sqlite3.Error as error:
        told = typed(error, path)
        if isinstance(told, LogFull | LogUnavailable):
            raise StoreUnavailable(str(told)) from error
        if isinstance(told, LogMisconfigured):
            raise StoreMisconfigured(str(told)) from error
        raise StoreError(str(told)) from error
