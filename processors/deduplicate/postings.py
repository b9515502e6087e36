"""Key to the incidents or articles that have it. Most keys have one, so one is held bare; of several the numbers stand
packed, in order: at a million incidents that is what fits in memory, and in the processor's caches."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Postings(Generic[Key]):
    """Holders are numbers from 0; the newest are the largest, and are added last."""

    def __init__(self) -> None:
        self._held: dict[Key, int | array[int]] = {}

    def add(self, keys: Iterable[Key], holder: int) -> None:
        everything = self._held
        for key in keys:
            held = everything.get(key)
            if held is None:
                everything[key] = holder
            elif isinstance(held, int):
                if held != holder:
                    everything[key] = array("Q", sorted((held, holder)))
            elif holder > held[-1]:
                held.append(holder)
            elif held[at := bisect_left(held, holder)] != holder:
                held.insert(at, holder)

    def remove(self, keys: Iterable[Key], holder: int) -> None:
        for key in keys:
            held = self._held.get(key)
            if isinstance(held, array):
                at = bisect_left(held, holder)
                if at < len(held) and held[at] == holder:
                    del held[at]
                if len(held) == 1:
                    self._held[key] = held[0]
            elif held == holder:
                del self._held[key]

    def get(self, key: Key) -> Sequence[int]:
        """Read only; in order."""
        held = self._held.get(key)
        if held is None:
            return ()
        return (held,) if isinstance(held, int) else held

    def met(self, keys: Iterable[Key]) -> Iterator[Sequence[int]]:
        """Read only: the holders of each key that has any, in order of the keys."""
        for held in map(self._held.get, keys):
            if held is not None:
                yield (held,) if isinstance(held, int) else held
