"""`tocsin process classify`: articles in, accounts and rejections out. Any number of workers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from processors.services.poison import PoisonLimit
from processors.services.records import dead_letter, dead_lettered
from processors.services.sending import Sender
from processors.services.stage import DeadLetterRefused, Halted
from processors.services.status import Status
from tocsin import topics
from tocsin.contract.article import Article
from tocsin.contract.envelope import account_message, open_message, rejections_message
from tocsin.contract.rejection import Rejections
from tocsin.contract.report import Account
from tocsin.embedded.events import Event, Read
from tocsin.embedded.instrument import instrument
from tocsin.log.port import Delivered, Message


class Classified(Protocol):
    @property
    def account(self) -> Account | None: ...
    @property
    def rejections(self) -> Rejections | None: ...
    @property
    def language(self) -> str | None: ...


Classify = Callable[[Article], Classified]


class ClassifyStage:
    name = "classify"
    topic = topics.ARTICLES.name

    def __init__(self, classify: Classify, sender: Sender, limit: PoisonLimit, status: Status) -> None:
        self._classify, self._sender, self._limit, self._status = classify, sender, limit, status
        self._events: list[Event] = []  # told when what they tell is durable

    async def start(self) -> None:
        await self._sender.start()

    async def stop(self) -> None:
        await self._sender.stop()

    async def reaches_broker(self) -> bool:
        return await self._sender.reaches_broker()

    async def handle(self, records: Sequence[Delivered], _ours: Callable[[], bool]) -> int:
        outputs: list[tuple[Delivered, Message]] = []
        for finished, record in enumerate(records):
            if self._limit.tripped:
                await self._deliver(outputs)
                raise Halted(finished)
            outputs += [(record, message) for message in self._read(record)]
            self._status.beat()
            await asyncio.sleep(0)  # a batch takes seconds; the health port and the consumer want their turn
        await self._deliver(outputs)
        return len(records)

    def _read(self, record: Delivered) -> list[Message]:
        """What the record comes to; for one that cannot be handled, whatever the reason, its dead letter."""
        try:
            article = open_message(Article, record.message)
            outcome = self._classify(article)
            messages = [account_message(outcome.account)] if outcome.account else []
            if outcome.rejections:
                messages.append(rejections_message(outcome.rejections))
        except Exception as error:  # the error of this message, by rule 3
            return [self._bury(record, error)]
        self._limit.note(failed=False)
        self._events.append(Read(article, outcome.account, outcome.rejections, outcome.language))
        return messages

    async def _deliver(self, outputs: list[tuple[Delivered, Message]]) -> None:
        for refused in await self._sender.deliver([message for _, message in outputs]):
            if refused.sent.topic == topics.DEAD_LETTERS.name:
                raise DeadLetterRefused(str(refused))
            record = next(r for r, message in outputs if message is refused.sent)
            if await self._sender.deliver([self._bury(record, refused)]):
                raise DeadLetterRefused(str(refused))
        for event in self._events:
            instrument(event)
        self._events = []

    def _bury(self, record: Delivered, error: Exception) -> Message:
        self._limit.note(failed=True)
        self._events.append(dead_lettered(self.name, record, error))
        return dead_letter(self.name, record, error)
