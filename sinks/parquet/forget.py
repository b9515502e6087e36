"""An article's words out of the Parquet files (`tocsin forget`). Each file that names it is replaced by one without."""

from __future__ import annotations

from collections.abc import Set
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sinks.parquet.columns import SCHEMA
from sinks.parquet.folder import Folder
from tocsin.contract import redact
from tocsin.contract.codec import decode, encode
from tocsin.contract.incident import Incident


def forget(path: Path, article: str, reports: Set[str], words: Set[str]) -> int:
    """How many files were replaced. Raises `StoreError`."""
    folder, count = Folder(path), 0
    with folder.locked():
        for day in folder.days():
            for part in folder.parts(day):
                table = pq.read_table(folder.file(part), schema=SCHEMA, partitioning=None)
                if pc.any(pc.match_substring(table["body"], article)).as_py():
                    bare = _bare(table, article, reports, words)
                    folder.put(part, partial(pq.write_table, bare, compression="zstd"))
                    count += 1
    return count


def _bare(table: pa.Table, article: str, reports: Set[str], words: Set[str]) -> pa.Table:
    told = [redact.incident(decode(Incident, b.encode()), {article: reports}, words) for b in table["body"].to_pylist()]
    for name, values in (
        ("body", [encode(incident).decode() for incident in told]),
        ("fields", [encode(incident.change.fields).decode() for incident in told]),
    ):
        table = table.set_column(table.schema.get_field_index(name), name, pa.array(values, pa.string()))
    return table
