"""What deduplicate remembers, as the shells persist it: one small record a key, msgpack.

meta            the clock and the next sequence number
a/<article id>  the newest account held of an article
r/<report id>   one report in a ledger
i/<incident id> one incident: its ledger's report ids, its revision, what hands decided, what was last published
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from tocsin.contract.article import ArticleRef
from tocsin.contract.incident import Incident
from tocsin.contract.report import Report
from tocsin.contract.vocabulary import Status

META = "meta"


class Meta(msgspec.Struct, array_like=True, frozen=True):
    """`now_ms`: the largest `fetched_at` applied (Unix, ms). `next_seq`: for the next incident opened."""

    now_ms: int = 0
    next_seq: int = 1


class ArticleRecord(msgspec.Struct, array_like=True):
    """`reports` maps report id to incident id, "" if it was rejected as after close.

    `text_family` is the id of the first article held whose text this one copies, its own if it copies none.
    `taken_ms`: the clock when it was taken in, later than its `fetched_at` for a backlog (Unix, ms).
    """

    ref: ArticleRef
    text_family: str
    reports: dict[str, str]
    taken_ms: int = 0

    @property
    def known_ms(self) -> int:
        """Since when it is remembered in this form."""
        return max(self.taken_ms, int(self.ref.fetched_at.timestamp() * 1000))


class ReportRecord(msgspec.Struct, array_like=True):
    """`seq` orders the ledger. `by_hand`: a person put it where it is."""

    report: Report
    article: str
    version: int
    rules_version: str
    seq: int
    score: float | None = None
    features: dict[str, float] = {}
    by_hand: bool = False


class Pin(msgspec.Struct, array_like=True):
    """A field held by hand: the dotted path and its JSON value."""

    field: str
    value: bytes
    correction: str


class IncidentRecord(msgspec.Struct, array_like=True):
    """`seq`: the order of opening, smaller is older. `last_ms`: `fetched_at` of its last account (Unix, ms).

    `joined`: ids of incidents that went into this one, each with the report ids it brought.
    `apart`: incidents that a person said are others. `glued`: merged by hand, never split by itself.
    `corrections`: ids of those applied, so that one delivered twice is applied once.
    `taken_ms`: the clock when its last account was taken in, later than `last_ms` for a backlog.
    """

    id: str
    seq: int
    status: Status
    revision: int
    last_ms: int
    reports: list[str]
    published: Incident | None = None
    merged_into: str | None = None
    split_from: str | None = None
    supersedes: list[str] = []
    joined: dict[str, list[str]] = {}
    apart: list[str] = []
    glued: list[str] = []
    pins: list[Pin] = []
    corrections: list[str] = []
    retracted_by_hand: bool = False
    taken_ms: int = 0


class _Age(msgspec.Struct, array_like=True):
    """The beginning of an `IncidentRecord`."""

    id: str
    seq: int


Record = TypeVar("Record", Meta, ArticleRecord, ReportRecord, IncidentRecord)
_encoder = msgspec.msgpack.Encoder()
_decoders: dict[type[Any], msgspec.msgpack.Decoder[Any]] = {
    kind: msgspec.msgpack.Decoder(kind) for kind in (Meta, ArticleRecord, ReportRecord, IncidentRecord)
}


_ages = msgspec.msgpack.Decoder(_Age)


def seq_of(incident: bytes) -> int:
    """Of a packed `IncidentRecord`, without reading the rest of it."""
    return _ages.decode(incident).seq


def pack(record: Meta | ArticleRecord | ReportRecord | IncidentRecord) -> bytes:
    return _encoder.encode(record)


def unpack(kind: type[Record], data: bytes) -> Record:
    """Raises msgspec.ValidationError for a state this version cannot read."""
    value: Record = _decoders[kind].decode(data)
    return value
