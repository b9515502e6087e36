"""Deduplicate: accounts in, incident revisions out. Pure: no clock, no I/O; the same messages give the same bytes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from processors.deduplicate.candidates import Index
from processors.deduplicate.corrections import CorrectionRefused, correct
from processors.deduplicate.edits import is_known, take
from processors.deduplicate.settle import settle
from processors.deduplicate.state import State
from processors.deduplicate.work import Memory, Work, recall
from tocsin.contract.incident import AccountRef, Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Correction


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one message came to. `writes` are the state's changes, to be kept all or none; None deletes the key."""

    revisions: tuple[Incident, ...] = ()
    rejections: tuple[Rejections, ...] = ()
    writes: Mapping[str, bytes | None] = field(default_factory=dict)


class Deduplicator:
    """All incidents in memory, and what finds them."""

    def __init__(self, index: Index | None = None) -> None:
        """`index`: another way to find candidates (the benchmark's compares with all)."""
        self._memory = Memory(State(), index or Index())

    @classmethod
    def restore(cls, items: Iterable[tuple[str, bytes]]) -> Deduplicator:
        """From the kept writes. Raises msgspec.ValidationError for a state that this version cannot read."""
        made = cls()
        made._memory = recall(State(items))
        gc.freeze()  # what is remembered is no garbage: a full collection need not walk through it
        return made

    def size(self) -> tuple[int, int]:
        """Keys and bytes of the kept state."""
        return self._memory.state.size()

    def apply(self, message: Account | Correction) -> Outcome:
        """Take in one message, whole or, if it raises, not at all.

        Raises `CorrectionRefused` for a correction that cannot be carried out.
        """
        try:
            work = self._correct(message) if isinstance(message, Correction) else self._account(message)
        except CorrectionRefused:  # refused before anything was done
            self._memory.state.discard()
            raise
        except BaseException:
            self._memory.state.discard()
            self._memory = recall(self._memory.state)
            raise
        if work is None:
            return Outcome()
        work.state.put_meta(work.meta)
        return Outcome(tuple(work.revisions), tuple(work.rejections), work.state.commit())

    def _account(self, account: Account) -> Work | None:
        memory, ref = self._memory, account.article
        if is_known(memory.state.article(ref.id), account):
            return None
        cause = AccountRef(article=ref.id, version=ref.version)
        work = Work(memory, memory.state.meta(), cause, account.rules_version)
        take(work, account)
        settle(work)
        return work

    def _correct(self, correction: Correction) -> Work | None:
        memory = self._memory
        work = Work(memory, memory.state.meta(), AccountRef(correction=correction.id), correction.rules_version)
        work.reason = f"{correction.author}: {correction.reason}"
        if not correct(work, correction):
            return None
        settle(work)
        return work
