"""Messages to store, and the rows that they become."""

from __future__ import annotations

from itertools import count, islice
from pathlib import Path

from sinks.batch import Batch, Change, Held
from tocsin.archive import read_archive
from tocsin.backtest.run import backtest
from tocsin.contract.envelope import incident_message
from tocsin.log.port import Delivered, Message, Partition

_ARCHIVE = Path(__file__).parents[3] / "examples" / "archive.jsonl"
NOTHING = Held(revisions={}, versions={}, rejected={}, forgotten={})


def records(number: int) -> list[Delivered]:
    """The sample's revisions in order, again and again, each time under ids of their own."""
    revisions = backtest(read_archive(_ARCHIVE)).incidents
    messages = [incident_message(told, told.last_reported_at) for told in revisions]
    ids = sorted({told.id for told in revisions})
    endless = (_renamed(message, ids, turn) for turn in count() for message in messages)
    partition = Partition("incidents")
    return [Delivered(message, partition, offset, 0) for offset, message in enumerate(islice(endless, number))]


def rows(batch: list[Delivered]) -> Change:
    """What a plain client would have ready."""
    made = Batch()
    for record in batch:
        made.add(record)
    return made.change(NOTHING)


def _renamed(message: Message, ids: list[str], turn: int) -> Message:
    suffix = b"%04x" % turn
    value, key = message.value, message.key
    for identity in ids:
        old = identity.encode()
        new = old[:-4] + suffix
        value, key = value.replace(old, new), key.replace(old, new)
    headers = tuple((n, v[:-4] + suffix if n == "ce_id" else v) for n, v in message.headers)
    return Message(message.topic, key, value, headers)
