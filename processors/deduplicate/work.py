"""The account or correction in hand: what its steps share while they work on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from processors.deduplicate.candidates import Index
from processors.deduplicate.copies import Copies
from processors.deduplicate.due import CLOSE_AFTER_MS, FORGET_AFTER_MS, Queue
from processors.deduplicate.ledger import Entry, load
from processors.deduplicate.match import Comparison
from processors.deduplicate.rarity import Idf
from processors.deduplicate.records import IncidentRecord, Meta
from processors.deduplicate.revise import Cause
from processors.deduplicate.standing import Standing, exemplars
from processors.deduplicate.state import State
from processors.deduplicate.view import View, view_of
from tocsin.contract.incident import AccountRef, Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.vocabulary import ChangeKind


@dataclass(slots=True)
class Memory:
    """What lives from account to account: the records, and what is derived from them."""

    state: State
    index: Index = field(default_factory=Index)
    copies: Copies = field(default_factory=Copies)
    queue: Queue = field(default_factory=Queue)


@dataclass(slots=True)
class Work:
    """`touched`: incidents to settle, each with the name of its change where it has one.

    `doubted`: incidents that just got a report unlike some of theirs. `compared`: incident -> the others that a report
    it just got was compared with, and the score.
    """

    memory: Memory
    meta: Meta
    account: AccountRef
    rules_version: str
    reason: str | None = None
    touched: dict[str, ChangeKind | None] = field(default_factory=dict)
    moved_to: dict[str, set[str]] = field(default_factory=dict)
    compared: dict[str, dict[str, float]] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    ledgers: dict[str, tuple[list[str], list[Entry]]] = field(default_factory=dict)
    revisions: list[Incident] = field(default_factory=list)
    rejections: list[Rejections] = field(default_factory=list)
    rarities: Idf | None = None
    comparing: Comparison | None = None
    views: dict[str, View] = field(default_factory=dict)

    def idf(self) -> Idf:
        """The rarity of words as it was when the account came."""
        if self.rarities is None:
            self.rarities = self.memory.index.rarity.now()
        return self.rarities

    def comparison(self) -> Comparison:
        """By the rarity of words as it was when the account came."""
        if self.comparing is None:
            self.comparing = Comparison(self.idf())
        return self.comparing

    @property
    def state(self) -> State:
        return self.memory.state

    @property
    def index(self) -> Index:
        return self.memory.index

    def touch(self, incident: str, kind: ChangeKind | None = None) -> None:
        self.touched[incident] = kind or self.touched.get(incident)

    def cause(self, kind: ChangeKind | None = None, reason: str | None = None) -> Cause:
        return Cause(self.account, self.rules_version, kind, reason or self.reason)

    def ledger(self, record: IncidentRecord) -> list[Entry]:
        """The incident's entries; read once while its reports stay the same."""
        held = self.ledgers.get(record.id)
        if held is None or held[0] != record.reports:
            held = self.ledgers[record.id] = (list(record.reports), load(self.state, record.reports))
        return held[1]

    def stand(self, record: IncidentRecord) -> None:
        stand(self.memory, record, self.ledger(record) if record.reports else [], self.views)

    def views_of(self, record: IncidentRecord, entries: list[Entry]) -> dict[str, View]:
        return views_of(self.memory, record, entries, self.views)

    def next_seq(self) -> int:
        seq = self.meta.next_seq
        self.meta = Meta(self.meta.now_ms, seq + 1)
        return seq

    def incident(self, incident: str) -> IncidentRecord:
        """Raises KeyError if it is not remembered."""
        record = self.state.incident(incident)
        if record is None:
            raise KeyError(incident)
        return record


def stand(
    memory: Memory, record: IncidentRecord, entries: list[Entry] | None = None, made: Mapping[str, View] | None = None
) -> None:  # fmt: skip
    """Put the incident into the index as it now is, or take it out. `made`: views of its reports as far as at hand."""
    attracts = record.status in ("open", "closed") or record.retracted_by_hand
    if not attracts or not record.reports:
        memory.index.drop(record.id)
        return
    ledger = entries if entries is not None else load(memory.state, record.reports)
    chosen = exemplars(ledger, lambda entry: entry.report.primary)
    known = views_of(memory, record, chosen, made or {})
    views = tuple([known[entry.report.id] for entry in chosen])
    memory.index.put(Standing(record.id, record.seq, record.status == "closed", views, bool(record.glued)))


def views_of(
    memory: Memory, record: IncidentRecord, entries: list[Entry], made: Mapping[str, View]
) -> dict[str, View]:  # fmt: skip
    """Report -> view, of the incident's `entries`; those that stand in the index or were `made` are not made again."""
    held = memory.index.get(record.id)
    known = {view.report: view for view in held.views} if held else {}
    return {
        id: known.get(id) or made.get(id) or view_of(entry.report, entry.ref)
        for entry in entries
        if (id := entry.report.id)
    }


def due_ms(record: IncidentRecord) -> int:
    """When the incident's next stage begins: closed if it is open, else forgotten."""
    if record.status == "open":
        return record.last_ms + CLOSE_AFTER_MS
    # from when we heard of it: a backlog of old news is closed as it comes, and may yet be delivered again
    return max(record.last_ms, record.taken_ms) + FORGET_AFTER_MS


def enqueue(memory: Memory, record: IncidentRecord) -> None:
    memory.queue.push(due_ms(record), record.seq, f"i/{record.id}")


def recall(state: State) -> Memory:
    """Index, copies and queue from the records alone."""
    memory = Memory(state)
    for incident in state.by_age():
        stand(memory, incident)
        enqueue(memory, incident)
        state.trim()
    for article in state.articles():
        if article.text_family == article.ref.id and article.ref.text_fingerprint:
            memory.copies.put(article.ref.id, article.ref.text_fingerprint)
        memory.queue.push(article.known_ms + FORGET_AFTER_MS, 0, f"a/{article.ref.id}")
    return memory
