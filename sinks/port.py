"""What a sink is. One contract suite (tests/contract/test_sink_contract.py) holds every sink to it.

1. `add` takes a record into memory; nothing is stored yet.
2. `flush` stores all that was added, as one: when it returns, it is durable. When it raises, what was added is kept
   (but what `StoreRefused` names), and `flush` may be called again.
3. The same record may come again, at any time: the store is then as if it had come once.

    StoreError                 the store refused
     +- StoreUnavailable       away or full for now: wait and flush again
     +- StoreMisconfigured     wrong path, address or version: stop and say so (a UserError, too)
     +- StoreRefused           it will never take some of the records: dead-letter them and flush the others
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tocsin.errors import UserError
from tocsin.log.port import Delivered


class StoreError(Exception):
    """The store refused."""


class StoreUnavailable(StoreError):  # noqa: N818 - as in the log port
    """Away or full for now; wait. The message is one line for the operator."""


class StoreMisconfigured(StoreError, UserError):  # noqa: N818
    """A wrong path, address or version of the store."""


class StoreRefused(StoreError):  # noqa: N818
    """`refused`: the records that will never be taken, with the reason. They are no longer among what was added."""

    def __init__(self, refused: Mapping[Delivered, str]) -> None:
        super().__init__("; ".join(sorted(set(refused.values()))))
        self.refused = dict(refused)


class Sink(Protocol):
    """Of one thread."""

    name: str
    topics: tuple[str, ...]

    def add(self, record: Delivered) -> None:
        """Raises `ContractError` for a record it cannot read; then nothing of it was taken."""
        ...

    def flush(self) -> None:
        """Raises `StoreError`."""
        ...

    def close(self) -> None: ...
