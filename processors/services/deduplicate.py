"""`tocsin process deduplicate`: accounts in, incident revisions out. One is active, others stand by.

For each batch of accounts, in one transaction: the revisions and rejections, the states they leave, the next input
offset. A batch that does not come true is forgotten together with the memory it changed, and read again from the
state topic.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from processors.services.journal import Journal, Lost
from processors.services.poison import PoisonLimit
from processors.services.records import dead_letter, dead_lettered
from processors.services.sending import RETRY_S, Refused
from processors.services.stage import DeadLetterRefused, Halted, StageStopped
from processors.services.state_topic import state_records
from processors.services.status import Status
from tocsin import metrics, topics
from tocsin.contract.envelope import incident_message, open_account, rejections_message
from tocsin.contract.incident import Incident
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account, Correction
from tocsin.embedded.events import Applied, Event, Revised, TurnedAway
from tocsin.embedded.instrument import instrument
from tocsin.log.port import Delivered, Message


class Outcome(Protocol):
    @property
    def revisions(self) -> tuple[Incident, ...]: ...
    @property
    def rejections(self) -> tuple[Rejections, ...]: ...
    @property
    def writes(self) -> Mapping[str, bytes | None]: ...


class Core(Protocol):
    def apply(self, message: Account | Correction) -> Outcome: ...
    def size(self) -> tuple[int, int]: ...


Restore = Callable[[Iterable[tuple[str, bytes]]], Core]
OpenJournal = Callable[[], Awaitable[Journal]]
Load = Callable[[], Awaitable[tuple[dict[str, bytes], int]]]


@dataclass(slots=True)
class _Held:
    """What the active deduplicator has: the right to write, the memory, the next input offset."""

    journal: Journal
    core: Core
    following: int


class DeduplicateStage:
    name = "deduplicate"
    topic = topics.REPORTS.name

    def __init__(
        self,
        restore: Restore,
        reach: Callable[[], Awaitable[None]],
        open_journal: OpenJournal,
        load: Load,
        limit: PoisonLimit,
        status: Status,
    ) -> None:
        self._restore, self._reach, self._open, self._load = restore, reach, open_journal, load
        self._limit, self._status = limit, status
        self._held: _Held | None = None
        self._events: list[Event] = []  # told when what they tell is durable

    async def start(self) -> None:
        """Waits for the broker, no more: only who is dealt the partition may take the journal."""
        await self._reach()

    async def stop(self) -> None:
        await self._let_go()

    async def reaches_broker(self) -> bool:
        return self._held is None or await self._held.journal.reaches_broker()

    async def handle(self, records: Sequence[Delivered], ours: Callable[[], bool]) -> int:
        finished, room = 0, len(records)
        while finished < len(records):
            batch = records[finished : finished + room]
            try:
                held = self._held or await self._take_over()
                await self._one_transaction(held, batch)
            except Halted as halted:
                raise Halted(finished + halted.finished) from halted
            except Lost as lost:
                await self._let_go()
                self._status.trouble("state", str(lost))
                await asyncio.sleep(RETRY_S)
                if not ours():
                    self._status.fine("state")  # another works; standing by needs none
                    return finished
                continue
            except Refused as refused:
                await self._let_go()
                if len(batch) == 1:
                    await self._put_aside(batch[0], refused)
                    finished += 1
                room = 1  # one of the batch is too large: find it
                continue
            finished += len(batch)
        return finished

    async def _take_over(self) -> _Held:
        """First the right to write, then the state: so nobody can add to what was read."""
        journal, begun = await self._open(), time.monotonic()
        metrics.RECOVERING.labels(self.name).set(1)
        try:
            items, following = await self._load()
            core = _uncollected(lambda: self._restore(items.items()))
        except BaseException:
            await journal.close()
            raise
        finally:
            metrics.RECOVERING.labels(self.name).set(0)
        metrics.RECOVERY_SECONDS.labels(self.name).set(time.monotonic() - begun)
        self._held = _Held(journal, core, following)
        metrics.ACTIVE.set(1)
        self._status.fine("state")
        return self._held

    async def _let_go(self) -> None:
        held, self._held = self._held, None
        self._events = []
        if held is not None:
            gc.unfreeze()
            metrics.ACTIVE.set(0)
            await held.journal.close()

    async def _one_transaction(self, held: _Held, batch: Sequence[Delivered]) -> None:
        outputs: list[Message] = []
        writes: dict[str, bytes | None] = {}
        before, taken = held.following, 0
        for record in batch:
            if self._limit.tripped:
                break
            if self._is_next(held, record):
                messages, changed = self._apply(held.core, record)
                outputs += messages
                writes.update(changed)
                held.following = record.offset + 1
            taken += 1
            self._status.beat()
        if held.following > before:
            await held.journal.commit(outputs, state_records(writes, held.following))
            self._tell()
        if taken < len(batch):
            raise Halted(taken)

    def _is_next(self, held: _Held, record: Delivered) -> bool:
        """False for one that the state contains already. Raises `StageStopped` where accounts are missing."""
        if record.offset > held.following and held.following > 0:
            raise StageStopped(
                f"accounts {held.following} to {record.offset - 1} of `reports` are missing;"
                " set the group tocsin-deduplicate back, or restore them"
            )
        return record.offset >= held.following

    def _apply(self, core: Core, record: Delivered) -> tuple[list[Message], Mapping[str, bytes | None]]:
        try:
            message = open_account(record.message)
            outcome = core.apply(message)
            time = message.made_at if isinstance(message, Correction) else message.article.fetched_at
            outputs = [incident_message(revision, time) for revision in outcome.revisions]
            outputs += [rejections_message(rejections, self.name) for rejections in outcome.rejections]
        except Exception as error:  # the error of this message, by rule 3; the core took nothing of it
            return [self._bury(record, error)], {}
        self._limit.note(failed=False)
        cause = None if isinstance(message, Correction) else message.article
        self._events += [Revised(revision, cause) for revision in outcome.revisions]
        self._events += [TurnedAway(rejections) for rejections in outcome.rejections]
        self._events.append(Applied(len(outcome.revisions), *core.size()))
        return outputs, outcome.writes

    async def _put_aside(self, record: Delivered, error: Refused) -> None:
        held = await self._take_over()
        try:
            await held.journal.commit([self._bury(record, error)], state_records({}, record.offset + 1))
        except Refused as refused:
            raise DeadLetterRefused(str(refused)) from refused
        held.following = record.offset + 1
        self._tell()

    def _tell(self) -> None:
        for event in self._events:
            instrument(event)
        self._events = []

    def _bury(self, record: Delivered, error: Exception) -> Message:
        self._limit.note(failed=True)
        self._events.append(dead_lettered(self.name, record, error))
        return dead_letter(self.name, record, error)


def _uncollected(make: Callable[[], Core]) -> Core:
    """What `make` builds lives as long as we do: the collector, which would look at all of it again and again, and
    took a third of a restart's time, is kept from it."""
    gc.disable()
    try:
        return make()
    finally:
        gc.enable()
        gc.freeze()
