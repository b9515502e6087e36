"""What a rule answers: the value and the report that bears witness to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from processors.deduplicate.ledger import Entry

Value = TypeVar("Value", covariant=True)


@dataclass(frozen=True, slots=True)
class Chosen(Generic[Value]):
    """`path` is the field's path in the witness's report, for its evidence; None if nobody witnessed it."""

    value: Value
    witness: Entry | None = None
    path: str | None = None
