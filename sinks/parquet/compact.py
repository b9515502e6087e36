"""Many small files of a day into one. The caller holds the folder's lock.

The new file is in its place before the old ones go; a kill between leaves files whose rows another one has, which
`clear` removes at the next start. A query that keeps one row per incident and revision does not notice.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from sinks.parquet.columns import SCHEMA
from sinks.parquet.folder import Folder, Part

_FILES = 16  # so many small ones are read by a query in the time of one large one, about
_SMALL_BYTES = 8 * 1024 * 1024


def compact(folder: Folder, day: str, partition: int) -> None:
    small = [
        part
        for part in folder.parts(day)
        if part.partition == partition and folder.file(part).stat().st_size < _SMALL_BYTES
    ]
    if len(small) < _FILES:
        return
    merged = Part(day, partition, min(p.first for p in small), max(p.last for p in small))
    folder.put(merged, lambda path: _merge(folder, small, path))
    for part in small:
        if part != merged:
            folder.remove(part)


def clear(folder: Folder) -> None:
    """Remove files all of whose rows stand in a larger one."""
    for day in folder.days():
        parts = folder.parts(day)
        for part in parts:
            larger = [other for other in parts if other != part and other.holds(part)]
            if any(_offsets(folder, part) <= _offsets(folder, other) for other in larger):
                folder.remove(part)
                parts = [other for other in parts if other != part]


def _offsets(folder: Folder, part: Part) -> set[int]:
    return set(pq.read_table(folder.file(part), columns=["log_offset"], partitioning=None)["log_offset"].to_pylist())


def _merge(folder: Folder, parts: list[Part], path: Path) -> None:
    with pq.ParquetWriter(path, SCHEMA, compression="zstd") as writer:
        for part in parts:
            writer.write_table(pq.read_table(folder.file(part), schema=SCHEMA, partitioning=None))
