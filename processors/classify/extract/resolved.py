"""A toll as resolved from the mentions of an article."""

from __future__ import annotations

from dataclasses import dataclass

from processors.classify.extract.numbers import Quantity
from processors.classify.extract.tolls import Mention


@dataclass(frozen=True, slots=True)
class Resolved:
    """`mention` carries the value; `implied` if no mention says it in so many words."""

    quantity: Quantity
    mention: Mention
    perpetrators: int | None = None
    implied: bool = False
