"""What the feed of one outlet holds now. Pure.

A feed shows the newest entries, and every older one that has not yet been handed out `SAFE_SERVINGS` times in full:
so a poller that comes late, or is killed over an answer, misses none.
"""

from __future__ import annotations

from tocsin.newsroom.item import Item

SAFE_SERVINGS = 3
MAX_ENTRIES = 500
"""Entries of one document; with more that are not safe yet, the oldest of them come first and the others wait."""


class Desk:
    """Items in order of appearance. An item of known id replaces the other and moves to the top."""

    def __init__(self, newest: int) -> None:
        self._newest = newest
        self._items: dict[str, Item] = {}
        self._servings: dict[str, int] = {}
        self._shown: tuple[Item, ...] = ()
        self.version = 0
        """Grows whenever what is shown changes."""

    def publish(self, item: Item) -> None:
        self._items.pop(item.id, None)
        self._items[item.id] = item
        self._servings[item.id] = 0
        self._choose()

    def shown(self) -> tuple[Item, ...]:
        """The document's entries, newest first."""
        return self._shown

    def item(self, item_id: str) -> Item | None:
        return self._items.get(item_id)

    def served(self, item_ids: tuple[str, ...]) -> None:
        """These entries went out in full. If others were waiting for room, they come in now."""
        for item_id in item_ids:
            self._servings[item_id] = self._servings.get(item_id, 0) + 1
        if len(self._unsafe()) > len(self._shown):
            self._choose()

    def all_served(self) -> bool:
        """Whether every item, in its last edition, went out at least once."""
        return all(self._servings[item_id] for item_id in self._items)

    def was_served(self, item_id: str) -> bool:
        return self._servings.get(item_id, 0) > 0

    def _unsafe(self) -> list[str]:
        return [item_id for item_id in self._items if self._servings[item_id] < SAFE_SERVINGS]

    def _choose(self) -> None:
        unsafe = self._unsafe()[:MAX_ENTRIES]
        room = min(self._newest, MAX_ENTRIES) if len(unsafe) < MAX_ENTRIES else 0
        wanted = set(unsafe) | set(list(self._items)[len(self._items) - room :] if room else ())
        self._shown = tuple(self._items[item_id] for item_id in reversed(self._items) if item_id in wanted)
        self.version += 1
