"""An incident as matching keeps it in memory: a few of its reports stand for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from processors.deduplicate.view import View

_FIRST, _LAST = 4, 4
"""Reports that stand for an incident: the first tell it, the last tell how it came out. More would cost time with
every comparison and tell little."""


class Standing(msgspec.Struct, frozen=True, gc=False):
    """`closed`: it takes no more reports but a very like one.

    `mixed`: a person merged it of parts that need not look alike.
    """

    id: str
    seq: int
    closed: bool
    views: tuple[View, ...]
    mixed: bool = False

    def words(self) -> set[str]:
        """The distinct words that it counts for."""
        return words_of(self.views)


def words_of(views: Sequence[View]) -> set[str]:
    """Of at least one view."""
    found = views[0].words()
    for view in views[1:]:
        found |= view.words()
    return found


Told = TypeVar("Told")


def exemplars(told: Sequence[Told], is_primary: Callable[[Told], bool]) -> list[Told]:
    """Of a ledger in order: primary tellings rather than passing mentions, then the first and the last.

    The last change every fourth telling only, so that a much told incident is seldom indexed anew.
    """
    chosen = [t for t in told if is_primary(t)] or list(told)
    if len(chosen) <= _FIRST + _LAST:
        return chosen
    end = len(chosen) - len(chosen) % _LAST
    return chosen[:_FIRST] + chosen[end - _LAST : end]


def of_views(views: Sequence[View]) -> tuple[View, ...]:
    return tuple(exemplars(views, lambda view: view.primary))
