"""Key to those that have it. Most keys have one, so one is held bare: at a million incidents that is what fits in
memory."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Holder = TypeVar("Holder", int, str)


class Postings(Generic[Key, Holder]):
    def __init__(self) -> None:
        self._held: dict[Key, Holder | set[Holder]] = {}

    def add(self, keys: Iterable[Key], holder: Holder) -> None:
        everything = self._held
        for key in keys:
            held = everything.get(key)
            if held is None:
                everything[key] = holder
            elif isinstance(held, set):
                held.add(holder)
            elif held != holder:
                everything[key] = {held, holder}

    def remove(self, keys: Iterable[Key], holder: Holder) -> None:
        for key in keys:
            held = self._held.get(key)
            if isinstance(held, set):
                held.discard(holder)
                if len(held) == 1:
                    self._held[key] = held.pop()
            elif held == holder:
                del self._held[key]

    def get(self, key: Key) -> set[Holder] | tuple[Holder, ...]:
        """Read only."""
        held = self._held.get(key)
        if held is None:
            return ()
        return held if isinstance(held, set) else (held,)

    def met(self, keys: Iterable[Key]) -> Iterator[set[Holder]]:
        """Read only: the holders of each key that has any, in order of the keys."""
        for held in map(self._held.get, keys):
            if held is not None:
                yield held if isinstance(held, set) else {held}
