"""A revision as a row: the store's columns of `incidents` and `revisions` (docs/store.md), with Arrow's types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from sinks import rows
from sinks.rows import Row
from tocsin.contract.codec import rfc3339
from tocsin.contract.envelope import header, open_message
from tocsin.contract.fields import TOLL_KINDS
from tocsin.contract.identity import event_id
from tocsin.contract.incident import Incident
from tocsin.log.port import Delivered

_TIME = pa.timestamp("us", "UTC")
_TEXT, _NUMBER, _REAL = pa.string(), pa.int64(), pa.float64()
_TYPES: dict[str, pa.DataType] = {
    "incident_id": _TEXT, "revision": _NUMBER, "caused_at": _TIME, "change": _TEXT, "reason": _TEXT,
    "article_id": _TEXT, "article_version": _NUMBER, "correction_id": _TEXT, "status": _TEXT, "type": _TEXT,
    "headline": _TEXT, "severity": _NUMBER, "confirmation": _TEXT, "country": _TEXT, "admin1": _TEXT, "city": _TEXT,
    "place": _TEXT, "geonames_id": _NUMBER, "latitude": _REAL, "longitude": _REAL, "radius_km": _REAL,
    "place_precision": _TEXT, "date": pa.date32(), "part_of_day": _TEXT, "when_start": _TIME, "when_end": _TIME,
    "time_precision": _TEXT,
    **{f"{kind}_{bound}": _NUMBER for kind in TOLL_KINDS for bound in ("min", "best", "max")},
    "articles": _NUMBER, "publishers": _NUMBER, "independent_origins": _NUMBER, "first_reported_at": _TIME,
    "last_reported_at": _TIME, "merged_into": _TEXT, "split_from": _TEXT, "rules_version": _TEXT,
    "fields": _TEXT, "body": _TEXT, "event_id": _TEXT, "log_partition": _NUMBER, "log_offset": _NUMBER,
}  # fmt: skip
SCHEMA = pa.schema(_TYPES)


def row(record: Delivered) -> Row:
    """Raises `ContractError`."""
    incident = open_message(Incident, record.message)
    body, caused_at = record.message.value.decode(), header(record.message, "ce_time")
    caused_at = caused_at or rfc3339(incident.last_reported_at)
    made = rows.incident_row(incident, body) | rows.revision_row(incident, body, caused_at)
    made |= {
        "event_id": header(record.message, "ce_id") or event_id("incident", incident.id, incident.revision),
        "log_partition": record.partition.number,
        "log_offset": record.offset,
    }
    return {name: made[name] for name in _TYPES}


def day(made: Row) -> str:
    """The UTC day of its cause, `2026-03-01`: the same whenever the record comes again."""
    return datetime.fromisoformat(str(made["caused_at"])).date().isoformat()


def table(made: Sequence[Row]) -> pa.Table:
    """Raises pa.ArrowInvalid or OverflowError for a value that its column cannot hold."""
    arrays = []
    for name, kind in _TYPES.items():
        values = [one[name] for one in made]
        textual = pa.types.is_timestamp(kind) or pa.types.is_date(kind)
        arrays.append(pa.array(values, _TEXT).cast(kind) if textual else pa.array(values, kind))
    return pa.Table.from_arrays(arrays, schema=SCHEMA)
