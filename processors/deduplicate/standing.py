"""An incident as matching keeps it in memory: a few of its reports stand for all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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


def exemplars(views: Sequence[View]) -> tuple[View, ...]:
    """Of the ledger's views in order: primary tellings rather than passing mentions, then the first and the last."""
    chosen = [v for v in views if v.primary] or list(views)
    if len(chosen) > _FIRST + _LAST:
        chosen = chosen[:_FIRST] + chosen[-_LAST:]
    return tuple(chosen)
