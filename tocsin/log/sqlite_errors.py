"""SQLite's errors as the log port's."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.log.port import LogError, LogFull, LogMisconfigured, LogUnavailable

_WAITING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT, sqlite3.SQLITE_NOMEM}
_WRONG = {
    sqlite3.SQLITE_READONLY: "cannot be written",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_PERM: "cannot be accessed",
    sqlite3.SQLITE_AUTH: "cannot be accessed",
    sqlite3.SQLITE_NOTADB: "is not a SQLite file",
    sqlite3.SQLITE_CORRUPT: "is damaged",
}
_LEAST_FREE_BYTES = 64 * 1024
"""Below this a failed write or a file that cannot be made (-wal, -shm) means a full disk, whatever SQLite calls it:
a new shared-memory index alone takes 32 kB."""


@contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """Raise what SQLite says of `path` as a `LogError`."""
    try:
        yield
    except sqlite3.Error as error:
        raise typed(error, path) from error


def typed(error: sqlite3.Error, path: Path) -> LogError:
    """The port's error for SQLite's. Primary result codes are the low byte: https://sqlite.org/rescode.html"""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    full = LogFull(f"no room left for {path}: free some disk space; nothing is lost")
    if code == sqlite3.SQLITE_FULL:
        return full
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _disk_is_full(path):
        return full
    if code == sqlite3.SQLITE_IOERR and getattr(error, "sqlite_errorname", "") == "SQLITE_IOERR_WRITE":
        return full  # a quota or a file-size limit: EDQUOT and EFBIG, which SQLite does not tell from others
    if code in _WAITING or code == sqlite3.SQLITE_IOERR:
        return LogUnavailable(f"{path} is not available now: {error}")
    if code in _WRONG:
        return LogMisconfigured(f"{path} {_WRONG[code]}", _remedy(path))
    return LogError(f"{path}: {error}")


def _disk_is_full(path: Path) -> bool:
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return False
    no_files = disk.f_files > 0 and disk.f_favail == 0
    return disk.f_bavail * disk.f_frsize < _LEAST_FREE_BYTES or no_files


def _remedy(path: Path) -> str:
    if not path.parent.is_dir():
        return f"{path.parent} is not a directory: choose another with --data"
    if not os.access(path.parent, os.W_OK):
        return f"{path.parent} is read-only: make it writable or choose another with --data"
    return "check the file's owner and mode, or choose another directory with --data"
