"""What the feed of one outlet holds now. Pure.

A feed shows the newest entries, and every older one that has not yet been handed out `SAFE_SERVINGS` times in full:
so a poller that comes late, or is killed over an answer, misses none.
"""

from __future__ import annotations

from itertools import islice

from tocsin.newsroom.item import Item

SAFE_SERVINGS = 3
MAX_ENTRIES = 500
"""Entries of one document; with more that are not safe yet, the oldest of them come first and the others wait."""


class Desk:
    """Items in order of appearance. An item of known id replaces the other and moves to the top."""

    def __init__(self, newest: int) -> None:
        self._newest = newest
        self._items: dict[str, Item] = {}
        self._unsafe: dict[str, int] = {}  # servings so far, of items that may not leave yet
        self._shown: tuple[Item, ...] = ()
        self._held_back = False
        self.version = 0
        """Grows whenever what is shown changes."""

    def publish(self, item: Item) -> None:
        self._items.pop(item.id, None)
        self._unsafe.pop(item.id, None)
        self._items[item.id] = item
        self._unsafe[item.id] = 0
        self._choose()

    def shown(self) -> tuple[Item, ...]:
        """The document's entries, newest first."""
        return self._shown

    def item(self, item_id: str) -> Item | None:
        return self._items.get(item_id)

    def served(self, item_ids: tuple[str, ...]) -> None:
        """These entries went out in full. If others were waiting for room, they come in now."""
        for item_id in item_ids:
            if item_id in self._unsafe:
                self._unsafe[item_id] += 1
                if self._unsafe[item_id] >= SAFE_SERVINGS:
                    del self._unsafe[item_id]
        if self._held_back:
            self._choose()

    def all_served(self) -> bool:
        """Whether every item, in its last edition, went out at least once."""
        return all(self._unsafe.values())

    def was_served(self, item_id: str) -> bool:
        return item_id in self._items and self._unsafe.get(item_id, 1) > 0

    def _choose(self) -> None:
        self._held_back = len(self._unsafe) > MAX_ENTRIES
        room = 0 if self._held_back else min(self._newest, MAX_ENTRIES)
        newest = list(islice(reversed(self._items), room))
        in_newest = set(newest)
        older = [item_id for item_id in islice(self._unsafe, MAX_ENTRIES) if item_id not in in_newest]
        shown = tuple(self._items[item_id] for item_id in (*newest, *reversed(older)))
        self.version += shown != self._shown
        self._shown = shown
