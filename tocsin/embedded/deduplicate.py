"""The deduplicate core over messages: an account or a correction in, revisions and state changes out."""

from __future__ import annotations

import msgspec

from processors.deduplicate.core import Deduplicator
from tocsin import topics
from tocsin.contract.envelope import incident_message, open_account, rejections_message
from tocsin.contract.report import Account
from tocsin.embedded.events import Applied, Event, Revised, TurnedAway
from tocsin.embedded.stage import Effects
from tocsin.log.port import LogMisconfigured, Message


class DeduplicateCore:
    name = "deduplicate"
    topic = topics.REPORTS.name
    batch = 100

    def __init__(self) -> None:
        self._deduplicator = Deduplicator()

    def prepare(self, state: list[tuple[str, bytes]]) -> None:
        """Raises `LogMisconfigured` for a state that these rules cannot read."""
        try:
            self._deduplicator = Deduplicator.restore(state)
        except msgspec.MsgspecError as error:
            problem = f"the incidents kept in this log are of another version ({error})"
            remedy = "go on with the tocsin that wrote them, or choose another --data"
            raise LogMisconfigured(problem, remedy) from error

    def handle(self, message: Message) -> Effects:
        """Raises `ContractError` for a malformed message, `CorrectionRefused`."""
        value = open_account(message)
        outcome = self._deduplicator.apply(value)
        cause = value.article if isinstance(value, Account) else None
        caused_at = value.article.fetched_at if isinstance(value, Account) else value.made_at
        outputs = [incident_message(incident, caused_at) for incident in outcome.revisions]
        outputs += [rejections_message(rejections, stage=self.name) for rejections in outcome.rejections]
        events: list[Event] = [Revised(incident, cause) for incident in outcome.revisions]
        events.append(Applied(len(outcome.revisions), *self._deduplicator.size()))
        events += [TurnedAway(rejections) for rejections in outcome.rejections]
        return Effects(tuple(outputs), outcome.writes, tuple(events))
