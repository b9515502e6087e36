"""Parquet as a sink.

Exactly once into files, whatever was killed: a record is stored if a file of its day and partition holds its offset.
`flush` asks the files whose range meets the batch's, and writes what is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from sinks.parquet import columns, compact
from sinks.parquet.folder import Folder, Part
from sinks.port import StoreMisconfigured, StoreRefused
from sinks.rows import Row
from tocsin import topics
from tocsin.log.port import Delivered

_Group = tuple[str, int]
_OF_A_RECORD = (pa.ArrowInvalid, OverflowError)


class ParquetSink:
    """Raises `StoreMisconfigured` for a folder that cannot be had."""

    name = "parquet"
    topics: tuple[str, ...] = (topics.INCIDENTS.name,)

    def __init__(self, path: Path) -> None:
        self._folder = Folder(path)
        self._waiting: list[tuple[Delivered, Row]] = []
        with self._folder.locked():
            compact.clear(self._folder)

    def add(self, record: Delivered) -> None:
        self._waiting.append((record, columns.row(record)))

    def flush(self) -> None:
        groups: dict[_Group, dict[int, Row]] = defaultdict(dict)
        for record, row in self._waiting:
            groups[columns.day(row), record.partition.number][record.offset] = row
        try:
            tables = {group: columns.table([rows[o] for o in sorted(rows)]) for group, rows in groups.items()}
        except _OF_A_RECORD:
            self._refuse()
        with self._folder.locked():
            for (day, partition), rows in groups.items():
                self._store(day, partition, rows, tables[day, partition])
        self._waiting.clear()

    def close(self) -> None:
        """Holds nothing open."""

    def _store(self, day: str, partition: int, rows: Mapping[int, Row], table: pa.Table) -> None:
        stored = self._stored(Part(day, partition, min(rows), max(rows)))
        for offset in stored.keys() & rows.keys():
            if stored[offset] != rows[offset]["event_id"]:
                raise StoreMisconfigured(
                    f"{self._folder.path} holds another event at offset {offset}: it was filled from another log",
                    "choose another sink.parquet folder",
                )
        missing = sorted(rows.keys() - stored.keys())
        if not missing:
            return
        if stored:
            table = columns.table([rows[offset] for offset in missing])
        part = Part(day, partition, missing[0], missing[-1])
        self._folder.put(part, lambda path: pq.write_table(table, path, compression="zstd"))
        compact.compact(self._folder, day, partition)

    def _stored(self, range_: Part) -> dict[int, str]:
        """Offset to event id of what the files whose range meets this one hold."""
        found: dict[int, str] = {}
        for part in self._folder.parts(range_.day):
            if part.overlaps(range_):
                held = pq.read_table(self._folder.file(part), columns=["log_offset", "event_id"], partitioning=None)
                found.update(zip(held["log_offset"].to_pylist(), held["event_id"].to_pylist(), strict=True))
        return found

    def _refuse(self) -> None:
        refused: dict[Delivered, str] = {}
        for record, row in self._waiting:
            try:
                columns.table([row])
            except _OF_A_RECORD as error:
                refused[record] = f"Parquet: {error}"
        self._waiting = [(record, row) for record, row in self._waiting if record not in refused]
        raise StoreRefused(refused)
