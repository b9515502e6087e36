"""`revisions/day=2026-03-01/incidents-3-100-199.parquet`: partition 3, the first and last offset in the file.

A file is written beside its place, made durable, and renamed into it. One writer at a time (a lock on the folder), so
that a sink that lost its partition and does not know it yet cannot store what its successor has.

Raises `StoreUnavailable` for a full disk, `StoreMisconfigured` for a path that cannot be had.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sinks.port import StoreMisconfigured, StoreUnavailable

_NAME = re.compile(r"incidents-(\d+)-(\d+)-(\d+)\.parquet")
_OURS_TO_MEND = {errno.EACCES, errno.EPERM, errno.ENOTDIR, errno.EEXIST, errno.EROFS, errno.ENAMETOOLONG}


@dataclass(frozen=True, slots=True, order=True)
class Part:
    """A file in its place."""

    day: str
    partition: int
    first: int
    last: int

    @property
    def name(self) -> str:
        return f"incidents-{self.partition}-{self.first}-{self.last}.parquet"

    def overlaps(self, other: Part) -> bool:
        same = (self.day, self.partition) == (other.day, other.partition)
        return same and self.first <= other.last and other.first <= self.last

    def holds(self, other: Part) -> bool:
        return self.overlaps(other) and self.first <= other.first and other.last <= self.last


class Folder:
    def __init__(self, path: Path) -> None:
        self.path = path / "revisions"
        with _typed_errors(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            for left in self.path.glob("day=*/*.tmp"):
                left.unlink(missing_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        with _typed_errors(self.path), (self.path.parent / "lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def days(self) -> list[str]:
        return sorted(p.name.removeprefix("day=") for p in self.path.glob("day=*") if p.is_dir())

    def parts(self, day: str) -> list[Part]:
        """Those of a day, in order."""
        folder = self.path / f"day={day}"
        names = [_NAME.fullmatch(file.name) for file in folder.iterdir()] if folder.is_dir() else []
        return sorted(Part(day, *map(int, found.groups())) for found in names if found)

    def file(self, part: Part) -> Path:
        return self.path / f"day={part.day}" / part.name

    def put(self, part: Part, write: Callable[[Path], None]) -> None:
        """`write` fills the file that is then renamed into its place."""
        place = self.file(part)
        place.parent.mkdir(exist_ok=True)
        beside = place.with_suffix(".tmp")
        try:
            write(beside)
            _sync(beside)
            beside.rename(place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        _sync(place.parent)
        _sync(self.path)

    def remove(self, part: Part) -> None:
        self.file(part).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _typed_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        told = f"{path}: {error.strerror or error}"
        if error.errno in _OURS_TO_MEND:
            raise StoreMisconfigured(told, "choose another sink.parquet folder") from error
        raise StoreUnavailable(told) from error
