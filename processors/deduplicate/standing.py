"""An incident as matching keeps it in memory: a few of its reports stand for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from processors.deduplicate.view import View

_FIRST, _LAST = 4, 4
"""Reports that stand for an incident: the first tell it, the last tell how it came out. More would cost time with
every comparison and tell little."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`closed`: it takes no more reports, but is remembered so that a late one is known as such.

    `mixed`: a person merged it of parts that need not look alike.
    """

    id: str
    seq: int
    closed: bool
    views: tuple[View, ...]
    mixed: bool = False

    def terms(self) -> set[str]:
        """The distinct words that it counts for."""
        return {term for view in self.views for term in (*view.terms, *view.names, *view.title, *view.places)}


Told = TypeVar("Told")


def exemplars(told: Sequence[Told], is_primary: Callable[[Told], bool]) -> list[Told]:
    """Of a ledger in order: primary tellings rather than passing mentions, then the first and the last."""
    chosen = [t for t in told if is_primary(t)] or list(told)
    return chosen if len(chosen) <= _FIRST + _LAST else chosen[:_FIRST] + chosen[-_LAST:]


def of_views(views: Sequence[View]) -> tuple[View, ...]:
    return tuple(exemplars(views, lambda view: view.primary))
