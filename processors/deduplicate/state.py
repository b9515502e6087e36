"""The remembered records with the writes of the account in hand laid over them: all of them become true, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processors.deduplicate.records import (
    META,
    ArticleRecord,
    IncidentRecord,
    Meta,
    Record,
    ReportRecord,
    pack,
    seq_of,
    unpack,
)

_MOST_READ = 4096
"""Records kept as read, some 5 kB each: today's news is about the same few incidents."""


class State:
    """Key to bytes. What is put stays an overlay until `commit`; `discard` forgets it.

    A record read twice is one object: who changes it puts it.
    """

    def __init__(self, items: Iterable[tuple[str, bytes]] = ()) -> None:
        self._held: dict[str, bytes] = dict(items)
        self._read: dict[str, Meta | ArticleRecord | ReportRecord | IncidentRecord] = {}
        self._put: dict[str, Meta | ArticleRecord | ReportRecord | IncidentRecord | None] = {}
        self._bytes = sum(len(data) for data in self._held.values())

    def size(self) -> tuple[int, int]:
        """Keys and bytes of what is committed."""
        return len(self._held), self._bytes

    def meta(self) -> Meta:
        return self._get(Meta, META) or Meta()

    def article(self, article: str) -> ArticleRecord | None:
        return self._get(ArticleRecord, f"a/{article}")

    def report(self, report: str) -> ReportRecord:
        """Raises KeyError if no such report is held."""
        record = self._get(ReportRecord, f"r/{report}")
        if record is None:
            raise KeyError(report)
        return record

    def incident(self, incident: str) -> IncidentRecord | None:
        return self._get(IncidentRecord, f"i/{incident}")

    def incidents(self) -> Iterator[IncidentRecord]:
        """All that is committed, in no stated order."""
        return (unpack(IncidentRecord, data) for key, data in self._held.items() if key.startswith("i/"))

    def by_age(self) -> Iterator[IncidentRecord]:
        """All that is committed, the oldest first, read one at a time: all at once they are many times their bytes."""
        keys = [(seq_of(data), key) for key, data in self._held.items() if key.startswith("i/")]
        return (unpack(IncidentRecord, self._held[key]) for _, key in sorted(keys))

    def articles(self) -> Iterator[ArticleRecord]:
        return (unpack(ArticleRecord, data) for key, data in self._held.items() if key.startswith("a/"))

    def put_meta(self, meta: Meta) -> None:
        self._put[META] = meta

    def put_article(self, record: ArticleRecord) -> None:
        self._put[f"a/{record.ref.id}"] = record

    def put_report(self, record: ReportRecord) -> None:
        self._put[f"r/{record.report.id}"] = record

    def put_incident(self, record: IncidentRecord) -> None:
        self._put[f"i/{record.id}"] = record

    def drop_report(self, report: str) -> None:
        self._put[f"r/{report}"] = None

    def drop_article(self, article: str) -> None:
        self._put[f"a/{article}"] = None

    def drop_incident(self, incident: str) -> None:
        self._put[f"i/{incident}"] = None

    def commit(self) -> dict[str, bytes | None]:
        """Make the overlay true; returns it in key order, without writes that change nothing."""
        held, writes = self._held, dict[str, bytes | None]()
        for key, record in sorted(self._put.items(), key=lambda item: item[0]):
            data = None if record is None else pack(record)
            if held.get(key) == data:
                continue
            writes[key] = data
            self._bytes += len(data or b"") - len(held.get(key, b""))
            if record is None or data is None:
                del held[key]
                self._read.pop(key, None)
            else:
                held[key] = data
                self._read[key] = record
        self._put = {}
        self.trim()
        return writes

    def trim(self) -> None:
        """Keep what was read within bounds. Not while records are being changed."""
        if len(self._read) > _MOST_READ:
            self._read = {}

    def discard(self) -> None:
        self._put, self._read = {}, {}

    def _get(self, kind: type[Record], key: str) -> Record | None:
        if key in self._put:
            return self._put[key]  # type: ignore[return-value]
        record = self._read.get(key)
        if record is None:
            data = self._held.get(key)
            if data is None:
                return None
            record = self._read[key] = unpack(kind, data)
        return record  # type: ignore[return-value]
