"""Key to the incidents that have it. Most keys have one, so one is held bare: at a million incidents that is what
fits in memory."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Postings(Generic[Key]):
    def __init__(self) -> None:
        self._held: dict[Key, int | set[int]] = {}

    def add(self, keys: Iterable[Key], seq: int) -> None:
        everything = self._held
        for key in keys:
            held = everything.get(key)
            if held is None:
                everything[key] = seq
            elif held.__class__ is set:
                held.add(seq)
            elif held != seq:
                everything[key] = {held, seq}  # type: ignore[arg-type]

    def remove(self, keys: Iterable[Key], seq: int) -> None:
        for key in keys:
            held = self._held.get(key)
            if isinstance(held, set):
                held.discard(seq)
                if len(held) == 1:
                    self._held[key] = held.pop()
            elif held == seq:
                del self._held[key]

    def get(self, key: Key) -> set[int] | tuple[int, ...]:
        """Read only."""
        held = self._held.get(key)
        if held is None:
            return ()
        return held if isinstance(held, set) else (held,)
