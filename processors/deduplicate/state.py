"""The remembered records with the writes of the account in hand laid over them: all of them become true, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from processors.deduplicate.records import (
    META,
    ArticleRecord,
    IncidentRecord,
    Meta,
    ReportRecord,
    pack,
    unpack,
)


class State:
    """Key to bytes. What is written stays an overlay until `commit`; `discard` forgets it."""

    def __init__(self, items: Iterable[tuple[str, bytes]] = ()) -> None:
        self._held: dict[str, bytes] = dict(items)
        self._writes: dict[str, bytes | None] = {}

    def meta(self) -> Meta:
        data = self._get(META)
        return unpack(Meta, data) if data else Meta()

    def article(self, article: str) -> ArticleRecord | None:
        data = self._get(f"a/{article}")
        return unpack(ArticleRecord, data) if data else None

    def report(self, report: str) -> ReportRecord:
        """Raises KeyError if no such report is held."""
        data = self._get(f"r/{report}")
        if data is None:
            raise KeyError(report)
        return unpack(ReportRecord, data)

    def incident(self, incident: str) -> IncidentRecord | None:
        data = self._get(f"i/{incident}")
        return unpack(IncidentRecord, data) if data else None

    def incidents(self) -> Iterator[IncidentRecord]:
        """All that is committed, in no stated order."""
        return (unpack(IncidentRecord, data) for key, data in self._held.items() if key.startswith("i/"))

    def articles(self) -> Iterator[ArticleRecord]:
        return (unpack(ArticleRecord, data) for key, data in self._held.items() if key.startswith("a/"))

    def put_meta(self, meta: Meta) -> None:
        self._put(META, pack(meta))

    def put_article(self, record: ArticleRecord) -> None:
        self._put(f"a/{record.ref.id}", pack(record))

    def put_report(self, record: ReportRecord) -> None:
        self._put(f"r/{record.report.id}", pack(record))

    def put_incident(self, record: IncidentRecord) -> None:
        self._put(f"i/{record.id}", pack(record))

    def drop_report(self, report: str) -> None:
        self._put(f"r/{report}", None)

    def drop_article(self, article: str) -> None:
        self._put(f"a/{article}", None)

    def drop_incident(self, incident: str) -> None:
        self._put(f"i/{incident}", None)

    def commit(self) -> dict[str, bytes | None]:
        """Make the overlay true; returns it in key order, without writes that change nothing."""
        writes = {k: v for k, v in sorted(self._writes.items()) if self._held.get(k) != v}
        for key, value in writes.items():
            if value is None:
                del self._held[key]
            else:
                self._held[key] = value
        self._writes = {}
        return writes

    def discard(self) -> None:
        self._writes = {}

    def _get(self, key: str) -> bytes | None:
        return self._writes[key] if key in self._writes else self._held.get(key)

    def _put(self, key: str, value: bytes | None) -> None:
        self._writes[key] = value
