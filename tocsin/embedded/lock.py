"""One run per data directory: a lock that the kernel lets go of when the process ends, however it ends."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

from tocsin.errors import UserError
from tocsin.log.port import LogFull


class DataDirectory:
    """Makes and holds `path`. Raises `UserError` if it cannot be used or another run holds it, `LogFull`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(path / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise LogFull(f"no room left in {path}: free some disk space and start again") from error
            problem = f"the data directory {path} cannot be used ({error.strerror})"
            raise UserError(problem, "make it writable or choose another with --data") from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._lock)
            problem = f"another tocsin works in {path}"
            raise UserError(problem, "stop it, or choose another directory with --data") from error

    @property
    def log(self) -> Path:
        return self.path / "log.sqlite"

    @property
    def producer_state(self) -> Path:
        return self.path / "producer.sqlite"

    @property
    def store(self) -> Path:
        return self.path / "incidents.sqlite"

    def release(self) -> None:
        os.close(self._lock)
